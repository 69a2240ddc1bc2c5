import CEpoll
import Glibc
import Synchronization

extension EventLoop {
    func accept() {
        for _ in 0..<64 {
            var address = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let descriptor = fera_accept(listener, &address, &length)
            guard descriptor >= 0 else {
                // Out of descriptors: the listener rests until the next sweep instead of spinning.
                if errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS {
                    poller.remove(listener)
                    acceptPaused = true
                }
                return
            }
            guard connections.count < limits.connections, poller.add(descriptor, id: nextID, read: true, write: false) else {
                close(descriptor)
                continue
            }
            var on: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            connections[nextID] = Connection(id: nextID, descriptor: descriptor, peer: SocketAddress.text(&address, length), limits: limits, now: now)
            nextID += 1
            settings.counts.connections.add(1, ordering: .relaxed)
        }
    }

    /// Readiness is the server's matter; the loop stops listening, ends what is idle and lets the rest finish.
    func drain(_ until: UInt64) {
        guard drainUntil == nil else { return }
        drainUntil = until
        poller.remove(listener)
        close(listener)
        listener = -1
        for connection in Array(connections.values) {
            connection.keepAlive = false
            switch connection.phase {
            case .head where connection.input.count == 0: drop(connection)
            case .handling where connection.probe != nil: connection.task?.cancel()
            case .webSocket: closeSocket(connection, 1001, "the server is going away")
            default: break
            }
        }
    }

    /// Ends a connection for good: its task is cancelled, its writers throw, its socket learns that it is closed.
    func drop(_ connection: Connection, code: UInt16 = 1006) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        poller.remove(connection.descriptor)
        close(connection.descriptor)
        settings.counts.connections.subtract(1, ordering: .relaxed)
        // Cancelled before its socket ends, so that a task which sees the end of its messages knows that nobody is there any more.
        connection.task?.cancel()
        connection.task = nil
        connection.outbox?.close()
        if case .webSocket(let session) = connection.phase { release(session, code) }
    }
}
