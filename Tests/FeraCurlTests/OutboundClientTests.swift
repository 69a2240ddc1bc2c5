import FeraCurl
import Testing

@Suite(.timeLimit(.minutes(1))) struct OutboundClientTests {
    let client: OutboundClient

    init() throws { client = try OutboundClient() }

    func get(_ server: ScriptedServer, _ change: (inout OutboundRequest) -> Void = { _ in }) -> OutboundRequest {
        var request = OutboundRequest(.get, server.url(), allowsPlainHTTP: true)
        change(&request)
        return request
    }

    func failure(_ request: OutboundRequest) async -> TransferError? {
        await #expect(throws: TransferError.self) { try await client.send(request) }
    }

    @Test func aPostArrivesAsWrittenAndItsAnswerComesBack() async throws {
        let server = ScriptedServer([.reply("201 Created", "X-One: 1\r\nx-one: 2\r\nX-Empty:\r\n", "made")])
        var request = OutboundRequest(
            .post, server.url("/a?b=c"), headers: [("Authorization", "Bearer k"), ("X-None", "")], body: [0, 1, 2, 0, 255], allowsPlainHTTP: true)
        request.headers.append(("Content-Type", "application/json"))
        let response = try await client.send(request)
        #expect(response.status == 201)
        #expect(response.body == Array("made".utf8))
        #expect(response.headers["X-ONE"] == "1")
        #expect(response.headers.lines.filter { $0.name == "x-one" }.count == 2)
        #expect(response.headers["x-empty"] == "")
        #expect(response.headers["absent"] == nil)
        let seen = try #require(server.requests.first)
        #expect(seen.head.hasPrefix("POST /a?b=c HTTP/1.1\r\n"))
        #expect(seen.body == [0, 1, 2, 0, 255])
        #expect(seen.header("authorization") == "Bearer k")
        #expect(seen.header("content-type") == "application/json")
        #expect(seen.header("x-none") == "")
        #expect(seen.header("expect") == nil)
        #expect(seen.header("user-agent") == "Fera")
    }

    @Test func aBodyWithoutATypeIsNotCalledAForm() async throws {
        let server = ScriptedServer([.reply("200 OK", "", "")])
        _ = try await client.send(OutboundRequest(.post, server.url(), body: [1], allowsPlainHTTP: true))
        #expect(server.requests.first?.header("content-type") == nil)
    }

    @Test func aLargeBodyGoesOutWhole() async throws {
        let server = ScriptedServer([.reply("200 OK", "", "ok")])
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
        _ = try await client.send(OutboundRequest(.post, server.url(), body: body, allowsPlainHTTP: true))
        #expect(server.requests.first?.body == body)
    }

    @Test func aConnectionIsUsedAgain() async throws {
        let server = ScriptedServer([.reply("200 OK", "", "a")], [.reply("200 OK", "", "b")])
        #expect(try await client.send(get(server)).body == Array("a".utf8))
        #expect(try await client.send(get(server)).body == Array("b".utf8))
        #expect(server.connections == 1)
    }

    @Test func interimAnswersAreSkippedAndChunksPutTogether() async throws {
        let server = ScriptedServer([
            .send("HTTP/1.1 103 Early Hints\r\nX-Early: yes\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            .trickle(Array("3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n".utf8), size: 1),
        ])
        let response = try await client.send(get(server))
        #expect(response.status == 200)
        #expect(response.headers["x-early"] == nil)
        #expect(response.headers["x-trailer"] == nil)
        #expect(response.body == Array("abcde".utf8))
    }

    @Test func aRedirectComesBackAsItIs() async throws {
        let other = ScriptedServer([.reply("200 OK", "", "")])
        let server = ScriptedServer([.reply("302 Found", "Location: \(other.url())\r\n", "")])
        let response = try await client.send(get(server))
        #expect(response.status == 302)
        #expect(response.headers["location"] == other.url())
        #expect(other.requests.isEmpty)
    }

    @Test func manyAtOnceEachGetTheirOwn() async throws {
        let servers = (0..<8).map { n in ScriptedServer([.reply("200 OK", "", "number \(n)")], [.reply("200 OK", "", "number \(n)")]) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (n, server) in servers.enumerated() {
                for _ in 0..<2 {
                    group.addTask {
                        let body = try await client.send(get(server)).body
                        #expect(body == Array("number \(n)".utf8))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    // MARK: Limits

    @Test func aBodyOverTheLimitIsStoppedWithAndWithoutItsLength() async throws {
        let body = String(repeating: "x", count: 1001)
        let known = ScriptedServer([.reply("200 OK", "", body)])
        #expect(await failure(get(known) { $0.limits.bodyBytes = 1000 })?.code == .bodyTooLarge)
        let chunked = ScriptedServer([.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .endless(Array("3e8\r\n\(body.dropFirst())\r\n".utf8))])
        #expect(await failure(get(chunked) { $0.limits.bodyBytes = 100_000 })?.code == .bodyTooLarge)
        await chunked.wait(for: .peerClosed)
        let exact = ScriptedServer([.reply("200 OK", "", body)])
        #expect(try await client.send(get(exact) { $0.limits.bodyBytes = 1001 }).body.count == 1001)
    }

    @Test func headersOverTheLimitAreStopped() async {
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\n"), .endless(Array("X-More: and more\r\n".utf8))])
        #expect(await failure(get(server) { $0.limits.headerBytes = 5000 })?.code == .headersTooLarge)
    }

    @Test func silenceEndsAfterTheIdleLimit() async {
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"), .awaitClose])
        #expect(await failure(get(server) { $0.limits.idle = .seconds(1) })?.code == .idleTimeout)
        await server.wait(for: .peerClosed)
    }

    @Test func theTotalLimitEndsEvenABusyTransfer() async {
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\n\r\n"), .endless([120])])
        #expect(await failure(get(server) { $0.limits = TransferLimits(total: .milliseconds(150), bodyBytes: .max) })?.code == .totalTimeout)
    }

    // MARK: What can go wrong on the way

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", TransferError.Code.truncated),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", .truncated),
        ("", .connectionLost), ("HTTP/1.1 200 OK\r\nX", .connectionLost), ("SSH-2.0-OpenSSH_9\r\n", .notHTTP),
    ])
    func aBrokenAnswerIsAnErrorAndTheNextRequestWorks(text: String, code: TransferError.Code) async throws {
        let server = ScriptedServer([.send(text), .close], [.reply("200 OK", "", "fine")])
        let error = await failure(get(server))
        #expect(error?.code == code)
        #expect(error?.nothingWasSent == false)
        #expect(try await client.send(get(server)).body == Array("fine".utf8))
    }

    @Test func aResetIsALostConnection() async {
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .reset])
        let code = await failure(get(server))?.code
        #expect(code == .connectionLost || code == .truncated)
    }

    @Test func nobodyListeningIsToldAndNothingWasSent() async {
        let server = ScriptedServer()
        server.stop()
        let error = await failure(get(server))
        #expect(error?.code == .connectFailed || error?.code == .connectionLost)
    }

    @Test func aHandshakeThatNeverAnswersEndsAfterTheConnectLimit() async {
        let server = ScriptedServer()
        let error = await failure(OutboundRequest(.get, "https://127.0.0.1:\(server.port)/", limits: TransferLimits(connect: .milliseconds(150))))
        #expect(error?.code == .connectTimeout)
        #expect(error?.nothingWasSent == true)
    }
}
