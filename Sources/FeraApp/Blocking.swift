import Dispatch

/// Work that blocks or computes for long, away from Swift's cooperative threads.
enum Blocking {
    private static let queue = DispatchQueue(label: "fera.blocking", qos: .utility, attributes: .concurrent)
    private static let slots = AsyncSlots(4)

    /// Runs `body` on a thread of its own; at most four at once, the others wait without a thread.
    static func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        await slots.take()
        defer { slots.give() }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
