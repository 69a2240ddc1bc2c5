import Synchronization

extension EventLoop {
    /// A header block is whole: find the route, refuse what cannot be, then take the body or start the handler.
    func begin(_ connection: Connection, _ head: RequestHead) {
        connection.parser.reset()
        connection.head = head
        connection.keepAlive = head.keepAlive && drainUntil == nil
        connection.answered = false
        connection.complete = false
        connection.isFresh = false
        settings.counts.requests.add(1, ordering: .relaxed)
        let client = settings.addresses.client(of: head.headers, peer: connection.peer)
        if let key = settings.addresses.key(client), let wait = settings.addresses.ask(key, now) {
            settings.counts.shed.add(1, ordering: .relaxed)
            connection.keepAlive = false
            connection.phase = .handling
            return respond(connection, TooMany.problem(after: wait).response, nil)
        }
        let components: [String], match: RouteMatch?
        do { (components, match) = try settings.router.find(head.method, head.target) } catch { return refuse(connection, error) }
        let request = Request(head: head, components: components, match: match, peer: connection.peer, client: client)
        if head.framing == .none { return start(connection, request, admit: true) }
        connection.request = request
        if case .length(let length) = head.framing, length > bodyLimit(match) {
            guard match == nil else { return refuse(connection, .tooLarge(limit: bodyLimit(match))) }
            connection.keepAlive = false
            return start(connection, request, admit: false)
        }
        guard let admit = match?.route.admit else { return openBody(connection) }
        connection.phase = .admitting
        let mailbox = mailbox, id = connection.id, mapError = settings.mapError
        connection.task = Task(executorPreference: executor(match?.route.place ?? .pool)) {
            do {
                try await admit(request)
                mailbox.post(.admitted(id, nil))
            } catch { mailbox.post(.admitted(id, mapError(error, request))) }
        }
    }

    func admitted(_ connection: Connection, _ refusal: Response?) {
        guard case .admitting = connection.phase else { return }
        connection.task = nil
        if let refusal {
            connection.keepAlive = false
            connection.phase = .handling
            respond(connection, refusal, nil)
        } else {
            openBody(connection)
            advance(connection)
            if connection.isOpen { updateInterest(connection) }
        }
    }

    private func bodyLimit(_ match: RouteMatch?) -> Int {
        switch match?.route.body {
        case .collect(let limit): limit
        case .upload(let limits, _): limits.totalBytes
        case nil: limits.unclaimedBodyBytes
        }
    }

    private func openBody(_ connection: Connection) {
        guard let head = connection.head else { return }
        var session: UploadSession?
        if case .upload(let limits, let folder) = connection.request?.match?.route.body {
            do {
                session = try UploadSession(contentType: head.headers["Content-Type"], limits: limits, folder: folder)
            } catch { return refuse(connection, error) }
        }
        if head.expectsContinue, connection.input.count == 0 {
            connection.output.append(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            flush(connection)
            guard connection.isOpen else { return }
        }
        let decoder = BodyDecoder(framing: head.framing, limit: bodyLimit(connection.request?.match), trailerLimit: limits.trailerBytes)
        connection.since = now
        connection.phase = .body(BodyIntake(decoder: decoder, upload: session))
    }

    /// Takes body bytes; `false` when there is nothing more to do now.
    func takeBody(_ connection: Connection, _ intake: BodyIntake) -> Bool {
        let (consumed, outcome) = connection.input.withBytes { input in
            intake.decoder.decode(input) { intake.collected.append(contentsOf: $0) }
        }
        connection.input.consume(consumed)
        switch outcome {
        case .refuse(let refusal):
            refuse(connection, refusal)
            return false
        case .more where intake.upload == nil || intake.collected.count < 256 * 1024: return false
        case .more, .done: break
        }
        if let upload = intake.upload {
            write(connection, intake, upload, last: outcome == .done)
            return false
        }
        guard var request = connection.request else { return false }
        request.body = intake.collected
        start(connection, request, admit: false)
        return true
    }

    private func write(_ connection: Connection, _ intake: BodyIntake, _ upload: UploadSession, last: Bool) {
        let piece = intake.collected, mailbox = mailbox, id = connection.id
        intake.collected = []
        intake.isWriting = true
        settings.disk.run { mailbox.post(.uploaded(id, upload.take(piece, last: last))) }
    }

    func uploaded(_ connection: Connection, _ step: UploadStep) {
        guard case .body(let intake) = connection.phase else { return }
        intake.isWriting = false
        switch step {
        case .more: advance(connection)
        case .done(let form):
            guard var request = connection.request else { return }
            request.form = form
            start(connection, request, admit: false)
        case .failed(let problem):
            connection.keepAlive = false
            connection.phase = .handling
            respond(connection, problem.response, nil)
        }
        if connection.isOpen { updateInterest(connection) }
    }

    /// Runs the handler: one of the loop at once, one of the pool in a task of its own, whose answer comes back as a note.
    private func start(_ connection: Connection, _ request: Request, admit: Bool) {
        connection.phase = .handling
        connection.since = now
        connection.request = nil
        // What no route takes is refused in no time.
        guard request.match?.route.place == .pool else {
            let hand = hands.work(.request(request, admit: admit), for: connection.id)
            connection.hand = hand
            if let answer = hand.takeAnswer() { respond(connection, answer.response, answer.outbox) }
            return
        }
        let mailbox = mailbox, id = connection.id, settings = settings
        connection.task = Task {
            let response: Response
            do {
                if admit, let check = request.match?.route.admit { try await check(request) }
                response = try await settings.handler(request)
            } catch { response = settings.mapError(error, request) }
            guard case .stream(let stream) = response.body, request.method != "HEAD" else {
                mailbox.post(.respond(id, response, nil))
                return
            }
            let outbox = Outbox(id: id, mailbox: mailbox, limits: settings.limits)
            mailbox.post(.respond(id, response, outbox))
            await stream.run(into: outbox, chunked: request.minorVersion == 1)
        }
    }
}
