import FeraHTTP
import FeraTestSupport
import Testing

/// Requests that look hostile and are none: each is read exactly as RFC 9110 and 9112 have it, whole and byte by byte.
@Suite struct OddRequestTests {
    /// Says how a request was read; `/next` is what follows on the same connection.
    static var router: Router {
        var router = Router()
        for pattern in ["/", "/*path"] {
            router.on("*", pattern, body: .collect(1000)) { request in
                let fields = request.headers.list.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
                return .text("<\(request.method) \(request.target) \(fields) \(String(decoding: request.body, as: UTF8.self))>")
            }
        }
        return router
    }

    /// Everything that was read on one connection, which the last request closes.
    func read(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> [String] {
        var readings: [[String]] = []
        try await served(Self.router) { server, _ in
            for alone in [false, true] {
                let answer = try await exchange(server, Array((text + "GET /end HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").utf8), alone: alone)
                readings.append(answer.matches(of: #/<([^>]*)>/#).map { String($0.1) })
            }
        }
        #expect(readings.first == readings.last, "whole and byte by byte differ", sourceLocation: sourceLocation)
        return readings[0]
    }

    static let end = "GET /end Host=x&Connection=close "

    @Test(arguments: [
        ("GET /a HTTP/1.2\r\nHost: x\r\n\r\n", "GET /a Host=x "), ("\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a Host=x "),
        ("get /a HTTP/1.1\r\nHost: x\r\n\r\n", "get /a Host=x "), ("M-SEARCH /a HTTP/1.1\r\nHost: x\r\n\r\n", "M-SEARCH /a Host=x "),
        ("GET //a HTTP/1.1\r\nHost: x\r\n\r\n", "GET //a Host=x "), ("GET /a?b=http://c/../d HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a?b=http://c/../d Host=x "),
        ("GET /a?b?c HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a?b?c Host=x "), ("GET http://y:80/a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a Host=y:80 "),
        ("GET HTTP://Y/a?b HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a?b Host=Y "), ("GET http://y?b HTTP/1.1\r\nHost: x\r\n\r\n", "GET /?b Host=y "),
        ("GET /a HTTP/1.1\r\nHOST:x\r\n\r\n", "GET /a HOST=x "), ("GET /a HTTP/1.1\r\nHost:\t x \t\r\n\r\n", "GET /a Host=x "),
        ("GET /a HTTP/1.1\r\nHost: x\r\nY: é\r\nZ:\r\n\r\n", "GET /a Host=x&Y=é&Z= "), ("GET /a HTTP/1.1\r\nHost: x:\r\n\r\n", "GET /a Host=x: "),
        (
            "GET /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
            "GET /a Host=x&Connection=Upgrade, HTTP2-Settings&Upgrade=h2c&HTTP2-Settings=AA "
        ),
        ("GET /a HTTP/1.1\r\nHost: x\r\nConnection: Host, Content-Length, closed\r\n\r\n", "GET /a Host=x&Connection=Host, Content-Length, closed "),
        ("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 003\r\n\r\nabc", "POST /a Host=x&Content-Length=003 abc"),
        ("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "POST /a Host=x&Content-Length=0 "),
        ("POST /a HTTP/1.1\r\nHost: x\r\nTransfer_Encoding: chunked\r\n\r\n", "POST /a Host=x&Transfer_Encoding=chunked "),
        ("GET /a HTTP/1.0\r\nConnection: keep-alive\r\nExpect: tea\r\n\r\n", "GET /a Connection=keep-alive&Expect=tea "),
        ("GET /a HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET /a Host=[::1]:80 "), ("GET /a HTTP/1.1\r\nHost: x_y.%41\r\n\r\n", "GET /a Host=x_y.%41 "),
    ])
    func wholeRequests(text: String, reading: String) async throws { #expect(try await read(text) == [reading, Self.end]) }

    @Test(arguments: [
        "3\r\nabc\r\n0\r\n\r\n", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "003\r\nabc\r\n000\r\n\r\n", "3;a\r\nabc\r\n0;b\r\n\r\n", "3 ; a = b\r\nabc\r\n0\r\n\r\n",
        "3;a=\"\\\"; \\\\\"\r\nabc\r\n0\r\n\r\n", "3;a=\"é\t;\";b=c;d\r\nabc\r\n0\r\n\r\n", "3\t;a\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\nT: x\r\n\r\n", "3\r\nabc\r\n0\r\nT:\r\nU: é\r\n\r\n",
        // Fields that frame or route must not come in a trailer: they are thrown away with it.
        "3\r\nabc\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: gzip\r\nHost: y\r\nConnection: close\r\n\r\n",
    ])
    func chunks(body: String) async throws {
        #expect(
            try await read("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n" + body) == [
                "POST /a Host=x&Transfer-Encoding=Chunked abc", Self.end,
            ])
    }

    @Test func whatFollowsAnAnnouncedEndIsNotRead() async throws {
        for last in ["close", "CLOSE", "a, close", "close, keep-alive", "keep-alive\r\nConnection: close", ",close,"] {
            #expect(try await read("GET /a HTTP/1.1\r\nHost: x\r\nConnection: \(last)\r\n\r\n").count == 1)
        }
        #expect(try await read("GET /a HTTP/1.0\r\n\r\n").count == 1)
        #expect(try await read("GET /a HTTP/1.0\r\nConnection: closed, keep-aliv\r\n\r\n").count == 1)
    }

    @Test func aBodyIsNeverARequest() async throws {
        let inner = "GET /inner HTTP/1.1\r\nHost: x\r\n\r\n"
        for method in ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "POST"] {
            let readings = try await read("\(method) /a HTTP/1.1\r\nHost: x\r\nContent-Length: \(inner.utf8.count)\r\n\r\n\(inner)")
            #expect(readings.last == Self.end)
            #expect(!readings.contains { $0.hasPrefix("GET /inner") }, "\(method)")
        }
    }
}
