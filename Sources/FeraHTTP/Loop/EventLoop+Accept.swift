import CEpoll
import Glibc
import Synchronization

extension EventLoop {
    func accept() {
        guard settings.listenerIsInherited else { return accept(most: 64) }
        // This loop hears of it in this turn or the next, and others may have; whoever comes now is for the next process.
        guard !settings.counts.drains.load(ordering: .relaxed) else { return }
        accept(most: 8)
        // Several loops watch it. Who took some goes to the end of the line: the kernel wakes the first that sleeps, which would have nearly all of them.
        guard !acceptPaused else { return }
        poller.remove(listener)
        acceptPaused = !poller.add(listener: listener, id: Self.listenerID)
    }

    private func accept(most: Int) {
        for _ in 0..<most {
            var address = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let descriptor = fera_accept(listener, &address, &length)
            guard descriptor >= 0 else {
                // Out of descriptors: where nobody idle makes room the listener rests until the next sweep instead of spinning.
                if errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS {
                    if makeRoom() { continue }
                    poller.remove(listener)
                    acceptPaused = true
                }
                return
            }
            let peer = SocketAddress.text(&address, length)
            let key = settings.addresses.key(peer)
            if let key, let wait = settings.addresses.enter(key, now) {
                turnAway(descriptor, after: wait)
                continue
            }
            guard settings.counts.connections.load(ordering: .relaxed) < limits.connections || makeRoom(),
                poller.add(descriptor, id: nextID, read: true, write: false)
            else {
                if let key { settings.addresses.leave(key) }
                settings.counts.shed.add(1, ordering: .relaxed)
                close(descriptor)
                continue
            }
            var on: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            connections[nextID] = Connection(id: nextID, descriptor: descriptor, peer: peer, address: key, limits: limits, now: now)
            nextID += 1
            settings.counts.connections.add(1, ordering: .relaxed)
        }
    }

    /// Answers 429 without looking at what is asked. What has come already is read, so that closing does not destroy the answer.
    private func turnAway(_ descriptor: Int32, after wait: Duration) {
        settings.counts.shed.add(1, ordering: .relaxed)
        let answer = TooMany.answer(after: wait)
        _ = recv(descriptor, scratch.baseAddress, scratch.count, 0)
        _ = answer.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        shutdown(descriptor, Int32(SHUT_WR))
        close(descriptor)
    }

    /// Closes those of this loop's connections that have been idle the longest, for at least a second. `false` when there are none.
    private func makeRoom() -> Bool {
        guard now &- crowdedAt >= 100_000_000 else { return false }
        let idle = connections.values.filter { connection in
            guard case .head = connection.phase, connection.input.count == 0 else { return false }
            return now > connection.since && now - connection.since >= 1_000_000_000
        }
        guard !idle.isEmpty else {
            crowdedAt = now
            return false
        }
        // Many at once, so that a crowd at the door does not have them sorted for each.
        for connection in idle.sorted(by: { $0.since < $1.since }).prefix(64) {
            settings.counts.shed.add(1, ordering: .relaxed)
            drop(connection)
        }
        return true
    }

    /// Readiness is the server's matter; the loop stops listening and lets what is in flight finish. Who is idle may have asked already,
    /// and what it sent is on its way: it has a moment, and is told with its answer that the connection ends. A socket is told to go
    /// once its messages are worked off.
    func drain(_ until: UInt64) {
        guard drainUntil == nil else { return }
        drainUntil = until
        graceUntil = now + limits.drainGrace.nanoseconds
        poller.remove(listener)
        close(listener)
        listener = -1
        for connection in Array(connections.values) {
            connection.keepAlive = false
            switch connection.phase {
            case .handling where connection.probe != nil: cancel(connection)
            case .webSocket: leave(connection)
            default: break
            }
        }
    }

    /// The moment is over: who has asked nothing is closed without a word, and every socket is told to go.
    func endIdle() {
        graceUntil = nil
        for connection in Array(connections.values) {
            switch connection.phase {
            case .head where connection.input.count == 0: drop(connection)
            case .webSocket: closeSocket(connection, 1001, Inbox.farewell)
            default: break
            }
        }
    }

    /// Cancels whoever works on the connection's request or serves its socket.
    func cancel(_ connection: Connection) {
        connection.task?.cancel()
        connection.hand?.cancel(connection.id)
    }

    /// Ends a connection for good: its task is cancelled, its writers throw, its socket learns that it is closed.
    func drop(_ connection: Connection, code: UInt16 = 1006) {
        guard connection.isOpen else { return }
        connection.isOpen = false
        connections[connection.id] = nil
        weigh(connection)
        poller.remove(connection.descriptor)
        close(connection.descriptor)
        settings.counts.connections.subtract(1, ordering: .relaxed)
        if let address = connection.address { settings.addresses.leave(address) }
        // Cancelled before its socket ends, so that a task which sees the end of its messages knows that nobody is there any more.
        cancel(connection)
        connection.task = nil
        connection.hand = nil
        connection.outbox?.close()
        if case .webSocket(let session) = connection.phase { release(session, code) }
    }
}
