import FeraHTTP
import FeraTestSupport
import Testing

/// Bytes no good client sends, and what they get. Every row goes over a real socket twice: in one piece, and byte by byte.
struct Hostile: Sendable, CustomTestStringConvertible {
    let status: Int
    let bytes: [UInt8]

    init(_ status: Int, _ text: String) { self.init(status, Array(text.utf8)) }

    init(_ status: Int, _ bytes: [UInt8]) {
        self.status = status
        self.bytes = bytes
    }

    var testDescription: String { "\(status) \(String(decoding: bytes.prefix(120), as: UTF8.self).debugDescription)" }

    static var router: Router {
        var router = Router()
        router.on("*", "/echo", body: .collect(100)) { .bytes($0.body, type: "text/plain") }
        router.get("/next") { _ in .text("smuggled") }
        return router
    }

    /// A complete request that must never be answered when it follows hostile bytes.
    static let follower = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n"

    /// The answer has the row's status, nothing answers what follows, and the connection ends.
    func refused(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await served(Self.router) { server, _ in
            let pieces = bytes.count > 2000 ? [false] : [false, true]
            for alone in pieces {
                let answer = try await exchange(server, bytes + Array(Self.follower.utf8), alone: alone)
                let how = Comment(rawValue: "\(alone ? "byte by byte" : "whole"): \(testDescription) got \(answer)")
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), how, sourceLocation: sourceLocation)
                #expect(answer.matches(of: #/HTTP\/1\.1 \d/#).count == 1 && !answer.contains("smuggled"), how, sourceLocation: sourceLocation)
                #expect(answer.contains("Connection: close\r\n"), how, sourceLocation: sourceLocation)
            }
        }
    }
}

/// Sends bytes, in one piece or each alone, and gives everything that comes back until the server closes.
func exchange(_ server: HTTPServer, _ bytes: [UInt8], alone: Bool) async throws -> String {
    let connection = try await RawConnection(port: server.port)
    if alone {
        for byte in bytes {
            // A server that has refused may close before the last byte.
            do { try await connection.send([byte]) } catch { break }
        }
    } else {
        try await connection.send(bytes)
    }
    return try await connection.receiveAll()
}
