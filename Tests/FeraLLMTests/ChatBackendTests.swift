import FeraCurl
import FeraDomain
import Foundation
import Synchronization
import Testing

@testable import FeraLLM

/// The waits that were asked for, instead of waiting.
final class Pauses: Sendable {
    private let list = Mutex<[Duration]>([])
    var all: [Duration] { list.withLock { $0 } }
    func note(_ duration: Duration) { list.withLock { $0.append(duration) } }
}

@Suite(.timeLimit(.minutes(1))) struct ChatBackendTests {
    let client: OutboundClient
    let pauses = Pauses()
    let messages = [ChatMessage(.system, "Be brief."), ChatMessage(.user, "Who / \"why\"?")]

    init() throws { client = try OutboundClient() }

    func backend(_ server: ScriptedServer, _ change: (inout ChatBackend.Configuration) -> Void = { _ in }) -> ChatBackend {
        var configuration = ChatBackend.Configuration(
            name: "test", baseURL: server.url("/v1/"), model: "m", key: Secret("sk-secret-key\n"), allowsPlainHTTP: true)
        change(&configuration)
        return ChatBackend(configuration, client: client, pause: { [pauses] in pauses.note($0) })
    }

    func failure(_ server: ScriptedServer) async -> ChatError? {
        await #expect(throws: ChatError.self) { try await backend(server).complete(messages, label: .internal) }
    }

    static let answer =
        #"{"id":"c","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"30 days.","refusal":null},"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":9,"completion_tokens":2},"new":{}}"#

    @Test func anAnswerComesBackWithWhatItTook() async throws {
        let server = ScriptedServer([.reply("200 OK", "Content-Type: application/json\r\nX-Request-Id: r1\r\n", Self.answer)])
        let reply = try await backend(server).complete(messages, label: .internal)
        #expect(reply.text == "30 days.")
        #expect(reply.ending == ChatEnding(reason: .stop, usage: TokenUsage(prompt: 9, completion: 2), model: "m-1", requestID: "r1", refused: false))
        let request = try #require(server.requests.first)
        #expect(request.head.hasPrefix("POST /v1/chat/completions HTTP/1.1"))
        #expect(request.header("authorization") == "Bearer sk-secret-key")
        #expect(request.header("content-type") == "application/json")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"max_completion_tokens":800,"messages":[{"content":"Be brief.","role":"system"},{"content":"Who / \"why\"?","role":"user"}],"#
                + #""model":"m","stream":false,"temperature":0.2}"#
        )
    }

    @Test func aServerOnThisHostGetsTheOldNameOfTheLimitAndNoKeyWhenThereIsNone() async throws {
        let server = ScriptedServer([.reply("200 OK", "", Self.answer)])
        _ = try await backend(server) { ($0.isOnThisHost, $0.key, $0.allowsPlainHTTP, $0.temperature) = (true, nil, false, nil) }.complete(
            messages, label: .security)
        let request = try #require(server.requests.first)
        #expect(request.header("authorization") == nil)
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body.contains("\"max_tokens\":800") && !body.contains("max_completion_tokens") && !body.contains("temperature"))
    }

    @Test(arguments: [
        (#"{"choices":[{"message":{"content":null,"refusal":"I can't."},"finish_reason":"stop"}]}"#, "", true, ChatEnding.Reason.stop),
        (
            #"{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"image"},{"text":"b"}]},"finish_reason":"length"}],"usage":null}"#,
            "ab", false, .length
        ),
        (#"{"choices":[{"message":{"content":"x"},"finish_reason":"eos"}]}"#, "x", false, .unknown),
        (#"{"choices":[{"message":{"content":"x"}}]}"#, "x", false, .unknown),
        (#"{"choices":[{"message":{"content":null,"tool_calls":[]},"finish_reason":"tool_calls"}]}"#, "", false, .toolCalls),
    ])
    func everyShapeOfAnAnswerIsRead(json: String, text: String, refused: Bool, reason: ChatEnding.Reason) async throws {
        let reply = try await backend(ScriptedServer([.reply("200 OK", "", json)])).complete(messages, label: .open)
        #expect(reply.text == text)
        #expect(reply.ending.refused == refused)
        #expect(reply.ending.reason == reason)
    }

    // MARK: The ceiling

    @Test(arguments: Label.allCases) func nothingAboveTheCeilingIsSent(label: Label) async throws {
        let server = ScriptedServer([.reply("200 OK", "", Self.answer)])
        let backend = backend(server)
        if [.open, .internal].contains(label) {
            _ = try await backend.complete(messages, label: label)
        } else {
            let first = await #expect(throws: ChatError.self) { try await backend.complete(messages, label: label) }
            let second = await #expect(throws: ChatError.self) { try await backend.stream(messages, label: label) }
            #expect(first?.code == .labelAboveCeiling && second?.code == .labelAboveCeiling)
            #expect(server.connections == 0)
        }
    }

    @Test func theCeilingCanBeRaisedButPrivateGoesNowhere() {
        let server = ScriptedServer()
        #expect(backend(server) { $0.labelCeiling = .commercial }.mayReceive(.commercial))
        #expect(!backend(server) { $0.labelCeiling = .commercial }.mayReceive(.personnel))
        #expect(backend(server) { $0.isOnThisHost = true }.mayReceive(.security))
        #expect(!backend(server) { ($0.isOnThisHost, $0.labelCeiling) = (true, .private) }.mayReceive(.private))
    }

    @Test func whatClaimsToBeOnThisHostIsHeldToIt() async {
        // 192.0.2.0/24 is kept for documentation; the socket is refused before anything is sent anywhere.
        let configuration = ChatBackend.Configuration(name: "liar", baseURL: "http://192.0.2.1/v1", model: "m", isOnThisHost: true)
        let error = await #expect(throws: ChatError.self) { try await ChatBackend(configuration, client: client).complete(messages, label: .security) }
        #expect(error?.code == .misconfigured)
        #expect(error?.transfer?.code == .addressRefused)
    }

    // MARK: Errors and retries

    @Test(arguments: [
        (400, #"{"error":{"message":"bad","type":"invalid_request_error","code":null}}"#, ChatError.Code.requestRefused, "invalid_request_error"),
        (400, #"{"error":{"message":"x","code":"content_filter"}}"#, .contentFiltered, "content_filter"),
        (401, #"{"error":{"code":"invalid_api_key"}}"#, .keyRefused, "invalid_api_key"),
        (403, "", .keyRefused, ""), (402, #"{"error":{"code":402,"message":"no credit"}}"#, .noCredit, "402"),
        (404, #"{"error":"model not found"}"#, .notFound, ""),
        (422, "<html>no</html>", .requestRefused, ""), (429, #"{"error":{"code":"insufficient_quota"}}"#, .noCredit, "insufficient_quota"),
        (302, "", .redirected, ""), (204, "", .unreadable, ""),
    ])
    func aFaultOfOursIsToldAtOnce(status: Int, body: String, code: ChatError.Code, serviceCode: String) async {
        let error = await failure(
            ScriptedServer([.reply("\(status) X", "X-Request-Id: r9\r\nLocation: https://elsewhere.invalid/\r\n", status == 204 ? "" : body)]))
        #expect(error?.code == code)
        #expect(error?.serviceCode ?? "" == serviceCode)
        #expect(error?.status == status)
        #expect(error?.requestID == "r9")
        #expect(pauses.all.isEmpty)
    }

    @Test func aPassingFailureIsTriedAgainAfterTheAskedWait() async throws {
        let server = ScriptedServer(
            [.reply("429 Slow", "Retry-After: 7\r\n", #"{"error":{"code":"rate_limit_exceeded"}}"#)], [.reply("500 Oops", "", "<html>")],
            [.reply("200 OK", "", Self.answer)])
        #expect(try await backend(server).complete(messages, label: .open).text == "30 days.")
        #expect(server.requests.count == 3)
        #expect(pauses.all.first == .seconds(7))
        #expect(pauses.all.dropFirst().allSatisfy { $0 >= .milliseconds(750) && $0 <= .seconds(1) })
    }

    @Test func afterTwoRepetitionsItIsOver() async {
        let server = ScriptedServer([.reply("503 X", "", "")], [.reply("529 X", "", "")], [.reply("503 X", "", "")], [.reply("200 OK", "", Self.answer)])
        #expect(await failure(server)?.code == .overloaded)
        #expect(server.requests.count == 3)
    }

    @Test func tooLongAWaitIsNotWaited() async {
        let server = ScriptedServer([.reply("429 X", "Retry-After: 3600\r\n", "")])
        #expect(await failure(server)?.code == .rateLimited)
        #expect(pauses.all.isEmpty)
    }

    @Test func aLostConnectionIsTriedAgain() async throws {
        let server = ScriptedServer(
            [.close], [.send("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"choices\""), .close], [.reply("200 OK", "", Self.answer)])
        #expect(try await backend(server).complete(messages, label: .open).text == "30 days.")
        #expect(pauses.all.count == 2)
    }

    @Test(arguments: ["", "{}", "null", "[]", #"{"choices":[]}"#, "<html>", #"{"choices":[{"message":{"content":"cut"#, #"{"choices":"x"}"#])
    func whatIsNoAnswerIsUnreadable(body: String) async {
        #expect(await failure(ScriptedServer([.reply("200 OK", "", body)]))?.code == .unreadable)
    }

    @Test func anAnswerOverTheLimitIsRefusedWithoutAnotherTry() async {
        let server = ScriptedServer([.reply("200 OK", "", String(repeating: " ", count: 2000) + Self.answer)])
        let error = await #expect(throws: ChatError.self) { try await backend(server) { $0.limits.bodyBytes = 1000 }.complete(messages, label: .open) }
        #expect(error?.code == .tooLong)
        #expect(pauses.all.isEmpty)
    }

    @Test func neitherKeyNorPromptIsInAnyError() async {
        let echo = #"{"error":{"message":"key sk-secret-key wrong for Who / why?\u001b[2J","type":"sk-secret-key","code":"sk-secret-key"}}"#
        let stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
        let scripts: [[ScriptedServer.Step]] = [
            [.reply("400 X", "X-Request-Id: sk r\r\n", echo)], [.reply("401 X", "", echo)], [.reply("500 sk-secret-key", "", echo)],
            [.reply("200 OK", "", echo)],
            [.send(stream + "data: \(echo)\n\n"), .close], [.reply("200 OK", "", "sk-secret-key")], [.send("sk-secret-key"), .close],
        ]
        for script in scripts {
            let server = ScriptedServer(script, script, script)
            let backend = backend(server)
            for streaming in [true, false] {
                do {
                    if streaming { _ = try await backend.stream(messages, label: .open) } else { _ = try await backend.complete(messages, label: .open) }
                } catch {
                    var dumped = ""
                    dump(error, to: &dumped)
                    let detail = (error as? ChatError)?.detail ?? ""
                    #expect(!detail.contains("\u{1b}"))
                    for text in ["\(error)", String(reflecting: error), error.localizedDescription, dumped, detail] { #expect(!text.contains("sk-secret-key")) }
                    for text in ["\(error)", String(reflecting: error), dumped] { #expect(!text.contains("why")) }
                }
            }
            var dumped = ""
            dump(backend, to: &dumped)
            #expect(!dumped.contains("sk-secret-key") && !"\(backend)".contains("sk-secret-key"))
        }
    }
}
