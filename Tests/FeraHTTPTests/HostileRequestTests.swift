import FeraHTTP
import FeraTestSupport
import Testing

/// Bytes no good client sends, over a real socket: each gets its status, the connection ends, and what follows is never a second request.
@Suite struct HostileRequestTests {
    static var router: Router {
        var router = Router()
        router.on("*", "/echo", body: .collect(100)) { .bytes($0.body, type: "text/plain") }
        router.get("/next") { _ in .text("smuggled") }
        return router
    }

    /// A complete request that must never be answered when it follows hostile bytes.
    static let follower = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n"

    func expect(_ status: Int, _ request: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await served(Self.router) { server, _ in
            let answer = try await exchange(server, request + Self.follower)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)", sourceLocation: sourceLocation)
            #expect(!answer.contains("smuggled"), "\(request.debugDescription)", sourceLocation: sourceLocation)
            #expect(answer.contains("Connection: close"), sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: [
        "Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4", "Content-Length: 4\r\nContent-Length: 4",
        "Content-Length: 4\r\nContent-Length: 5", "Content-Length: 4, 4", "Content-Length: +4", "Content-Length: -4", "Content-Length: 18446744073709551620",
        "Content-Length:", "Content-Length: 4 4", "Content-Length: 0x4", "Content-Length: 4\u{0B}", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding:",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding : chunked", "Content-Length : 4",
        " Content-Length: 4", "X: a\r\n folded",
        "X: a\r\n\tfolded", "X: a\nY: b", "X: a\rY: b", "X: a\u{0}b", "X\u{0}: a", "Host: y", "X", ": x", "X: \u{1}", "X: \u{7F}", "é: x",
    ])
    func badFieldsAre400(field: String) async throws {
        try await expect(400, "POST /echo HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n4\r\nabcd\r\n0\r\n\r\n")
    }

    @Test(arguments: [
        "GET /echo HTTP/1.1\nHost: x\n\n", "GET /echo HTTP/1.1\r\nHost: x\n\r\n",
        "GET  /echo HTTP/1.1\r\nHost: x\r\n\r\n", "GET /echo  HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /ec\u{1}ho HTTP/1.1\r\nHost: x\r\n\r\n", "GET /ec\tho HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /é HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /echo HTTP/1.1\r\n\r\n", "GET /echo HTTP/1.1\r\nHost:\r\n\r\n", "GET /echo HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /echo HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "GET /echo\r\nHost: x\r\n\r\n", "GET /echo HTTP/1\r\nHost: x\r\n\r\n", "GET /echo http/1.1\r\nHost: x\r\n\r\n", "GET echo HTTP/1.1\r\nHost: x\r\n\r\n",
        "G(T /echo HTTP/1.1\r\nHost: x\r\n\r\n", " GET /echo HTTP/1.1\r\nHost: x\r\n\r\n", "GET /echo HTTP/1.1\r\n Host: x\r\n\r\n",
        "\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /echo HTTP/1.1\r\nHost: x\r\r", "GET /\u{0}", "\u{16}\u{3}\u{1}", "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
    func badBlocksAre400(block: String) async throws { try await expect(400, block) }

    @Test(arguments: [
        "g\r\n", "\r\n", "-1\r\n", "0x4\r\nabcd\r\n0\r\n\r\n", "4\nabcd\n0\n\n", "4\r\nabcdX\r\n0\r\n\r\n", "4\r\nabc\r\n0\r\n\r\n", "4 \r\nabcd\r\n0\r\n\r\n",
        "10000000000000004\r\nabcd\r\n0\r\n\r\n", "4;\u{1}\r\nabcd\r\n0\r\n\r\n", "4\r\nabcd\r\n0\r\nbad trailer\r\n\r\n", "4\r\nabcd\r\n0\r\nT\n: x\r\n\r\n",
    ])
    func badChunksAre400(body: String) async throws {
        try await expect(400, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(body)")
    }

    @Test func longTrailersAre400() async throws {
        let trailers = (0..<100).map { "T\($0): \(String(repeating: "v", count: 60))\r\n" }.joined()
        try await expect(400, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\(trailers)\r\n")
    }

    @Test(arguments: ["gzip", "gzip, chunked", "identity", "xchunked", "chunked;q=1"])
    func otherCodingsAre501(coding: String) async throws {
        try await expect(501, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \(coding)\r\n\r\n4\r\nabcd\r\n0\r\n\r\n")
    }

    @Test func largeBlocksAre431() async throws {
        try await expect(431, "GET /echo HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "v", count: 17 * 1024))\r\n\r\n")
        try await expect(431, "GET /echo HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "v", count: 17 * 1024))")
        try await expect(431, "GET /echo HTTP/1.1\r\nHost: x\r\n" + String(repeating: "X: v\r\n", count: 100) + "\r\n")
        try await served(Self.router) { _, client in
            let most = (0..<98).map { (name: "X\($0)", value: "v") }
            let answer = try await client.send("GET", "/echo", headers: most)
            #expect(answer.status == 200)
        }
    }

    @Test func longTargetsAre414() async throws {
        try await expect(414, "GET /\(String(repeating: "a", count: 8 * 1024)) HTTP/1.1\r\nHost: x\r\n\r\n")
        try await expect(414, "GET /\(String(repeating: "a", count: 9 * 1024))")
    }

    @Test func otherVersionsAre505() async throws { try await expect(505, "GET /echo HTTP/2.0\r\nHost: x\r\n\r\n") }

    @Test func largeBodiesAre413BeforeTheyAreRead() async throws {
        try await served(Self.router) { server, _ in
            for head in ["Content-Length: 101\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n65\r\n", "Content-Length: 101\r\nExpect: 100-continue\r\n\r\n"] {
                let connection = try await RawConnection(port: server.port)
                try await connection.send("POST /echo HTTP/1.1\r\nHost: x\r\n" + head)
                let answer = try await connection.receiveResponse()
                #expect(answer.status == 413)
                #expect(answer.member("code") == "too_large")
            }
        }
    }

    @Test func expectationsAreMetOrRefused() async throws {
        try await expect(417, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: tea\r\n\r\nab")
        try await served(Self.router) { server, _ in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n")
            #expect(try await connection.receive(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await connection.send("ab")
            #expect(try await connection.receiveResponse().text == "ab")
        }
    }

    @Test func aBodyOfGetIsNoSecondRequest() async throws {
        try await served(Self.router) { server, _ in
            let inner = Self.follower
            let head = "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            let answer = try await exchange(server, "\(head)\(String(inner.utf8.count, radix: 16))\r\n\(inner)\r\n0\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(answer.hasSuffix("\r\n\r\n" + inner))
        }
    }

    @Test func answersCannotBeSplit() async throws {
        var router = Router()
        router.get("/to") { .redirect(to: $0.query("x") ?? "") }
        try await served(router) { _, client in
            let answer = try await client.get("/to?x=%0D%0AEvil:%20yes")
            #expect(answer["Evil"] == nil)
            #expect(answer.status == 303)
        }
    }
}
