/// One message of a prompt.
package struct ChatMessage: Sendable, Equatable, Encodable {
    /// Who speaks.
    package enum Role: String, Sendable, Encodable { case system, user, assistant }
    /// Who speaks in it.
    package let role: Role
    /// Plain text.
    package let content: String

    /// A message as it is sent.
    package init(_ role: Role, _ content: String) {
        self.role = role
        self.content = content
    }
}

/// What a model's run took, in tokens as the service counts them.
package struct TokenUsage: Sendable, Equatable {
    /// Tokens read.
    package let prompt: Int
    /// Tokens written, hidden reasoning included.
    package let completion: Int
}

/// How an answer of a model ended.
package struct ChatEnding: Sendable, Equatable {
    /// Why it stopped. `unknown` also when the body ended without saying so: then the last sentence may be cut.
    package enum Reason: String, Sendable { case stop, length, filtered, toolCalls = "tool_calls", unknown }
    /// Why it stopped.
    package let reason: Reason
    /// Nil when the service told none.
    package let usage: TokenUsage?
    /// The model as the service names it.
    package let model: String?
    /// The service's id of the request, for its support.
    package let requestID: String?
    /// Whether the model refused; its words about that are not an answer and are dropped.
    package let refused: Bool
}

/// A piece of a streamed answer: text, and last of all how it ended.
package enum ChatDelta: Sendable, Equatable {
    /// Never empty.
    case text(String)
    case end(ChatEnding)
}

/// A whole answer.
package struct ChatReply: Sendable, Equatable {
    /// As the model wrote it; may be empty.
    package let text: String
    /// How it ended and what it took.
    package let ending: ChatEnding
}
