/// Runs `work`, but for no longer than `limit`: then it is cancelled and nil comes back, once it has let go. Errors of `work` are thrown on.
/// - Parameter sleep: how to wait; tests hand in their own.
package func withTimeLimit<T: Sendable>(
    _ limit: Duration, sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    _ work: @escaping @Sendable () async throws -> T
) async throws -> T? {
    try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await sleep(limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { return nil }
        return first
    }
}
