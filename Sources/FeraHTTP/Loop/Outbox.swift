import Synchronization

/// The way out of one stream or socket: writers append, the loop takes. Bytes count as sent only when the kernel has them.
final class Outbox: Sendable {
    private struct State {
        /// What waits for the loop; the first piece stands alone, because it seldom has company.
        var first: [UInt8] = []
        var more: [[UInt8]] = []
        var pendingBytes = 0
        var loopBytes = 0
        var posted = false
        var finished = false
        var aborted = false
        var closed = false
        var waiters: [(id: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
        var nextWaiter: UInt64 = 0
    }

    private let state = Mutex(State())
    private let mailbox: Mailbox
    private let id: UInt64
    private let highWater: Int
    private let lowWater: Int

    init(id: UInt64, mailbox: Mailbox, limits: Limits) {
        self.id = id
        self.mailbox = mailbox
        highWater = limits.highWater
        lowWater = limits.lowWater
    }

    /// Bytes the kernel has not taken yet.
    var bufferedBytes: Int { state.withLock { $0.pendingBytes + $0.loopBytes } }

    /// Appends without waiting; `false` when the peer is gone, or when `capped` and the high-water mark is passed.
    func offer(_ bytes: [UInt8], capped: Bool) -> Bool { put(bytes, capped: capped) != nil }

    /// Appends; gives how many bytes are on their way then, or `nil` when these were not taken.
    private func put(_ bytes: [UInt8], capped: Bool) -> Int? {
        let (buffered, post): (Int?, Bool) = state.withLock { state in
            let before = state.pendingBytes + state.loopBytes
            if state.closed || state.finished || (capped && before > highWater) { return (nil, false) }
            return (before + bytes.count, append(bytes, &state))
        }
        if post { mailbox.post(.outbox(id)) }
        return buffered
    }

    /// Appends, then waits while more than the high-water mark is on its way.
    nonisolated(nonsending) func send(_ bytes: [UInt8]) async throws {
        guard let buffered = put(bytes, capped: false) else { throw PeerGone() }
        guard buffered > highWater else { return }
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if state.closed { return .failure(PeerGone()) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.pendingBytes + state.loopBytes <= highWater { return .success(()) }
                    state.waiters.append((waiter, continuation))
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.waiters.firstIndex { $0.id == waiter }.map { state.waiters.remove(at: $0).continuation }
            }
            waiting?.resume(throwing: CancellationError())
        }
    }

    /// No more bytes will come.
    func finish(aborted: Bool = false) {
        let post = state.withLock { state in
            if state.closed || state.finished { return false }
            state.finished = true
            state.aborted = aborted
            defer { state.posted = true }
            return !state.posted
        }
        if post { mailbox.post(.outbox(id)) }
    }

    private func append(_ bytes: [UInt8], _ state: inout State) -> Bool {
        if state.pendingBytes == 0 { state.first = bytes } else { state.more.append(bytes) }
        state.pendingBytes += bytes.count
        defer { state.posted = true }
        return !state.posted
    }

    /// The loop takes what waits.
    func take() -> (first: [UInt8], more: [[UInt8]], finished: Bool, aborted: Bool) {
        state.withLock { state in
            defer {
                state.first = []
                state.more = []
                state.loopBytes += state.pendingBytes
                state.pendingBytes = 0
                state.posted = false
            }
            return (state.first, state.more, state.finished, state.aborted)
        }
    }

    /// The loop says how many bytes the kernel has not taken.
    func settle(loopBytes: Int) {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            state.loopBytes = loopBytes
            guard !state.waiters.isEmpty, state.loopBytes + state.pendingBytes <= lowWater else { return [] }
            defer { state.waiters = [] }
            return state.waiters.map(\.continuation)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// The connection is gone: every writer throws.
    func close() {
        let waiters = state.withLock { state in
            state.closed = true
            state.first = []
            state.more = []
            defer { state.waiters = [] }
            return state.waiters.map(\.continuation)
        }
        for waiter in waiters { waiter.resume(throwing: PeerGone()) }
    }
}
