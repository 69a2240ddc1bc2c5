import FeraJSON
import Foundation

/// The request body of an OpenAI-compatible `POST /chat/completions`.
struct ChatRequestBody: Encodable {
    struct StreamOptions: Encodable { let includeUsage: Bool }
    let model: String
    let messages: [ChatMessage]
    var stream: Bool
    var streamOptions: StreamOptions?
    var temperature: Double?
    var maxTokens: Int?
    var maxCompletionTokens: Int?

    init(_ configuration: ChatBackend.Configuration, messages: [ChatMessage], streaming: Bool) {
        model = configuration.model
        self.messages = messages
        stream = streaming
        streamOptions = streaming ? StreamOptions(includeUsage: true) : nil
        temperature = configuration.temperature
        // The new name is ignored without a word by servers one runs oneself, the old one is refused by the newest hosted models.
        if configuration.isOnThisHost { maxTokens = configuration.maxTokens } else { maxCompletionTokens = configuration.maxTokens }
    }

    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return Array(try encoder.encode(self))
    }
}

/// A response or one piece of a stream, read tolerantly: every part may be missing or null, unknown keys are allowed.
struct ChatResponseBody: Decodable {
    struct Choice: Decodable {
        let message: Part?
        let delta: Part?
        let finishReason: String?
        private enum CodingKeys: String, CodingKey { case message, delta, finishReason = "finish_reason" }
    }
    struct Part: Decodable {
        let content: Content?
        let refusal: String?
    }
    struct Usage: Decodable {
        let promptTokens: Int?
        let completionTokens: Int?
        private enum CodingKeys: String, CodingKey { case promptTokens = "prompt_tokens", completionTokens = "completion_tokens" }
    }
    /// Text, or a list of parts of which the text ones count.
    struct Content: Decodable {
        let text: String
        private struct Piece: Decodable { let text: String? }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = try (try? container.decode(String.self)) ?? container.decode([Piece].self).compactMap(\.text).joined()
        }
    }

    let model: String?
    let choices: [Choice]?
    let usage: Usage?
    let error: ServiceError?

    static func decode(_ bytes: [UInt8]) throws -> Self { try JSONReader().decode(Self.self, from: bytes) }

    var text: String { choices?.first.flatMap { ($0.delta ?? $0.message)?.content?.text } ?? "" }
    var isRefusal: Bool { !(choices?.first.flatMap { ($0.delta ?? $0.message)?.refusal } ?? "").isEmpty }
    var reason: ChatEnding.Reason? {
        switch choices?.first?.finishReason {
        case nil: nil
        case "stop": .stop
        case "length": .length
        case "content_filter": .filtered
        case "tool_calls", "function_call": .toolCalls
        default: .unknown
        }
    }
    var tokens: TokenUsage? {
        guard let usage, usage.promptTokens != nil || usage.completionTokens != nil else { return nil }
        return TokenUsage(prompt: usage.promptTokens ?? 0, completion: usage.completionTokens ?? 0)
    }
}

/// The `error` of a response: an object, whose `code` is a string, a number or null, or just a string.
struct ServiceError: Decodable, Equatable {
    let message: String?
    let kind: String?
    let code: String?

    private enum Key: String, CodingKey { case message, type, code }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            (message, kind, code) = (text, nil, nil)
            return
        }
        let container = try decoder.container(keyedBy: Key.self)
        message = try? container.decode(String.self, forKey: .message)
        kind = try? container.decode(String.self, forKey: .type)
        code = (try? container.decode(String.self, forKey: .code)) ?? (try? container.decode(Int.self, forKey: .code)).map(String.init)
    }

    /// The error of a body in any of these forms; nil when it holds none, such as a proxy's HTML page.
    static func find(in body: [UInt8]) -> ServiceError? {
        struct Envelope: Decodable { let error: ServiceError? }
        return (try? JSONReader().decode(Envelope.self, from: body))?.error
    }
}
