import FeraCurl
import FeraDomain
import Testing

@testable import FeraLLM

@Suite(.timeLimit(.minutes(1))) struct ChatStreamTests {
    let client: OutboundClient
    let pauses = Pauses()

    init() throws { client = try OutboundClient() }

    static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nX-Request-Id: r1\r\n\r\n"

    static func chunk(_ text: String) -> String {
        #"data: {"model":"m-1","choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":null}],"usage":null,"obfuscation":"zz"}"# + "\n\n"
    }

    static let whole = """
        : OPENROUTER PROCESSING

        data: {"choices":[],"prompt_filter_results":[]}

        data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}

        \(chunk("Zwölf "))\(chunk("€ 🦊"))data: {"choices":[{"delta":{"reasoning_content":"hidden"}}]}

        data: {"choices":[{"delta":{},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}

        data: [DONE]


        """

    func backend(_ server: ScriptedServer, bodyBytes: Int = 1 << 20, streaming: Bool = true) -> ChatBackend {
        let configuration = ChatBackend.Configuration(
            name: "test", baseURL: server.url("/v1"), model: "m", isOnThisHost: true, limits: TransferLimits(bodyBytes: bodyBytes), streaming: streaming)
        return ChatBackend(configuration, client: client, pause: { [pauses] in pauses.note($0) })
    }

    /// What was read, and what ended it.
    func read(_ backend: ChatBackend) async throws -> (text: String, ending: ChatEnding?, error: ChatError?) {
        var text = "", ending: ChatEnding?
        do {
            for try await delta in try await backend.stream([ChatMessage(.user, "q")], label: .internal) {
                switch delta {
                case .text(let piece): text += piece
                case .end(let end):
                    #expect(ending == nil)
                    ending = end
                }
            }
        } catch let error as ChatError {
            return (text, ending, error)
        }
        return (text, ending, nil)
    }

    @Test(arguments: [1, 2, 3, 7, 100_000], ["\n", "\r\n", "\r"])
    func aStreamInAnySegmentsIsTheSameAnswer(size: Int, lineEnd: String) async throws {
        let bytes = Array(Self.whole.replacing("\n", with: lineEnd).utf8)
        let server = ScriptedServer([.send(Self.head), .trickle(bytes, size: size), .close])
        let result = try await read(backend(server))
        #expect(result.text == "Zwölf € 🦊")
        #expect(result.ending == ChatEnding(reason: .stop, usage: TokenUsage(prompt: 9, completion: 2), model: "m-1", requestID: "r1", refused: false))
        let body = String(decoding: try #require(server.requests.first).body, as: UTF8.self)
        #expect(body.contains("\"stream\":true") && body.contains("\"include_usage\":true"))
    }

    @Test func textIsShownWhileTheRestIsStillUnwritten() async throws {
        let server = ScriptedServer([.send(Self.head + Self.chunk("one ")), .hold, .send(Self.chunk("two") + "data: [DONE]\n\n"), .hold])
        var iterator = try await backend(server).stream([ChatMessage(.user, "q")], label: .open).makeAsyncIterator()
        #expect(try await iterator.next() == .text("one "))
        server.go()
        #expect(try await iterator.next() == .text("two"))
        guard case .end(let ending) = try await iterator.next() else { return #expect(Bool(false), "no end") }
        #expect(ending.reason == .unknown)
        #expect(try await iterator.next() == nil)
        server.go()
    }

    @Test(arguments: [
        ("data: {\"error\":{\"message\":\"gone\",\"code\":502}}\n\n", ChatError.Code.serviceFailed), ("data: {\"error\":\"gone\"}\n\n", .serviceFailed),
        ("data: {\"error\":{\"type\":\"overloaded_error\"}}\n\n", .overloaded), ("data: {\"choices\":[{\"delta\":{\"content\":\"cu", .interrupted),
        ("data: garbage\n\n", .interrupted),
    ])
    func aFailureInTheMiddleKeepsWhatWasShownAndIsNotTriedAgain(tail: String, code: ChatError.Code) async throws {
        for together in [true, false] {
            let first = Self.head + Self.chunk("Half an ")
            let server = ScriptedServer(together ? [.send(first + tail), .close] : [.send(first), .send(tail), .close], [.reply("200 OK", "", "never asked")])
            let result = try await read(backend(server))
            #expect(result.text == "Half an ")
            #expect(result.ending == nil)
            #expect(result.error?.code == code)
            #expect(pauses.all.isEmpty)
        }
    }

    @Test func aCutOrResetConnectionInTheMiddleIsAnInterruption() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 99999\r\n\r\n"
        for end in [ScriptedServer.Step.close, .reset] {
            let result = try await read(
                backend(ScriptedServer([.send(head + Self.chunk("Half")), .hold, end].filter { if case .hold = $0 { false } else { true } })))
            #expect(result.error?.code == .interrupted)
        }
    }

    @Test func beforeTheFirstWordItIsTriedAgain() async throws {
        let server = ScriptedServer(
            [.send(Self.head), .close], [.send(Self.head + "data: {\"error\":{\"code\":503}}\n\n"), .close], [.send(Self.head + Self.whole), .close])
        #expect(try await read(backend(server)).text == "Zwölf € 🦊")
        #expect(pauses.all.count == 2)
    }

    @Test func anEndWithoutAMarkIsTakenAndSaysSo() async throws {
        let result = try await read(backend(ScriptedServer([.send(Self.head + Self.chunk("all").dropLast(2)), .close])))
        #expect(result.text == "all")
        #expect(result.ending?.reason == .unknown)
    }

    @Test func aWholeAnswerInsteadOfAStreamIsTaken() async throws {
        let json = ["Content-Type: application/json\r\n"].map { ScriptedServer.Step.reply("200 OK", $0, ChatBackendTests.answer) }
        #expect(try await read(backend(ScriptedServer(json))).text == "30 days.")
        let server = ScriptedServer(json)
        #expect(try await read(backend(server, streaming: false)).text == "30 days.")
        #expect(String(decoding: try #require(server.requests.first).body, as: UTF8.self).contains("\"stream\":false"))
    }

    @Test func aPageInsteadOfAStreamIsUnreadable() async throws {
        #expect(try await read(backend(ScriptedServer([.reply("200 OK", "Content-Type: text/html\r\n", "<html>")]))).error?.code == .unreadable)
    }

    @Test func anEndlessAnswerAndAnEndlessLineAreStopped() async throws {
        let endless = ScriptedServer([.send(Self.head), .endless(Array(Self.chunk("on and on ").utf8))])
        #expect(try await read(backend(endless, bodyBytes: 100_000)).error?.code == .tooLong)
        await endless.wait(for: .peerClosed)
        let line = ScriptedServer([.send(Self.head + "data: "), .endless([UInt8](repeating: 120, count: 65536))])
        #expect(try await read(backend(line, bodyBytes: 8 << 20)).error?.code == .tooLong)
        await line.wait(for: .peerClosed)
    }

    @Test func cancellingReachesTheBackendBeforeAndInTheAnswer() async throws {
        for started in [false, true] {
            let server = ScriptedServer([.send(started ? Self.head + Self.chunk("one") : Self.head), .awaitClose])
            let backend = backend(server)
            let (seen, tell) = AsyncStream<Void>.makeStream()
            let task = Task {
                for try await _ in try await backend.stream([ChatMessage(.user, "q")], label: .open) { tell.yield() }
            }
            if started { for await _ in seen { break } } else { await server.wait(for: .request) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            await server.wait(for: .peerClosed)
        }
    }

    @Test func aTimeLimitGivesNothingInsteadOfWaiting() async throws {
        let server = ScriptedServer([.awaitClose])
        let backend = backend(server)
        let late = try await withTimeLimit(
            .seconds(2.5),
            sleep: {
                #expect($0 == .seconds(2.5)); await server.wait(for: .request)
            }
        ) {
            try await backend.complete([ChatMessage(.user, "q")], label: .open)
        }
        #expect(late == nil)
        await server.wait(for: .peerClosed)
        #expect(try await withTimeLimit(.seconds(60)) { 7 } == 7)
        await #expect(throws: ChatError.self) {
            try await withTimeLimit(.seconds(60)) { try await backend.complete([], label: .private) }
        }
    }
}
