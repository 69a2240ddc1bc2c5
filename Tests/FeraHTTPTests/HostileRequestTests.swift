import FeraHTTP
import FeraTestSupport
import Synchronization
import Testing

/// Bodies that are too large, expectations, and answers that somebody tries to split. The tables of hostile bytes stand in the files beside this one.
@Suite struct HostileRequestTests {
    static var router: Router { Hostile.router }

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
        try await served(Self.router) { server, _ in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n")
            #expect(try await connection.receive(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await connection.send("ab")
            #expect(try await connection.receiveResponse().text == "ab")
        }
    }

    /// A connection that has been answered once is no safer than a new one.
    @Test(arguments: [
        (400, "2b\r\n\r\n"), (400, "GET /next HTTP/1.1\r\n\r\n"), (400, "\r\n\r\n\r\n"), (413, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n"),
        (417, "GET /echo HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n"), (505, "GET / HTTP/2.0\r\n\r\n"), (501, "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n"),
    ])
    func aLaterRequestIsRefusedToo(status: Int, text: String) async throws {
        let first = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nfirst"
        try await served(Self.router) { server, _ in
            for alone in [false, true] {
                let answer = try await exchange(server, Array((first + text + Hostile.follower).utf8), alone: alone)
                #expect(answer.contains("firstHTTP/1.1 \(status) "), "\(answer)")
                #expect(answer.matches(of: #/HTTP\/1\.1 \d/#).count == 2)
            }
        }
    }

    @Test func aLaterSlowHeadIs408() async throws {
        let clock = ServerClock.manual()
        try await served(Self.router, clock: clock) { server, _ in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await connection.receiveResponse().status == 200)
            let before = server.counts.received.load(ordering: .relaxed)
            try await connection.send("GET / HT")
            try await eventually { server.counts.received.load(ordering: .relaxed) > before }
            clock.advance(by: .seconds(11))
            #expect(try await connection.receiveResponse().status == 408)
        }
    }

    @Test func aBodyOfGetIsNoSecondRequest() async throws {
        try await served(Self.router) { server, _ in
            let inner = Hostile.follower
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

    /// What no route takes is answered and the connection goes on; a body that came with it is no request.
    @Test(arguments: [
        (501, "BREW /get"), (501, "get /get"), (405, "DELETE /get"), (405, "POST /get"), (404, "GET /none"), (404, "PUT /none"),
        (404, "OPTIONS *"), (200, "HEAD /get"), (200, "GET /get"),
    ])
    func whatNoRouteTakes(status: Int, line: String) async throws {
        var router = Router()
        router.get("/get") { _ in .text("got") }
        router.get("/next") { _ in .text("next") }
        try await served(router) { server, _ in
            let inner = "GET /next HTTP/1.1\r\n\r\n"
            let head = "\(line) HTTP/1.1\r\nHost: x\r\nContent-Length: \(inner.utf8.count)\r\n\r\n",
                next = "GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            for alone in [false, true] {
                let answer = try await exchange(server, Array((head + inner + next).utf8), alone: alone)
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
                #expect(answer.matches(of: #/HTTP\/1\.1 \d/#).count == 2 && answer.hasSuffix("next"), "\(answer)")
                #expect(answer.contains("Allow: GET, HEAD\r\n") == (status == 405))
                #expect(answer.contains("got") == (line == "GET /get"))
                if line == "HEAD /get" { #expect(answer.contains("Content-Length: 3\r\n")) }
            }
        }
    }
}
