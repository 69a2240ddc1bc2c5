import FeraHTTP
import FeraTestSupport
import Testing

/// Request lines that are none: targets, methods, versions, and what other protocols send first (RFC 9112 §2 and §3).
@Suite struct HostileLineTests {
    @Test(arguments: [
        "GET /echo HTTP/1.1\nHost: x\n\n", "GET /echo HTTP/1.1\r\nHost: x\n\r\n", "GET /echo HTTP/1.1\r\nHost: x\r\n\n",
        "GET /echo HTTP/1.1\n\rHost: x\n\r\n\r",
        "GET  /echo HTTP/1.1\r\nHost: x\r\n\r\n", "GET /echo  HTTP/1.1\r\nHost: x\r\n\r\n", "GET\t/echo HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /echo\tHTTP/1.1\r\nHost: x\r\n\r\n", "GET\u{0B}/echo HTTP/1.1\r\nHost: x\r\n\r\n", "GET /echo HTTP/1.1 \r\nHost: x\r\n\r\n",
        "GET /echo HTTP/1.1\t\r\nHost: x\r\n\r\n", "GET\r /echo HTTP/1.1\r\nHost: x\r\n\r\n", "GET /echo\rHTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /ec\u{1}ho HTTP/1.1\r\nHost: x\r\n\r\n", "GET /ec\tho HTTP/1.1\r\nHost: x\r\n\r\n", "GET /ec\u{7F}ho HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /é HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", "GET #b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /?#b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /echo HTTP/1.1\r\n\r\n", "GET /echo HTTP/1.1\r\nHost:\r\n\r\n", "GET /echo HTTP/1.2\r\n\r\n",
        "GET /echo\r\nHost: x\r\n\r\n", "GET /echo HTTP/1\r\nHost: x\r\n\r\n", "GET /echo http/1.1\r\nHost: x\r\n\r\n", "GET echo HTTP/1.1\r\nHost: x\r\n\r\n",
        "G(T /echo HTTP/1.1\r\nHost: x\r\n\r\n", " GET /echo HTTP/1.1\r\nHost: x\r\n\r\n", "GET /echo HTTP/1.1\r\n Host: x\r\n\r\n",
        "\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n", "\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n", "\rGET /echo HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /echo HTTP/1.1\r\nHost: x\r\r", "GET /echo HTTP/1.1\r\r\nHost: x\r\n\r\n", "GET /\u{0}",
        "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /%0 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%c0%ae HTTP/1.1\r\nHost: x\r\n\r\n", "GET /% HTTP/1.1\r\nHost: x\r\n\r\n",
    ])
    func lines(block: String) async throws { try await Hostile(400, block).refused() }

    /// Authority and asterisk forms belong to CONNECT and OPTIONS; other schemes to nobody here.
    @Test(arguments: [
        "GET x HTTP/1.1", "GET x:80 HTTP/1.1", "GET * HTTP/1.1", "POST * HTTP/1.1", "OPTIONS ** HTTP/1.1", "OPTIONS *x HTTP/1.1", "GET ? HTTP/1.1",
        "GET http: HTTP/1.1",
        "GET http:/echo HTTP/1.1", "GET http:// HTTP/1.1", "GET http:///echo HTTP/1.1", "GET http://?q HTTP/1.1", "GET https://x/echo HTTP/1.1",
        "GET ftp://x/ HTTP/1.1",
        "GET ws://x/echo HTTP/1.1", "GET http://a@x/echo HTTP/1.1", "GET http://a:b@x/echo HTTP/1.1", "GET http://x\\@y/echo HTTP/1.1", "GET \\echo HTTP/1.1",
        "GET ../echo HTTP/1.1", "GET javascript:x HTTP/1.1", "GET http:\\\\x\\echo HTTP/1.1",
    ])
    func targets(line: String) async throws { try await Hostile(400, "\(line)\r\nHost: x\r\n\r\n").refused() }

    @Test(arguments: [
        "G\u{0}T", "G\u{7F}T", "GÉT", "G,T", "G:T", "G;T", "G/T", "G\"T", "G{T", "G[T", "G=T", "G@T", "G\\T", "G<T", "G?T", "G)T", ":", "\u{1}",
    ])
    func methods(method: String) async throws { try await Hostile(400, "\(method) /echo HTTP/1.1\r\nHost: x\r\n\r\n").refused() }

    @Test(arguments: [
        (501, "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n"), (501, "CONNECT /echo HTTP/1.1\r\nHost: x\r\n\r\n"),
        (501, "\(String(repeating: "M", count: 33)) /echo HTTP/1.1\r\nHost: x\r\n\r\n"),
        (505, "GET /echo HTTP/2.0\r\nHost: x\r\n\r\n"), (505, "GET /echo HTTP/0.9\r\nHost: x\r\n\r\n"), (505, "GET /echo HTTP/3.0\r\nHost: x\r\n\r\n"),
        (505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), (414, "GET /\(String(repeating: "a", count: 8 * 1024)) HTTP/1.1\r\nHost: x\r\n\r\n"),
        (414, "GET /\(String(repeating: "a", count: 9 * 1024))"), (404, "GET /../echo HTTP/1.1\r\nHost: x\r\n\r\n"),
        (404, "GET /%2e%2E/echo HTTP/1.1\r\nHost: x\r\n\r\n"),
        (404, "GET /a/..%2fecho HTTP/1.1\r\nHost: x\r\n\r\n"), (404, "GET /..%5cecho HTTP/1.1\r\nHost: x\r\n\r\n"),
        (404, "GET /./echo HTTP/1.1\r\nHost: x\r\n\r\n"),
    ])
    func others(status: Int, block: String) async throws { try await Hostile(status, block).refused() }

    @Test(arguments: [
        "HTTP/11.1", "HTTP/1.11", "HTTP/01.1", "HTTP/1.01", "HTTP/1,1", "HTTP/1.", "HTTP/.1", "HTTP 1.1", "HTTP/A.1", "HTTP/1.A", "HTTP/１.1", "HTTPS/1.1",
        "HTTP//1.1",
        "Http/1.1", "ICY/1.1", "", "HTTP", "HTTP/", "RTSP/1.0", "HTTP/-1.1", "HTTP/+1.1", "xHTTP/1.1", "HTTP/1.1x",
    ])
    func versions(version: String) async throws { try await Hostile(400, "GET /echo \(version)\r\nHost: x\r\n\r\n").refused() }

    /// What other clients say first: HTTP/0.9, TLS, SSH, SMTP, the PROXY protocol, a bare WebSocket frame, an answer instead of a question.
    @Test(
        arguments: [
            Array("GET /echo\r\n".utf8), Array("GET /echo\r\n\r\n".utf8), [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03],
            [0x80, 0x2E, 0x01, 0x00, 0x02],
            Array("SSH-2.0-OpenSSH_9.2\r\n\r\n".utf8), Array("EHLO x\r\n\r\n".utf8),
            Array("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
            [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A], [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F],
            Array("HTTP/1.1 200 OK\r\n\r\n".utf8),
            Array("*1\r\n$4\r\nPING\r\n\r\n".utf8), Array(repeating: 0, count: 64), Array(repeating: 0xFF, count: 64),
        ] as [[UInt8]])
    func otherProtocols(bytes: [UInt8]) async throws { try await Hostile(400, bytes).refused() }
}
