import FeraHTTP
import FeraTestSupport
import Testing

/// Openings of a WebSocket that are none (RFC 6455 §4.2.1). The connection stays what it was, so the next request on it is answered.
@Suite struct HostileHandshakeTests {
    static let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    static let fields = ["Host: x", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", key]

    static var router: Router {
        var router = Router()
        router.on("*", "/ws") { _ in .webSocket { socket in for await _ in socket.messages {} } }
        router.get("/next") { _ in .text("answered") }
        return router
    }

    /// What comes back for an opening with one field replaced (by nothing where the replacement is empty).
    func open(_ line: String = "GET /ws HTTP/1.1", replacing old: String? = nil, with new: String = "", body: String = "") async throws -> String {
        let kept = Self.fields.map { field in old.map { field.hasPrefix($0) } == true ? new : field }.filter { !$0.isEmpty }
        var answers: [String] = []
        try await served(Self.router) { server, _ in
            for alone in [false, true] {
                let next = "GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                let text = ([line] + kept).joined(separator: "\r\n") + "\r\n\r\n" + body + next
                answers.append(try await exchange(server, Array(text.utf8), alone: alone))
            }
        }
        #expect(answers.first?.prefix(12) == answers.last?.prefix(12))
        return answers[0]
    }

    @Test(arguments: [
        (426, "Upgrade", ""), (426, "Upgrade", "Upgrade: websockets"), (426, "Upgrade", "Upgrade: h2c"), (426, "Upgrade", "Upgrade: web socket"),
        (426, "Connection", ""), (426, "Connection", "Connection: keep-alive"), (426, "Connection", "Connection: Upgraded"),
        (426, "Sec-WebSocket-Version", ""), (426, "Sec-WebSocket-Version", "Sec-WebSocket-Version: 12"),
        (426, "Sec-WebSocket-Version", "Sec-WebSocket-Version: 013"),
        (426, "Sec-WebSocket-Version", "Sec-WebSocket-Version: 13, 8"),
        (426, "Sec-WebSocket-Version", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13"),
        (400, "Sec-WebSocket-Key", ""), (400, "Sec-WebSocket-Key", "Sec-WebSocket-Key:"),
        (400, "Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ="),
        (400, "Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==="), (400, "Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ==="),
        (400, "Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j!Q=="), (400, "Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jé=="),
        (400, "Sec-WebSocket-Key", "\(key)\r\n\(key)"), (400, "Sec-WebSocket-Key", "Sec-WebSocket-Key: ======================\u{3D}="),
        (400, "Host", "Host: x\r\nContent-Length: 3"),
    ])
    func refused(status: Int, field: String, instead: String) async throws {
        let answer = try await open(replacing: field, with: instead, body: instead.hasSuffix("Length: 3") ? "abc" : "")
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
        #expect(!answer.contains("Sec-WebSocket-Accept"))
        #expect(answer.hasSuffix("answered"), "\(answer)")
        if field == "Sec-WebSocket-Version" { #expect(answer.contains("Sec-WebSocket-Version: 13\r\n")) }
        if status == 426 { #expect(field == "Sec-WebSocket-Version" || answer.contains("Upgrade: websocket\r\n")) }
    }

    @Test func onlyGetOfHTTP11Opens() async throws {
        for line in ["POST /ws HTTP/1.1", "HEAD /ws HTTP/1.1", "get /ws HTTP/1.1", "OPTIONS /ws HTTP/1.1"] {
            #expect(try await open(line).hasPrefix("HTTP/1.1 426 "), "\(line)")
        }
        #expect(try await open("GET /ws HTTP/1.0").hasPrefix("HTTP/1.1 426 "))
        #expect(try await open("GET /ws HTTP/1.1", replacing: "Host", with: "").hasPrefix("HTTP/1.1 400 "))
        #expect(try await open("GET /next HTTP/1.1").contains("HTTP/1.1 200 OK"))
    }

    @Test(arguments: [
        ("Upgrade", "Upgrade: WebSocket"), ("Upgrade", "Upgrade: h2c, websocket"), ("Connection", "connection: keep-alive, upgrade"),
        ("Connection", "Connection: keep-alive\r\nConnection: Upgrade"),
        ("Host", "Host: x\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"),
        ("Host", "Host: x\r\nSec-WebSocket-Protocol: a, b"), ("Host", "Host: x\r\nOrigin: null"),
    ])
    func opened(field: String, instead: String) async throws {
        try await served(Self.router) { server, _ in
            let connection = try await RawConnection(port: server.port)
            let kept = Self.fields.map { $0.hasPrefix(field) ? instead : $0 }
            // A frame may follow at once: here a close.
            let close = WebSocketClient.frame(opcode: 8, [3, 232])
            try await connection.send(Array((["GET /ws HTTP/1.1"] + kept).joined(separator: "\r\n").utf8) + Array("\r\n\r\n".utf8) + close)
            let head = try await connection.receive(until: "\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 101 ") && head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), "\(head)")
            // What was offered and is not taken is not mentioned.
            #expect(!head.contains("Extensions") && !head.contains("Protocol:"))
            #expect(try await connection.receive(count: 4) == [0x88, 2, 3, 232])
        }
    }
}
