import Synchronization

/// One request and what has come back so far: the meeting point of the task that waits and the thread that transfers.
/// Everything mutable is under one lock; waiters are resumed outside of it.
final class Exchange: Sendable {
    /// When this many bytes wait unread, the sender is held back until they are taken.
    static let highWater = 64 << 10

    let request: OutboundRequest
    let parts: URLParts
    private let loop: TransferLoop
    private let state = Mutex(State())

    private struct State {
        var head: ResponseHead?
        var unread: [UInt8] = []
        var isPaused = false
        var end: Result<Void, any Error>?
        var headWaiter: CheckedContinuation<ResponseHead, any Error>?
        var chunkWaiter: CheckedContinuation<[UInt8]?, any Error>?
    }

    init(_ request: OutboundRequest, loop: TransferLoop) throws(TransferError) {
        parts = try request.validated()
        self.request = request
        self.loop = loop
    }

    // MARK: The waiting side

    /// Waits for the head. Called once.
    func head() async throws -> ResponseHead {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                let known = state.withLock { state -> Result<ResponseHead, any Error>? in
                    if let head = state.head { return .success(head) }
                    if case .failure(let error) = state.end { return .failure(error) }
                    state.headWaiter = waiter
                    return nil
                }
                if let known { waiter.resume(with: known) }
            }
        } onCancel: {
            cancel()
        }
    }

    /// Waits for the next piece of the body; nil at its end.
    func nextChunk() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                let (known, resumes) = state.withLock { state in
                    let known = Self.take(&state, or: waiter, origin: parts.origin)
                    let resumes = state.isPaused && state.unread.isEmpty && state.end == nil
                    if resumes { state.isPaused = false }
                    return (known, resumes)
                }
                if resumes { loop.send(.resume(self)) }
                if let known { waiter.resume(with: known) }
            }
        } onCancel: {
            cancel()
        }
    }

    private static func take(_ state: inout State, or waiter: CheckedContinuation<[UInt8]?, any Error>, origin: String) -> Result<[UInt8]?, any Error>? {
        if !state.unread.isEmpty {
            let chunk = state.unread
            state.unread = []
            return .success(chunk)
        }
        switch state.end {
        case .success: return .success(nil)
        case .failure(let error): return .failure(error)
        case nil:
            guard state.chunkWaiter == nil else { return .failure(TransferError(.readTwice, origin)) }
            state.chunkWaiter = waiter
            return nil
        }
    }

    /// Ends the transfer. The waiter is resumed by the thread, after the connection is gone.
    func cancel() {
        if state.withLock({ $0.end == nil }) { loop.send(.cancel(self)) }
    }

    // MARK: The transferring side

    func received(_ head: ResponseHead) {
        let waiter = state.withLock { state in
            state.head = head
            return state.headWaiter.take()
        }
        waiter?.resume(returning: head)
    }

    /// Takes a piece of the body over; false when the reader is behind, and then the piece was not taken.
    func received(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (waiter, taken) = state.withLock { state -> (CheckedContinuation<[UInt8]?, any Error>?, Bool) in
            if let waiter = state.chunkWaiter.take() { return (waiter, true) }
            guard state.unread.count < Self.highWater else {
                state.isPaused = true
                return (nil, false)
            }
            state.unread.append(contentsOf: bytes)
            return (nil, true)
        }
        waiter?.resume(returning: Array(bytes))
        return taken
    }

    /// The end, once: nil when the response is whole. What is unread stays readable, unless the end is a cancellation.
    func finish(_ error: (any Error)?) {
        let (head, chunk) = state.withLock { state -> (CheckedContinuation<ResponseHead, any Error>?, CheckedContinuation<[UInt8]?, any Error>?) in
            guard state.end == nil else { return (nil, nil) }
            state.end = error.map { .failure($0) } ?? .success(())
            if error is CancellationError { state.unread = [] }
            return (state.headWaiter.take(), state.chunkWaiter.take())
        }
        head?.resume(throwing: error ?? TransferError(.connectionLost, parts.origin))
        if let error { chunk?.resume(throwing: error) } else { chunk?.resume(returning: nil) }
    }
}
