import FeraCurl

/// An answer as it is written: texts, then `.end` once. Read once; letting go of it ends the request.
package struct ChatStream: AsyncSequence, Sendable {
    /// A text, or the end.
    package typealias Element = ChatDelta
    private let first: [ChatDelta]
    private let rest: ChatReader?

    init(first: ChatDelta?, rest: ChatReader) {
        self.first = first.map { [$0] } ?? []
        self.rest = rest
    }

    /// An answer that came in one piece.
    init(_ reply: ChatReply) {
        first = (reply.text.isEmpty ? [] : [.text(reply.text)]) + [.end(reply.ending)]
        rest = nil
    }

    /// Reads the answer once.
    package struct AsyncIterator: AsyncIteratorProtocol {
        var first: ArraySlice<ChatDelta>
        var rest: ChatReader?

        /// The next piece; nil after `.end`. Throws `ChatError`, or `CancellationError` when the task was cancelled.
        package mutating func next() async throws -> ChatDelta? {
            if let delta = first.popFirst() { return delta }
            return try await rest?.next()
        }
    }

    /// To be called once.
    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(first: first[...], rest: rest) }
}

/// Reads the pieces of one response body and folds them.
struct ChatReader: Sendable {
    private let bytes: BodyBytes
    private let backend: String
    private let key: Secret?
    private var parser = ServerSentEventParser()
    private var fold: ChatFold
    private var ready: [ChatDelta] = []
    private var isOver = false
    /// Thrown once what came before it was read.
    private var failure: ChatError?

    init(_ response: OutboundStream, backend: String, key: Secret?) {
        bytes = response.bytes
        self.backend = backend
        self.key = key
        fold = ChatFold(requestID: response.head.headers["x-request-id"])
    }

    mutating func next() async throws -> ChatDelta? {
        var iterator = bytes.makeAsyncIterator()
        while ready.isEmpty, !isOver {
            do {
                if let chunk = try await iterator.next() {
                    take(try parser.feed(chunk))
                } else {
                    take(parser.finish().map { [$0] } ?? [])
                    if !isOver, !fold.hasBegun { fail(ChatError(.interrupted, backend: backend)) }
                    end()
                }
            } catch let transfer as TransferError {
                fail(ChatError(transfer, backend: backend))
            } catch is ServerSentEventParser.TooLong {
                fail(ChatError(.tooLong, backend: backend))
            }
        }
        if !ready.isEmpty { return ready.removeFirst() }
        if let failure { throw failure }
        return nil
    }

    private mutating func take(_ events: [ServerSentEvent]) {
        for event in events where !isOver {
            switch fold.accept(event) {
            case .text(let text): ready.append(.text(text))
            case .nothing: break
            case .done: end()
            case .failed(let service):
                var error = ChatError(service.map { ChatError.Code(service: $0) } ?? (fold.hasBegun ? .interrupted : .unreadable), backend: backend)
                error.note(service, key: key)
                fail(error)
            }
        }
    }

    private mutating func fail(_ error: ChatError) {
        isOver = true
        failure = error
    }

    private mutating func end() {
        guard !isOver else { return }
        isOver = true
        ready.append(.end(fold.ending))
    }
}

/// The pure part: events in, texts out, the ending gathered on the way.
struct ChatFold: Sendable {
    enum Step: Equatable {
        case text(String), nothing, done
        /// An error object of the service, or nil for data that cannot be read: text may be missing there.
        case failed(ServiceError?)
    }

    private let requestID: String?
    private var reason: ChatEnding.Reason?
    private var usage: TokenUsage?
    private var model: String?
    private var refused = false
    /// Whether any chunk came that could be read.
    private(set) var hasBegun = false

    init(requestID: String?) { self.requestID = requestID }

    var ending: ChatEnding { ChatEnding(reason: reason ?? .unknown, usage: usage, model: model, requestID: requestID, refused: refused) }

    mutating func accept(_ event: ServerSentEvent) -> Step {
        if event.data.utf8.starts(with: "[DONE]".utf8) { return .done }
        if event.data.isEmpty { return .nothing }
        let chunk: ChatResponseBody
        do { chunk = try ChatResponseBody.decode(Array(event.data.utf8)) } catch { return .failed(nil) }
        if let error = chunk.error { return .failed(error) }
        hasBegun = true
        if let model = chunk.model, !model.isEmpty { self.model = model }
        if let tokens = chunk.tokens { usage = tokens }
        if let reason = chunk.reason { self.reason = reason }
        if chunk.isRefusal { refused = true }
        let text = chunk.text
        return text.isEmpty ? .nothing : .text(text)
    }
}
