import Foundation

/// The request body of an OpenAI-compatible `POST /chat/completions`.
struct ChatRequestBody: Encodable {
    struct StreamOptions: Encodable { let include_usage: Bool }
    let model: String
    let messages: [ChatMessage]
    var stream: Bool
    var stream_options: StreamOptions?
    var temperature: Double?
    var max_tokens: Int?
    var max_completion_tokens: Int?

    init(_ configuration: ChatBackend.Configuration, messages: [ChatMessage], streaming: Bool) {
        model = configuration.model
        self.messages = messages
        stream = streaming
        stream_options = streaming ? StreamOptions(include_usage: true) : nil
        temperature = configuration.temperature
        // The new name is ignored without a word by servers one runs oneself, the old one is refused by the newest hosted models.
        if configuration.isOnThisHost { max_tokens = configuration.maxTokens } else { max_completion_tokens = configuration.maxTokens }
    }

    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return Array(try encoder.encode(self))
    }
}

/// A response or one piece of a stream, read tolerantly: every part may be missing or null, unknown keys are allowed.
struct ChatResponseBody: Decodable {
    struct Choice: Decodable {
        let message: Part?
        let delta: Part?
        let finish_reason: String?
    }
    struct Part: Decodable {
        let content: Content?
        let refusal: String?
    }
    struct Usage: Decodable {
        let prompt_tokens: Int?
        let completion_tokens: Int?
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

    static func decode(_ bytes: [UInt8]) throws -> Self { try JSONDecoder().decode(Self.self, from: Data(bytes)) }

    var text: String { choices?.first.flatMap { ($0.delta ?? $0.message)?.content?.text } ?? "" }
    var isRefusal: Bool { !(choices?.first.flatMap { ($0.delta ?? $0.message)?.refusal } ?? "").isEmpty }
    var reason: ChatEnding.Reason? {
        switch choices?.first?.finish_reason {
        case nil: nil
        case "stop": .stop
        case "length": .length
        case "content_filter": .filtered
        case "tool_calls", "function_call": .toolCalls
        default: .unknown
        }
    }
    var tokens: TokenUsage? {
        guard let usage, usage.prompt_tokens != nil || usage.completion_tokens != nil else { return nil }
        return TokenUsage(prompt: usage.prompt_tokens ?? 0, completion: usage.completion_tokens ?? 0)
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
        return (try? JSONDecoder().decode(Envelope.self, from: Data(body)))?.error
    }
}
