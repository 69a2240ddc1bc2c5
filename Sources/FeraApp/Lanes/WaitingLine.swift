import Synchronization

/// A number of places, and a line before them in the order of coming. Nobody in it holds a thread, and who is cancelled leaves it.
package final class WaitingLine: Sendable {
    private struct Waiter {
        var id: UInt64
        var isCertain: Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var line: [Waiter] = []
        var head = 0
        var nextID: UInt64 = 0

        var count: Int { line.count - head }
    }

    private let room: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - places: how many are let in at once.
    ///   - room: how many may wait.
    package init(places: Int, room: Int = .max) {
        self.room = room
        state = Mutex(State(free: places))
    }

    /// How many wait.
    package var waiting: Int { state.withLock { $0.count } }

    /// Takes a place, which `leave` gives back.
    /// - Returns: `false` when too many wait already.
    /// - Throws: `CancellationError` when the caller was cancelled before its turn came.
    package func enter() async throws -> Bool {
        guard state.withLock({ $0.free > 0 || $0.count < room }) else { return false }
        guard await wait(isCertain: false) else { throw CancellationError() }
        return true
    }

    /// Takes a place however many wait, and also for who is cancelled.
    package func enterForCertain() async { _ = await wait(isCertain: true) }

    /// Runs `body` in a place of its own, behind all who came before.
    /// - Throws: `CancellationError` when the caller was cancelled before its turn came, and what `body` throws.
    package func pass<R: Sendable>(_ body: () async throws -> R) async throws -> R {
        guard await wait(isCertain: false) else { throw CancellationError() }
        defer { leave() }
        return try await body()
    }

    /// Gives a place to who has waited the longest.
    package func leave() {
        let next = state.withLock { state -> Waiter? in
            guard state.count > 0 else {
                state.free += 1
                return nil
            }
            let first = state.line[state.head]
            state.head += 1
            if state.head >= 64, state.head * 2 > state.line.count {
                state.line.removeFirst(state.head)
                state.head = 0
            }
            return first
        }
        next?.continuation.resume(returning: true)
    }

    private func wait(isCertain: Bool) async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Bool? = state.withLock { state in
                    if Task.isCancelled, !isCertain { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.line.append(Waiter(id: id, isCertain: isCertain, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.line[state.head...].firstIndex { $0.id == id && !$0.isCertain }.map { state.line.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
    }
}
