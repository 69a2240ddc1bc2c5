import CEpoll
import Foundation
import Glibc
package import Synchronization

/// An HTTP/1.1 and WebSocket server on epoll threads of its own. TLS is a reverse proxy's business.
package final class HTTPServer: Sendable {
    /// Where to listen and how.
    package struct Configuration: Sendable {
        /// A numeric address or `localhost`; loopback unless told otherwise.
        package var host = "127.0.0.1"
        /// 0 takes a free one; see `HTTPServer.port`.
        package var port: UInt16 = 0
        /// Where to listen instead of `host` and `port`: the server closes it when it drains, its other holders keep it.
        package var listener: InheritedListener?
        /// Threads with a listener, an epoll instance and connections of their own; more than one pays only when there are cores for them.
        package var loops = 1
        /// What peers may do.
        package var limits = Limits()
        /// Where timeouts take the time from.
        package var clock = ServerClock.system()
        /// Called once when `shutdown` begins, before anything is closed: turn readiness off here.
        package var onDrain: @Sendable () -> Void = {}

        /// Loopback, a free port, one loop.
        package init() {}
    }

    private struct Running {
        var port: UInt16 = 0
        var mailboxes: [Mailbox] = []
        var alive = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let configuration: Configuration
    private let settings: LoopSettings
    private let running = Mutex(Running())

    /// - Parameters:
    ///   - router: the routes; the server asks it for the body's limit before the body is read.
    ///   - mapError: turns what the handler throws into an answer.
    ///   - handler: answers every request, also those that no route takes; wrap `router.respond(to:)` here (authorization, tracing).
    /// - Throws: `ServerError` when the system gives no descriptor.
    package init(
        configuration: Configuration, router: Router,
        mapError: @escaping @Sendable (any Error, Request) -> Response = { error, _ in Problem.from(error).response },
        handler: (@Sendable (Request) async throws -> Response)? = nil
    ) throws {
        self.configuration = configuration
        settings = LoopSettings(
            limits: configuration.limits, clock: configuration.clock, router: router.prepared(),
            handler: handler ?? { try await router.respond(to: $0) },
            mapError: mapError, disk: try DiskWorker(), listenerIsInherited: configuration.listener != nil)
    }

    /// The port it listens on; 0 before `start()`.
    package var port: UInt16 { running.withLock { $0.port } }

    /// What the server has done and holds.
    package var counts: ServerCounts { settings.counts }

    /// Binds and starts the loops. Connections are taken when it returns.
    /// - Throws: `ServerError` `address` or `system`.
    package func start() throws {
        fera_keep_heap()
        let (listeners, port) =
            if let listener = configuration.listener {
                (try listener.descriptors(max(1, configuration.loops)), listener.port)
            } else {
                try SocketAddress.listen(host: configuration.host, port: configuration.port, count: configuration.loops)
            }
        var loops: [(listener: Int32, mailbox: Mailbox)] = []
        do {
            for listener in listeners { loops.append((listener, try Mailbox())) }
        } catch {
            for listener in listeners { close(listener) }
            throw error
        }
        // All are known before one runs: a loop that ends at once must not look like the last one.
        running.withLock { running in
            running.port = port
            running.mailboxes = loops.map(\.mailbox)
            running.alive = loops.count
        }
        for (index, (listener, mailbox)) in loops.enumerated() {
            configuration.clock.onAdvance { mailbox.post(.tick) }
            let settings = settings
            let thread = Thread { [self] in
                // Foundation names a thread only when it has had time to note which one it is; the system's tools show this name.
                fera_name_thread("fera-http-\(index)")
                do { try EventLoop(listener: listener, mailbox: mailbox, settings: settings, index: index).run() } catch {
                    close(listener)
                    settings.counts.failure.withLock { $0 = "\(error)" }
                }
                stopped()
            }
            thread.start()
        }
    }

    private func stopped() {
        let waiters = running.withLock { running -> [CheckedContinuation<Void, Never>] in
            running.alive -= 1
            guard running.alive == 0 else { return [] }
            settings.disk.stop()
            defer { running.waiters = [] }
            return running.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Stops listening, closes what stays idle for `Limits.drainGrace`, says 1001 to WebSockets, ends event streams and lets requests finish.
    /// - Parameter deadline: after this everything left is closed and cancelled.
    package func shutdown(deadline: Duration) async {
        let until = configuration.clock.now + deadline.nanoseconds
        configuration.onDrain()
        counts.drains.store(true, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            let mailboxes: [Mailbox]? = running.withLock { running in
                guard running.alive > 0 else { return nil }
                running.waiters.append(continuation)
                return running.mailboxes
            }
            guard let mailboxes else { return continuation.resume() }
            for mailbox in mailboxes { mailbox.post(.drain(until: until)) }
        }
    }
}

/// Counters any thread may read; each is exact, together they are no snapshot.
package final class ServerCounts: Sendable {
    /// Open connections, WebSockets among them.
    package let connections = Atomic<Int>(0)
    /// Open WebSockets.
    package let webSockets = Atomic<Int>(0)
    /// Requests whose header block was whole.
    package let requests = Atomic<Int>(0)
    /// Connections and requests that were turned away for a limit, and idle connections that had to make room.
    package let shed = Atomic<Int>(0)
    /// Bytes received of header blocks, bodies and messages that have not ended, or whose turn has not come.
    package let unfinished = Atomic<Int>(0)
    /// Bytes received.
    package let received = Atomic<Int>(0)
    /// Whether a shutdown has begun.
    package let drains = Atomic<Bool>(false)
    /// Why a loop ended by itself, if one did.
    package let failure = Mutex<String?>(nil)
}
