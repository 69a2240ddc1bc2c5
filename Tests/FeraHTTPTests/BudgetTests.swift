import FeraHTTP
import FeraTestSupport
import Synchronization
import Testing

/// What has begun and not ended is bounded over all connections.
@Suite struct BudgetTests {
    private static func served(_ limits: Limits, _ body: (HTTPServer, HTTPClient) async throws -> Void) async throws {
        var router = GreedyTests.router()
        router.post("/count", limit: 1 << 20) { .text("\($0.body.count)") }
        try await FeraHTTPTests.served(router, limits: limits, body)
    }

    private static var limits: Limits {
        var limits = Limits()
        limits.unfinishedBytes = 64 << 10
        return limits
    }

    private static func unfinished(_ server: HTTPServer) -> Int { server.counts.unfinished.load(ordering: .relaxed) }

    @Test func whoAddsToWhatDoesNotEndIsTurnedAway() async throws {
        try await Self.served(Self.limits) { server, client in
            // Eight header blocks of 8,000 bytes that do not end: 64,000 in all.
            var open: [RawConnection] = []
            for _ in 0..<8 {
                let connection = try await RawConnection(port: server.port)
                try await connection.send("GET /who HTTP/1.1\r\nHost: x\r\nA: " + String(repeating: "a", count: 7969))
                open.append(connection)
            }
            try await eventually { Self.unfinished(server) == 64_000 }
            let late = try await RawConnection(port: server.port)
            try await late.send("GET /who HTTP/1.1\r\nHost: x\r\nA: " + String(repeating: "a", count: 7969))
            let answer = try await late.receiveResponse()
            #expect(answer.status == 503 && answer["Retry-After"] == "2" && answer.member("code") == "busy")
            // A body and a socket's message count too.
            let body = try await RawConnection(port: server.port)
            try await body.send("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n" + String(repeating: "b", count: 8000))
            #expect(try await body.receiveResponse().status == 503)
            let socket = try await WebSocketClient(port: server.port, "/echo")
            try await socket.send(opcode: 1, [UInt8](repeating: 65, count: 8000), final: false)
            #expect(try await socket.receiveFrame().closeCode == 1013)
            // What comes whole is answered as ever, and so is one that ends what it has begun.
            #expect(try await client.get("/who").status == 200)
            try await open[0].send("\r\n\r\n")
            #expect(try await open[0].receiveResponse().status == 200)
            #expect(server.counts.shed.load(ordering: .relaxed) == 3)
            for connection in open { connection.close() }
            try await eventually { Self.unfinished(server) == 0 }
        }
    }

    @Test func whatHasEndedIsNotHeldAgainstAnybody() async throws {
        try await Self.served(Self.limits) { server, _ in
            let connection = try await RawConnection(port: server.port)
            for _ in 0..<4 {
                try await connection.send("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + String(repeating: "b", count: 30_000))
                try await eventually { Self.unfinished(server) == 30_000 }
                try await connection.send(String(repeating: "b", count: 30_000))
                #expect(try await connection.receiveResponse().text == "60000")
                #expect(Self.unfinished(server) == 0)
            }
            #expect(server.counts.shed.load(ordering: .relaxed) == 0)
        }
    }
}
