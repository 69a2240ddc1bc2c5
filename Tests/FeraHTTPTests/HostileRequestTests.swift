import FeraHTTP
import FeraTestSupport
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
}
