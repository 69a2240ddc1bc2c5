import FeraCurl
import FeraDomain
import FeraHTTP
import FeraLLM
import Foundation
import Synchronization

/// An OpenAI-compatible service over real HTTP that says what a test wants, and remembers what it was told.
final class ModelServer: Sendable {
    /// What it does with a request.
    enum Reply: Sendable {
        /// Writes these pieces; before each piece after the first it waits for `go()` when it is held.
        case says([String], isHeld: Bool = false)
        /// Writes these pieces and breaks off.
        case breaksOff([String])
        case fails(Int)
    }

    private struct Failure: Error {}
    private let server: HTTPServer
    private let state: State

    private final class State: Sendable {
        let received = Mutex<[String]>([])
        let gate: AsyncStream<Void>
        let open: AsyncStream<Void>.Continuation
        let script: @Sendable (_ prompt: String) -> Reply

        init(_ script: @escaping @Sendable (String) -> Reply) {
            self.script = script
            (gate, open) = AsyncStream.makeStream()
        }
    }

    init(_ script: @escaping @Sendable (_ prompt: String) -> Reply) throws {
        let state = State(script)
        self.state = state
        var router = Router()
        router.post("/v1/chat/completions", limit: 1 << 20) { request in
            let body = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
            let messages = body?["messages"] as? [[String: String]] ?? []
            let prompt = messages.last { $0["role"] == "user" }?["content"] ?? ""
            state.received.withLock { $0.append(prompt) }
            let isStream = body?["stream"] as? Bool == true
            switch state.script(prompt) {
            case .fails(let status): return .text("no", status: status)
            case .says(let pieces, let isHeld): return isStream ? Self.stream(pieces, isHeld ? state.gate : nil, isWhole: true) : Self.whole(pieces.joined())
            case .breaksOff(let pieces): return Self.stream(pieces, nil, isWhole: false)
            }
        }
        server = try HTTPServer(configuration: HTTPServer.Configuration(), router: router)
        try server.start()
    }

    /// What it was sent, the users' parts of the prompts.
    var received: [String] { state.received.withLock { $0 } }

    /// Those that were to word an answer.
    var asked: [String] { received.filter { $0.contains("⟦passages⟧") } }

    /// Lets a held reply say its next piece.
    func go() { state.open.yield() }

    func stop() async { await server.shutdown(deadline: .zero) }

    /// A backend that calls it.
    func backend(ceiling: Label = .internal) throws -> ChatBackend {
        ChatBackend(
            .init(name: "test", baseURL: "http://127.0.0.1:\(server.port)/v1", model: "test", labelCeiling: ceiling, allowsPlainHTTP: true),
            client: try OutboundClient(), pause: { _ in })
    }

    private static func stream(_ pieces: [String], _ gate: AsyncStream<Void>?, isWhole: Bool) -> Response {
        .stream(type: "text/event-stream") { writer in
            var turns = gate?.makeAsyncIterator()
            for (place, piece) in pieces.enumerated() {
                if place > 0 { await turns?.next() }
                try await writer.write(event(["choices": [["index": 0, "delta": ["content": piece]]]]))
            }
            guard isWhole else { throw Failure() }
            try await writer.write(event(["choices": [["index": 0, "delta": [String: String](), "finish_reason": "stop"]]]))
            try await writer.write(Array("data: [DONE]\n\n".utf8))
        }
    }

    private static func event(_ object: [String: Any]) throws -> [UInt8] {
        Array("data: ".utf8) + Array(try JSONSerialization.data(withJSONObject: object)) + Array("\n\n".utf8)
    }

    private static func whole(_ text: String) -> Response {
        struct Completion: Encodable {
            struct Choice: Encodable {
                var message: [String: String]
                let finishReason = "stop"
                let index = 0

                enum CodingKeys: String, CodingKey {
                    case message, index
                    case finishReason = "finish_reason"
                }
            }
            var choices: [Choice]
        }
        return .json(Completion(choices: [.init(message: ["role": "assistant", "content": text])]))
    }
}
