import Synchronization

/// One waiting line for each key: whoever holds a key is alone with it, and the next one is let in in the order of asking.
/// An actor would not do: it lets others in at every `await`.
package final class KeyedLock: Sendable {
    private let lines = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    package init() {}

    /// Runs `body` alone among all that hold `key`.
    package func withLock<R>(_ key: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> R) async rethrows -> R {
        await enter(key)
        defer { leave(key) }
        return try await body()
    }

    private func enter(_ key: String) async {
        await withCheckedContinuation { continuation in
            let isFree = lines.withLock { lines in
                if lines[key] == nil {
                    lines[key] = []
                    return true
                }
                lines[key]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave(_ key: String) {
        let next = lines.withLock { lines -> CheckedContinuation<Void, Never>? in
            if let first = lines[key]?.first {
                lines[key]?.removeFirst()
                return first
            }
            lines[key] = nil
            return nil
        }
        next?.resume()
    }
}
