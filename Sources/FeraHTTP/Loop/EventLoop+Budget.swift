import Synchronization

/// What peers have sent and nobody has worked on yet, over all connections of all loops.
extension EventLoop {
    /// Counts what the connection holds now instead of what it held when it was last counted.
    func weigh(_ connection: Connection) {
        let held = connection.isOpen ? connection.unfinishedBytes : 0
        guard held != connection.held else { return }
        settings.counts.unfinished.add(held - connection.held, ordering: .relaxed)
        connection.held = held
    }

    /// Lets a connection go that still adds to more than all may hold together. Whatever comes whole is worked on all the same, so
    /// what a person types gets through while others fill the memory a piece at a time.
    func relieve(_ connection: Connection) {
        weigh(connection)
        guard connection.held > 0, settings.counts.unfinished.load(ordering: .relaxed) > limits.unfinishedBytes else { return }
        switch connection.phase {
        case .head, .body:
            settings.counts.shed.add(1, ordering: .relaxed)
            connection.keepAlive = false
            connection.phase = .handling
            var problem = Problem(503, "busy", StatusText.of(503), detail: "Too much that has begun to arrive has not ended. Please try again in a moment.")
            problem.headers = [("Retry-After", "2")]
            respond(connection, problem.response, nil)
        case .webSocket:
            settings.counts.shed.add(1, ordering: .relaxed)
            closeSocket(connection, 1013, "too much unfinished input")
        // Its request is worked on: what follows is bounded by itself and waits for its turn.
        case .admitting, .handling, .lingering: return
        }
        if connection.isOpen { weigh(connection) }
    }
}

extension Connection {
    /// Bytes that wait for what they belong to: a header block, a body, a message.
    fileprivate var unfinishedBytes: Int {
        switch phase {
        case .body(let intake): input.count + intake.collected.count
        case .webSocket(let session): input.count + (session.decoder?.unfinishedBytes ?? 0)
        case .head, .admitting, .handling, .lingering: input.count
        }
    }
}
