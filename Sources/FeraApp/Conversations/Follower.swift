import Synchronization

/// One client that follows one conversation. It owns a task only while there is something to deliver.
package final class Follower: Sendable {
    /// What follows after a seq: packets in order, and the seq of the last event read.
    typealias Read = @Sendable (_ after: Int64, _ follower: UInt64) async throws -> (packets: ArraySlice<Delivery>, last: Int64)

    private struct State {
        var last: Int64
        var isRunning = false
        var isWoken = false
        var isOver = false
    }
    private let state: Mutex<State>
    private let hub: Hub
    private let stream: String
    private let read: Read
    private let deliver: @Sendable (Delivery) async -> Bool
    private let told: @Sendable (any Error) -> Delivery?
    private let registration = Mutex<UInt64?>(nil)

    /// - Parameters:
    ///   - after: the last seq that the client has.
    ///   - deliver: takes one packet; `false` ends the following (the client is gone).
    ///   - told: what the client hears of an error that ends the following.
    init(
        hub: Hub, stream: String, after: Int64, read: @escaping Read, told: @escaping @Sendable (any Error) -> Delivery?,
        deliver: @escaping @Sendable (Delivery) async -> Bool
    ) {
        self.told = told
        self.hub = hub
        self.stream = stream
        self.read = read
        self.deliver = deliver
        state = Mutex(State(last: after))
    }

    /// Begins: first what was missed, then what comes.
    func start() {
        // Whoever is woken before this is done waits for it: a reading needs the number.
        registration.withLock { $0 = hub.follow(stream) { [weak self] in self?.wake() } }
        wake()
    }

    deinit { if let id = registration.withLock({ $0 }) { hub.unfollow(stream, id) } }

    /// Ends the following; nothing is delivered afterwards.
    package func stop() {
        state.withLock { $0.isOver = true }
        if let id = registration.withLock({ id in
            defer { id = nil }
            return id
        }) {
            hub.unfollow(stream, id)
        }
    }

    private func wake() {
        let start = state.withLock { state in
            guard !state.isOver else { return false }
            state.isWoken = true
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if start { Task { await self.run() } }
    }

    private func run() async {
        while let after = next() {
            // Who has left the hub is over.
            guard let id = registration.withLock({ $0 }) else { return }
            do {
                let (packets, last) = try await read(after, id)
                for packet in packets {
                    guard !state.withLock({ $0.isOver }) else { return }
                    guard await deliver(packet) else { return stop() }
                }
                state.withLock { state in
                    if last > state.last {
                        state.last = last
                        state.isWoken = true
                    }
                }
            } catch {
                // The client hears that it is cut off and comes back with the seq it has.
                if let packet = told(error) { _ = await deliver(packet) }
                return stop()
            }
        }
    }

    private func next() -> Int64? {
        state.withLock { state in
            guard state.isWoken, !state.isOver else {
                state.isRunning = false
                return nil
            }
            state.isWoken = false
            return state.last
        }
    }
}
