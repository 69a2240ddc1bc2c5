import FeraHTTP
import FeraTestSupport
import Testing

/// Header fields that two parsers could read differently (RFC 9110 §5, RFC 9112 §5 and §6).
@Suite struct HostileFieldTests {
    static let body = "4\r\nabcd\r\n0\r\n\r\n"

    @Test(arguments: [
        "Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4", "Content-Length: 4\r\nContent-Length: 4",
        "Content-Length: 4\r\nContent-Length: 5", "Content-Length: 4, 4", "Content-Length: +4", "Content-Length: -4", "Content-Length: 18446744073709551620",
        "Content-Length:", "Content-Length: 4 4", "Content-Length: 0x4", "Content-Length: 4\u{0B}", "Content-Length: 4;", "Content-Length: 4.0",
        "Content-Length: 4e0", "Content-Length: \"4\"", "Content-Length: ４", "Content-Length: 9223372036854775808", "Content-Length: 4_0",
        "Content-Length: 0000000000000000004", "content-length: 4\r\nCONTENT-LENGTH: 4", "Content-Length: ,4", "Content-Length: 4,",
    ])
    func lengths(field: String) async throws { try await Hostile(400, Self.post(field)).refused() }

    @Test(arguments: [
        "Transfer-Encoding: chunked, chunked", "Transfer-Encoding:", "Transfer-Encoding: ,chunked", "Transfer-Encoding: chunked,",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\ntransfer-encoding: chunked",
        "Transfer-Encoding: chunked\u{0B}", "Transfer-Encoding: \u{0B}chunked", "Transfer-Encoding:\u{0C}chunked", "Transfer-Encoding: chu\u{0}nked",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow", "Transfer-Encoding\r\n : chunked", "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding:\n chunked", "X: a\rTransfer-Encoding: chunked", "X: a\nTransfer-Encoding: chunked",
    ])
    func codings(field: String) async throws { try await Hostile(400, Self.post(field)).refused() }

    @Test(arguments: [
        "gzip", "gzip, chunked", "identity", "xchunked", "chunkedx", "chunked;q=1", "\"chunked\"", "'chunked'", "chunk", "identity, chunked", "chunked-x",
        // Lower-cased as text, the Kelvin sign is a k.
        "chun\u{212A}ed", "chunked\u{A0}", "x chunked", "chunked x",
    ])
    func otherCodingsAre501(coding: String) async throws { try await Hostile(501, Self.post("Transfer-Encoding: \(coding)")).refused() }

    @Test(arguments: [
        "Transfer-Encoding : chunked", "Content-Length : 4", "Content-Length\t: 4", " Content-Length: 4", "\tContent-Length: 4", "Content-Length",
        "X: a\r\n folded",
        "X: a\r\n\tfolded", "X: a\r\n \r\n b", "X: a\nY: b", "X: a\rY: b", "X: a\u{0}b", "X\u{0}: a", "X", ": x", ":", "X: \u{1}", "X: \u{7F}", "X: \u{1B}[0m",
        "é: x", "X Y: z", "X(: a", "X,: a", "X;Y: a", "X/Y: a", "X[]: a", "X{}: a", "\"X\": a", "X@: a", "X=: a", "X\\: a", "X<>: a", "X?: a", "X\u{7F}: a",
        "X:a\r", "X: a\r\r", "\u{FEFF}X: a", "X\u{2028}: a", "--: \u{8}",
    ])
    func names(field: String) async throws { try await Hostile(400, Self.post(field)).refused() }

    @Test(arguments: [
        "Host: y", "host: x", "Host: x\r\nHOST: x", "Host : x", "Host: ",
    ])
    func secondHosts(field: String) async throws { try await Hostile(400, Self.post(field)).refused() }

    @Test(arguments: [
        "", "a/b", "a@b", "a b", "a,b", "a?b", "a#b", "a\\b", "http://a", "a:b",
        "a:80:80", ":80", "a:99999", "a:-1", "a:+1", "a:８０", "[::1", "::1", "[::1]x",
        "[::1]:x", "[]", "[a]b", "[g]", "é", "a\u{0}", "%zz", "a%", "\"a\"", "<a>", "a^", "a|b", "{a}", "`a`", String(repeating: "a", count: 256),
    ])
    func hosts(host: String) async throws {
        try await Hostile(400, "GET /echo HTTP/1.1\r\nHost: \(host)\r\n\r\n").refused()
        if !host.isEmpty {
            try await Hostile(400, "GET http://\(host)/echo HTTP/1.1\r\nHost: x\r\n\r\n").refused(unless: host.contains { "/?# ".contains($0) })
        }
    }

    @Test(arguments: ["tea", "100-continue, tea", "100-continue\r\nExpect: tea", "tea\r\nExpect: 100-continue", "100-continue;q=1", "100", "", "100-continue,"])
    func expectations(value: String) async throws {
        try await Hostile(417, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: \(value)\r\n\r\nab").refused()
    }

    @Test func largeBlocksAre431() async throws {
        let long = String(repeating: "v", count: 17 * 1024)
        try await Hostile(431, "GET /echo HTTP/1.1\r\nHost: x\r\nX: \(long)\r\n\r\n").refused()
        try await Hostile(431, "GET /echo HTTP/1.1\r\nHost: x\r\nX: \(long)").refused()
        try await Hostile(431, "GET /echo HTTP/1.1\r\nHost: x\r\n\(long): x\r\n\r\n").refused()
        try await Hostile(431, "GET /echo HTTP/1.1\r\nHost: x\r\n" + String(repeating: "X: v\r\n", count: 100) + "\r\n").refused()
        try await served(Hostile.router) { _, client in
            let most = (0..<98).map { (name: "X\($0)", value: "v") }
            let answer = try await client.send("GET", "/echo", headers: most)
            #expect(answer.status == 200)
        }
    }

    static func post(_ field: String) -> String { "POST /echo HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n\(body)" }
}

extension Hostile {
    /// As `refused`, but not for rows that mean something else in this place.
    func refused(unless other: Bool) async throws { if !other { try await refused() } }
}
