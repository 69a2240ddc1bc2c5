extension EventLoop {
    /// Looks at every connection's clock. A pass over 5,000 costs some tens of microseconds, twice a second.
    func sweep() {
        lastSweep = now
        if acceptPaused, drainUntil == nil {
            acceptPaused = !poller.add(listener, id: Self.listenerID, read: true, write: false)
        }
        if let drainUntil, now >= drainUntil {
            for connection in Array(connections.values) { drop(connection, code: 1001) }
            return
        }
        var late: [Connection] = []
        for connection in connections.values where isLate(connection) { late.append(connection) }
        for connection in late { expire(connection) }
    }

    private func passed(_ since: UInt64, _ duration: Duration) -> Bool { now > since && now - since >= duration.nanoseconds }

    private func isLate(_ connection: Connection) -> Bool {
        if !connection.output.isEmpty || connection.file != nil, passed(connection.lastWrite, limits.writeStall) { return true }
        switch connection.phase {
        case .head: return passed(connection.since, connection.input.count == 0 ? limits.idleTime : limits.headTime)
        case .body(let intake): return !intake.isWriting && isBelowFloor(connection, intake)
        case .handling: return connection.sawEnd && !connection.answered && passed(connection.endedAt, limits.halfClosedTime)
        case .webSocket(let session): return !session.isOver && now >= min(session.nextPing, session.closeDeadline)
        case .lingering: return passed(connection.since, limits.lingerTime)
        case .admitting: return false
        }
    }

    private func isBelowFloor(_ connection: Connection, _ intake: BodyIntake) -> Bool {
        passed(connection.since, limits.bodyGrace) && UInt64(intake.decoder.received) < (now - connection.since) / 1_000_000_000 * UInt64(limits.bodyFloor)
    }

    private func expire(_ connection: Connection) {
        let stalled = (!connection.output.isEmpty || connection.file != nil) && passed(connection.lastWrite, limits.writeStall)
        switch connection.phase {
        case .head where connection.input.count > 0 && !stalled:
            refuse(connection, Refusal(status: 408, code: "too_slow", detail: "The header block did not end in time."))
        case .body where !stalled:
            refuse(connection, Refusal(status: 408, code: "too_slow", detail: "The body came too slowly."))
        case .webSocket(let session) where !stalled && !session.awaitsPong && !session.closeSent:
            session.awaitsPong = true
            session.nextPing = now + limits.pingInterval.nanoseconds
            connection.output.append(WebSocketFrame.make(.ping, []))
            flush(connection)
        default: drop(connection)
        }
    }
}
