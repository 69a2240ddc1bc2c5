import Synchronization

/// One waiting line for each key: whoever holds a key is alone with it, and the next one is let in in the order of asking. Who is cancelled
/// while waiting leaves the line. An actor would not do: it lets others in at every `await`.
package final class KeyedLock: Sendable {
    private struct Waiter {
        var id: UInt64
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        /// Who waits for each key that somebody holds.
        var lines: [String: [Waiter]] = [:]
        var nextID: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// How many wait for a key.
    package func waiting(for key: String) -> Int { state.withLock { $0.lines[key]?.count ?? 0 } }

    /// Runs `body` alone among all that hold `key`. A caller that is cancelled already is let in where nobody holds the key.
    /// - Throws: `CancellationError` when the caller was cancelled before its turn came, and what `body` throws.
    package func withLock<R>(_ key: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> R) async throws -> R {
        guard await enter(key) else { throw CancellationError() }
        defer { leave(key) }
        return try await body()
    }

    private func enter(_ key: String) async -> Bool {
        // Nearly always nobody is there.
        let id: UInt64? = state.withLock { state in
            guard state.lines[key] != nil else {
                state.lines[key] = []
                return nil
            }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return true }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Bool? = state.withLock { state in
                    guard state.lines[key] != nil else {
                        state.lines[key] = []
                        return true
                    }
                    if Task.isCancelled { return false }
                    state.lines[key]?.append(Waiter(id: id, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.lines[key]?.firstIndex { $0.id == id }.flatMap { state.lines[key]?.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
    }

    private func leave(_ key: String) {
        let next = state.withLock { state -> Waiter? in
            guard state.lines[key]?.isEmpty == false else {
                state.lines[key] = nil
                return nil
            }
            return state.lines[key]?.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }
}
