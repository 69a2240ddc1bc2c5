package import FeraStore
import Synchronization

/// Wakes who follows a conversation when something was committed to it. It carries no packets: a follower reads the log
/// from where it stands, so nothing can be missed, doubled or out of order.
package final class Hub: Sendable {
    private struct State {
        var followers: [String: [UInt64: @Sendable () -> Void]] = [:]
        var nextID: UInt64 = 0
        var count = 0
    }
    private let state = Mutex(State())

    package init() {}

    private static let changesRights: Set<String> = [
        "person.session_closed", "person.token_revoked", "person.registered",
    ]

    /// Called by the store's writer with what it has just committed.
    package func publish(_ events: [StoredEvent]) {
        let wakes = state.withLock { state -> [@Sendable () -> Void] in
            guard !state.followers.isEmpty else { return [] }
            // A right may have been taken away: everybody looks again whether they may still follow.
            if events.contains(where: { Self.changesRights.contains($0.type) }) { return state.followers.values.flatMap(\.values) }
            var last = ""
            return events.flatMap { event -> [@Sendable () -> Void] in
                if event.stream == last { return [] }
                last = event.stream
                return state.followers[event.stream].map { Array($0.values) } ?? []
            }
        }
        for wake in wakes { wake() }
    }

    /// Lets everybody look again whether they may still follow. Whoever changes rights in a state that is kept in memory calls it
    /// once that state has changed: the commit alone is heard too early.
    func rightsChanged() {
        for wake in state.withLock({ $0.followers.values.flatMap(\.values) }) { wake() }
    }

    /// Calls `wake` after every commit to the stream, on the writer's thread: it must not block.
    func follow(_ stream: String, wake: @escaping @Sendable () -> Void) -> UInt64 {
        state.withLock { state in
            state.nextID += 1
            state.followers[stream, default: [:]][state.nextID] = wake
            state.count += 1
            return state.nextID
        }
    }

    func unfollow(_ stream: String, _ id: UInt64) {
        state.withLock { state in
            if state.followers[stream]?.removeValue(forKey: id) != nil { state.count -= 1 }
            if state.followers[stream]?.isEmpty == true { state.followers[stream] = nil }
        }
    }

    /// How many follow something.
    package var followerCount: Int { state.withLock { $0.count } }
}

/// One client that follows one conversation. It owns a task only while there is something to deliver.
package final class Follower: Sendable {
    /// What follows after a seq: packets in order, and the seq of the last event read.
    typealias Read = @Sendable (_ after: Int64) async throws -> (packets: [Packet], last: Int64)

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
    private let deliver: @Sendable (Packet) async -> Bool
    private let told: @Sendable (any Error) -> AppError
    private let registration = Mutex<UInt64?>(nil)

    /// - Parameters:
    ///   - after: the last seq that the client has.
    ///   - deliver: takes one packet; `false` ends the following (the client is gone).
    ///   - told: what the client hears of an error that ends the following.
    init(
        hub: Hub, stream: String, after: Int64, read: @escaping Read, told: @escaping @Sendable (any Error) -> AppError,
        deliver: @escaping @Sendable (Packet) async -> Bool
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
        let id = hub.follow(stream) { [weak self] in self?.wake() }
        registration.withLock { $0 = id }
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
            do {
                let (packets, last) = try await read(after)
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
                _ = await deliver(.error(told(error)))
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
