import CEpoll
import Glibc
import Synchronization

extension EventLoop {
    func read(_ connection: Connection) {
        guard wantsRead(connection) else { return updateInterest(connection) }
        // One helping in each turn of the loop: whoever sends without end waits for all others in between.
        let count = recv(connection.descriptor, scratch.baseAddress, helping(connection), 0)
        if count > 0 {
            settings.counts.received.add(count, ordering: .relaxed)
            if case .lingering = connection.phase {
                connection.discarded += count
                if connection.discarded > 4 << 20 { return drop(connection) }
            } else {
                if case .head = connection.phase, connection.input.count == 0 { connection.since = now }
                connection.input.lend(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
            }
        } else if count == 0 {
            connection.sawEnd = true
            connection.endedAt = now
        } else if errno != EAGAIN && errno != EINTR {
            return drop(connection)
        }
        advance(connection)
        connection.input.settle()
        if connection.sawEnd { ended(connection) }
        if connection.isOpen { relieve(connection) }
        if connection.isOpen { updateInterest(connection) }
    }

    /// Goes on with what has been received, as far as the phase allows.
    /// - Parameter most: how many requests may be answered; the next ones wait until all others had their turn.
    func advance(_ connection: Connection, requests most: Int = 1) {
        // Who answered a request at once finds the caller at work already.
        guard !connection.isAdvancing else { return }
        connection.isAdvancing = true
        defer { connection.isAdvancing = false }
        var requests = 0
        while connection.isOpen {
            switch connection.phase {
            case .head:
                guard connection.input.count > 0 else {
                    if connection.sawEnd { drop(connection) }
                    return
                }
                // Who sends many at once waits for the others in between.
                guard requests < most, !connection.goesOn else {
                    if !connection.goesOn { goingOn.append(connection.id) }
                    connection.goesOn = true
                    return
                }
                requests += 1
                switch connection.input.withBytes({ connection.parser.parse($0) }) {
                case .needMore:
                    if connection.sawEnd { drop(connection) }
                    return
                case .refuse(let refusal): return refuse(connection, refusal)
                case .head(let head, let consumed):
                    connection.input.consume(consumed)
                    begin(connection, head)
                }
            case .body(let intake):
                guard !intake.isWriting else { return }
                guard takeBody(connection, intake) else { return }
            case .webSocket(let session):
                guard connection.input.count > 0 else {
                    // It closed its side before the socket was open.
                    if connection.sawEnd { drop(connection) }
                    return
                }
                guard !session.inboxFull, session.restsUntil == 0 else { return }
                takeFrames(connection, session)
            case .admitting, .handling, .lingering: return
            }
        }
    }

    /// The peer closed its sending side.
    private func ended(_ connection: Connection) {
        guard connection.isOpen else { return }
        switch connection.phase {
        case .head where connection.input.count == 0, .body, .lingering, .webSocket: drop(connection)
        case .handling:
            // A half-closed client still gets its answer. One that is gone answers the probe with a reset, which cancels the handler.
            if let probe = connection.probe, connection.answered { sendProbe(connection, probe) }
        default: break
        }
    }

    func sendProbe(_ connection: Connection, _ probe: [UInt8]) {
        connection.probe = nil
        guard let outbox = connection.outbox else { return }
        let chunked = connection.head?.minorVersion == 1
        _ = outbox.offer(chunked ? Array("\(String(probe.count, radix: 16))\r\n".utf8) + probe + [0x0D, 0x0A] : probe, capped: true)
    }

    /// How many bytes one turn takes in. A body goes on to where it belongs; what waits to be parsed stays small, whoever sends it.
    private func helping(_ connection: Connection) -> Int {
        switch connection.phase {
        case .body, .lingering: scratch.count
        case .head, .admitting, .handling, .webSocket: min(limits.headBytes, scratch.count)
        }
    }

    func wantsRead(_ connection: Connection) -> Bool {
        if connection.sawEnd { return false }
        switch connection.phase {
        case .lingering: return true
        // More than one header block may hold are requests whose turn has not come.
        case .head: return connection.input.count <= limits.headBytes
        case .admitting, .handling: return connection.input.count < limits.headBytes
        case .body(let intake): return !intake.isWriting
        case .webSocket(let session): return !session.inboxFull && session.restsUntil == 0 && connection.output.byteCount <= limits.highWater
        }
    }

    func updateInterest(_ connection: Connection) {
        weigh(connection)
        let read = wantsRead(connection), write = !connection.output.isEmpty || connection.file != nil
        guard read != connection.registeredRead || write != connection.registeredWrite else { return }
        connection.registeredRead = read
        connection.registeredWrite = write
        poller.change(connection.descriptor, id: connection.id, read: read, write: write)
    }
}
