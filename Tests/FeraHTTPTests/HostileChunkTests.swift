import FeraHTTP
import FeraTestSupport
import Testing

/// Chunked bodies that two parsers could read differently (RFC 9112 §7.1).
@Suite struct HostileChunkTests {
    static func post(_ body: String) -> String { "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(body)" }

    @Test(arguments: [
        "g\r\n", "\r\n", "-1\r\n", "+4\r\nabcd\r\n0\r\n\r\n", "0x4\r\nabcd\r\n0\r\n\r\n", "4h\r\nabcd\r\n0\r\n\r\n", "4_0\r\nabcd\r\n0\r\n\r\n",
        " 4\r\nabcd\r\n0\r\n\r\n",
        "\t4\r\nabcd\r\n0\r\n\r\n", "4 \r\nabcd\r\n0\r\n\r\n", "4\t\r\nabcd\r\n0\r\n\r\n", "4 4\r\nabcd\r\n0\r\n\r\n", "4,4\r\nabcd\r\n0\r\n\r\n",
        "４\r\nabcd\r\n0\r\n\r\n",
        "4\u{0}\r\nabcd\r\n0\r\n\r\n", "4\u{0B}\r\nabcd\r\n0\r\n\r\n", "10000000000000004\r\nabcd\r\n0\r\n\r\n", "0000000000000004\r\nabcd\r\n0\r\n\r\n",
        "ffffffffffffffff\r\nabcd", "7fffffffffffffff\r\nabcd", "4\"\r\nabcd\r\n0\r\n\r\n", "4=\r\nabcd\r\n0\r\n\r\n", "4\r\n\r\nabcd\r\n0\r\n\r\n",
    ])
    func sizes(body: String) async throws { try await Hostile(400, Self.post(body)).refused() }

    @Test(arguments: [
        "4\nabcd\n0\n\n", "4\r\nabcdX\r\n0\r\n\r\n", "4\r\nabc\r\n0\r\n\r\n", "4\r\nabcd0\r\n\r\n", "4\r\nabcd\n0\r\n\r\n", "4\r\nabcd\r0\r\n\r\n",
        "4\rabcd\r\n0\r\n\r\n",
        "4\n\r\nabcd\r\n0\r\n\r\n", "4\r\r\nabcd\r\n0\r\n\r\n", "4\r\nabcd\r\n\r\n0\r\n\r\n", "4\r\nabcd\r\n0\n\r\n", "4\r\nabcd\r\n0\r\n\n",
        "4\r\nabcd\r\n0\r\n\rX",
        "4\r\nabcd\r\n0\r\r\n\r\n",
    ])
    func ends(body: String) async throws { try await Hostile(400, Self.post(body)).refused() }

    @Test(arguments: [
        ";\u{1}", ";a\rb", ";a\r", ";a\nb", ";\u{0}", ";a=\u{7F}", ";", ";;", ";a;", "; ", ";=b", ";a=", ";a=b c", ";a b", ";a=\"", ";a=\"b", ";a=\"b\"c",
        ";a=\"\\\"", ";a/b",
        ";é", ";a=é", ",a", " a", ";a=\"\u{1}\"", ";\(String(repeating: "a", count: 300))",
    ])
    func extensions(text: String) async throws {
        try await Hostile(400, Self.post("4\(text)\r\nabcd\r\n0\r\n\r\n")).refused()
        try await Hostile(400, Self.post("4\r\nabcd\r\n0\(text)\r\n\r\n")).refused()
    }

    /// A body of one-byte chunks must not carry megabytes of extensions.
    @Test func extensionsAreCounted() async throws {
        let chunk = "1;\(String(repeating: "a", count: 200))\r\nb\r\n"
        try await Hostile(400, Self.post(String(repeating: chunk, count: 30) + "0\r\n\r\n")).refused()
    }

    @Test(arguments: [
        "bad trailer", "T\n: x", " T: x", "T : x", "T: a\r\n folded", "T: a\r\n\tfolded", ": x", "T\u{0}: x", "T: \u{0}", "T: a\rU: b", "T: a\nU: b", "é: x",
        "T", "(: x", "T: \u{7F}",
        "GET /next HTTP/1.1",
    ])
    func trailers(lines: String) async throws { try await Hostile(400, Self.post("4\r\nabcd\r\n0\r\n\(lines)\r\n\r\n")).refused() }

    @Test func longTrailers() async throws {
        let many = (0..<100).map { "T\($0): \(String(repeating: "v", count: 60))\r\n" }.joined()
        try await Hostile(400, Self.post("0\r\n\(many)\r\n")).refused()
        try await Hostile(400, Self.post("0\r\nT: \(String(repeating: "v", count: 5000))")).refused()
    }

    @Test(arguments: ["65\r\n", "64\r\n\(String(repeating: "a", count: 100))\r\n1\r\n", "7ffffffffffffff\r\n", "fffffffffffffff\r\n"])
    func largeBodies(body: String) async throws { try await Hostile(413, Self.post(body)).refused() }
}
