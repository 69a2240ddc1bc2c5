package import FeraCurl
package import FeraDomain
import Foundation

/// One model behind an OpenAI-compatible `/chat/completions`. Asked only for words: nothing it says is a fact before it is checked.
package struct ChatBackend: Sendable {
    /// What one backend needs to know; made from the configuration, the key already read from the environment or a file.
    package struct Configuration: Sendable {
        /// How people and logs name it.
        package var name: String
        /// Up to where `/chat/completions` begins, such as `https://host/v1`.
        package var baseURL: String
        /// The model's name as the service knows it.
        package var model: String
        /// Sent as a bearer token; nil for servers that want none.
        package var key: Secret?
        /// The strictest label that may be sent to it. `private` goes to no model at all.
        package var labelCeiling: Label
        /// Lifts the ceiling and allows plain http; in return only loopback addresses are ever connected to.
        package var isOnThisHost: Bool
        /// Allows an `http:` base address on another host.
        package var allowsPlainHTTP: Bool
        /// Time and size limits of one attempt.
        package var limits: TransferLimits
        /// The most tokens of an answer.
        package var maxTokens: Int
        /// 0 … 2; nil leaves it out, for models that take none.
        package var temperature: Double?
        /// Whether answers are asked for as a stream.
        package var streaming: Bool
        /// The proxy's address, or "" for none.
        package var proxy: String

        /// Takes everything as given; what is wrong with it is told when it is called.
        package init(
            name: String, baseURL: String, model: String, key: Secret? = nil, labelCeiling: Label = .internal, isOnThisHost: Bool = false,
            allowsPlainHTTP: Bool = false, limits: TransferLimits = TransferLimits(), maxTokens: Int = 800, temperature: Double? = 0.2,
            streaming: Bool = true, proxy: String = ""
        ) {
            self.name = name
            self.baseURL = baseURL
            self.model = model
            self.key = key
            self.labelCeiling = labelCeiling
            self.isOnThisHost = isOnThisHost
            self.allowsPlainHTTP = allowsPlainHTTP
            self.limits = limits
            self.maxTokens = maxTokens
            self.temperature = temperature
            self.streaming = streaming
            self.proxy = proxy
        }
    }

    /// What the backend was set up with.
    package let configuration: Configuration
    private let client: OutboundClient
    private let pause: @Sendable (Duration) async throws -> Void

    /// - Parameter pause: how to wait before another attempt; tests hand in one that does not.
    package init(
        _ configuration: Configuration, client: OutboundClient, pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.configuration = configuration
        self.client = client
        self.pause = pause
    }

    /// Whether text with this label may be sent here.
    package func mayReceive(_ label: Label) -> Bool {
        label != .private && (configuration.isOnThisHost || label.strictness <= configuration.labelCeiling.strictness)
    }

    /// The whole answer at once.
    /// - Parameter label: the strictest label of anything in the messages; above the ceiling nothing is sent.
    /// Throws `ChatError`, or `CancellationError` when the task is cancelled.
    package func complete(_ messages: [ChatMessage], label: Label) async throws -> ChatReply {
        try await withRetries(label) {
            let response = try await open(messages, streaming: false)
            let body = try await collect(response)
            return try reply(body, response.head)
        }
    }

    /// The answer as it is written; returns with its first words. Up to then failures that may pass are tried again, later ones are
    /// not, because words were already shown. Label and errors as for `complete`; the stream throws the same.
    package func stream(_ messages: [ChatMessage], label: Label) async throws -> ChatStream {
        guard configuration.streaming else { return ChatStream(try await complete(messages, label: label)) }
        return try await withRetries(label) {
            let response = try await open(messages, streaming: true)
            let type = response.head.headers["content-type"]?.lowercased() ?? ""
            // Some servers know no streaming and send the whole answer instead.
            if type.contains("json") { return ChatStream(try reply(try await collect(response), response.head)) }
            guard type.isEmpty || type.hasPrefix("text/event-stream") || type.hasPrefix("text/plain") else {
                throw ChatFailure(error(.unreadable, response.head), isPassing: false)
            }
            var reader = ChatReader(response, backend: configuration.name, key: configuration.key)
            do {
                return ChatStream(first: try await reader.next(), rest: reader)
            } catch let error as ChatError {
                var error = error
                mark(&error, response.head)
                throw ChatFailure(error, isPassing: error.transfer.map(ChatFailure.isPassing) ?? error.code.mayPass)
            }
        }
    }

    // MARK: One attempt

    private func open(_ messages: [ChatMessage], streaming: Bool) async throws -> OutboundStream {
        let response: OutboundStream
        do {
            response = try await client.stream(request(messages, streaming: streaming))
        } catch let transfer as TransferError {
            throw ChatFailure(transfer, backend: configuration.name)
        }
        guard response.head.status == 200 else { throw await failure(response) }
        return response
    }

    private func request(_ messages: [ChatMessage], streaming: Bool) throws(ChatError) -> OutboundRequest {
        var base = configuration.baseURL
        while base.hasSuffix("/") { base.removeLast() }
        var headers = [("Content-Type", "application/json"), ("Accept", streaming ? "text/event-stream" : "application/json")]
        if let key = configuration.key, !key.isEmpty { headers.append(("Authorization", "Bearer \(key.reveal())")) }
        let body: [UInt8]
        // Only a temperature that is no number cannot be written down.
        do { body = try ChatRequestBody(configuration, messages: messages, streaming: streaming).encoded() } catch {
            throw ChatError(.misconfigured, backend: configuration.name)
        }
        return OutboundRequest(
            .post, base + "/chat/completions", headers: headers, body: body, limits: configuration.limits,
            allowsPlainHTTP: configuration.allowsPlainHTTP || configuration.isOnThisHost,
            addressPolicy: configuration.isOnThisHost ? .loopbackOnly : .any, proxy: configuration.proxy)
    }

    private func collect(_ response: OutboundStream) async throws -> [UInt8] {
        var body: [UInt8] = []
        do {
            for try await chunk in response.bytes { body.append(contentsOf: chunk) }
        } catch let transfer as TransferError {
            throw ChatFailure(transfer, backend: configuration.name)
        }
        return body
    }

    private func reply(_ body: [UInt8], _ head: ResponseHead) throws(ChatFailure) -> ChatReply {
        let parsed: ChatResponseBody
        do { parsed = try ChatResponseBody.decode(body) } catch { throw ChatFailure(self.error(.unreadable, head), isPassing: false) }
        if let service = parsed.error {
            let error = error(for: service, head)
            throw ChatFailure(error, isPassing: error.code.mayPass)
        }
        guard parsed.choices?.isEmpty == false else { throw ChatFailure(error(.unreadable, head), isPassing: false) }
        let ending = ChatEnding(
            reason: parsed.reason ?? .unknown, usage: parsed.tokens, model: parsed.model, requestID: head.headers["x-request-id"], refused: parsed.isRefusal)
        return ChatReply(text: parsed.text, ending: ending)
    }

    // MARK: Failures

    private func withRetries<T>(_ label: Label, _ attempt: () async throws -> T) async throws -> T {
        guard mayReceive(label) else { throw ChatError(.labelAboveCeiling, backend: configuration.name) }
        var count = 0
        while true {
            do {
                return try await attempt()
            } catch let failure as ChatFailure {
                count += 1
                let wait = RetryPolicy().delay(attempt: count, header: { failure.headers?[$0] }, now: Date(), chance: .random(in: 0..<1))
                guard failure.isPassing, let wait else { throw failure.error }
                try await pause(wait)
            }
        }
    }

    /// What a response with another status than 200 means. Of its body only the beginning is read.
    private func failure(_ response: OutboundStream) async -> ChatFailure {
        var body: [UInt8] = []
        // A body that breaks off changes nothing about the status, which is what is reported.
        do {
            for try await chunk in response.bytes {
                body.append(contentsOf: chunk)
                if body.count > 64 << 10 { break }
            }
        } catch {}
        let status = response.head.status, service = ServiceError.find(in: body)
        var error = error(ChatError.Code(status: status, service: service), response.head)
        error.note(service, key: configuration.key)
        let isPassing = RetryPolicy.isPassing(status: status, code: error.code, shouldRetry: response.head.headers["x-should-retry"])
        return ChatFailure(error, isPassing: isPassing, headers: response.head.headers)
    }

    private func error(_ code: ChatError.Code, _ head: ResponseHead) -> ChatError {
        var error = ChatError(code, backend: configuration.name)
        mark(&error, head)
        return error
    }

    private func error(for service: ServiceError, _ head: ResponseHead) -> ChatError {
        var error = error(ChatError.Code(service: service), head)
        error.note(service, key: configuration.key)
        return error
    }

    private func mark(_ error: inout ChatError, _ head: ResponseHead) {
        error.status = head.status
        error.requestID = head.headers["x-request-id"].map(ChatError.plain)
    }
}
