extension EventLoop {
    /// Looks at every connection's clock. A pass over 5,000 costs some tens of microseconds, twice a second.
    func sweep() {
        lastSweep = now
        if acceptPaused, drainUntil == nil {
            acceptPaused = !poller.add(listener: listener, id: Self.listenerID)
        }
        if let drainUntil, now >= drainUntil {
            for connection in Array(connections.values) { drop(connection, code: 1001) }
            return
        }
        var late: [Connection] = [], rested: [Connection] = []
        for connection in connections.values {
            if hasRested(connection) { rested.append(connection) } else if isLate(connection) { late.append(connection) }
        }
        for connection in late { expire(connection) }
        for connection in rested { wake(connection) }
        settings.addresses.sweep(now)
    }

    private func hasRested(_ connection: Connection) -> Bool {
        guard case .webSocket(let session) = connection.phase else { return false }
        return session.restsUntil > 0 && now >= session.restsUntil
    }

    /// Reads a socket again that had sent too many frames.
    private func wake(_ connection: Connection) {
        guard case .webSocket(let session) = connection.phase else { return }
        session.restsUntil = 0
        // What it could not send meanwhile is not held against it.
        if session.messageSince > 0 { session.messageSince = now }
        advance(connection)
        if connection.isOpen { updateInterest(connection) }
    }

    private func passed(_ since: UInt64, _ duration: Duration) -> Bool { now > since && now - since >= duration.nanoseconds }

    private func isLate(_ connection: Connection) -> Bool {
        if isStalled(connection) { return true }
        switch connection.phase {
        case .head: return passed(connection.since, connection.input.count == 0 && !connection.isFresh ? limits.idleTime : limits.headTime)
        case .body(let intake): return !intake.isWriting && isBelowFloor(connection, intake)
        case .handling: return connection.sawEnd && !connection.answered && passed(connection.endedAt, limits.halfClosedTime)
        case .webSocket(let session):
            // Who is not read just now cannot be heard to answer a ping.
            let isRead = session.restsUntil == 0 && !session.inboxFull
            return !session.isOver && (now >= session.closeDeadline || (now >= session.nextPing && isRead) || isUnfinished(session))
        case .lingering: return passed(connection.since, limits.lingerTime)
        case .admitting: return false
        }
    }

    /// The peer takes nothing of what waits for it, or so little at a time that it would hold it for ever.
    private func isStalled(_ connection: Connection) -> Bool {
        guard !connection.output.isEmpty || connection.file != nil else { return false }
        if passed(connection.lastWrite, limits.writeStall) { return true }
        guard connection.backlogSince > 0, passed(connection.backlogSince, limits.writeStall) else { return false }
        return UInt64(connection.backlogSent) < (now - connection.backlogSince) / 1_000_000_000 * UInt64(limits.bodyFloor)
    }

    /// A message was begun and does not end, although it is read.
    private func isUnfinished(_ session: WebSocketSession) -> Bool {
        guard session.messageSince > 0, !session.closeSent, session.restsUntil == 0, !session.inboxFull else { return false }
        return passed(session.messageSince, limits.messageTime)
    }

    private func isBelowFloor(_ connection: Connection, _ intake: BodyIntake) -> Bool {
        passed(connection.since, limits.bodyGrace) && UInt64(intake.decoder.received) < (now - connection.since) / 1_000_000_000 * UInt64(limits.bodyFloor)
    }

    private func expire(_ connection: Connection) {
        let stalled = isStalled(connection)
        switch connection.phase {
        case .head where connection.input.count > 0 && !stalled:
            refuse(connection, Refusal(status: 408, code: "too_slow", detail: "The header block did not end in time."))
        case .body where !stalled:
            refuse(connection, Refusal(status: 408, code: "too_slow", detail: "The body came too slowly."))
        case .webSocket(let session) where !stalled && isUnfinished(session):
            closeSocket(connection, 1008, "the message does not end")
        case .webSocket(let session) where !stalled && !session.awaitsPong && !session.closeSent:
            session.awaitsPong = true
            session.nextPing = now + limits.pingInterval.nanoseconds
            connection.output.append(WebSocketFrame.make(.ping, []))
            flush(connection)
        default: drop(connection)
        }
    }
}
