import FeraHTTP
import FeraTestSupport
import Foundation
import Testing

@Suite struct RoundTripTests {
    struct Sum: Codable, Sendable, Equatable { var a: Int, b: Int }

    static var router: Router {
        var router = Router()
        router.get("/people/:name") { .text("\($0.parameter("name")) \($0.query("q") ?? "-") \($0.peer)") }
        router.get("/people/me") { _ in .text("me") }
        router.post("/sum") { request in
            let sum: Sum = try request.json()
            return .json(["sum": sum.a + sum.b], status: 201)
        }
        router.get("/files/*path") { .text($0.parameter("path")) }
        router.get("/broken") { _ in throw Problem(409, "stale", "Too late", extra: ["turn": .integer(7)]) }
        router.get("/crash") { _ in throw ClientError.never }
        router.on("*", "/echo", body: .collect(1 << 20)) { .bytes($0.body, type: "text/plain") }
        return router
    }

    @Test func answersGetAndPost() async throws {
        try await served(Self.router) { _, client in
            let answer = try await client.get("/people/J%C3%B6rg%2F1?x=1&q=a%20b+c")
            #expect(answer.status == 200)
            #expect(answer.text == "Jörg/1 a b c 127.0.0.1")
            #expect(answer["Server"] == nil)
            #expect(answer["Date"]?.hasSuffix(" GMT") == true)
            #expect(try await client.get("/people/me").text == "me")
            let sum = try await client.post("/sum", json: Sum(a: 2, b: 40))
            #expect(sum.status == 201)
            #expect(try sum.json() == ["sum": 42])
        }
    }
}

extension RoundTripTests {
    @Test func problemsCarryTheirCode() async throws {
        try await served(Self.router) { _, client in
            let stale = try await client.get("/broken")
            #expect(stale.status == 409)
            #expect(stale["Content-Type"] == "application/problem+json")
            #expect(stale.member("code") == "stale")
            #expect(stale.member("turn") == "7")
            let crash = try await client.get("/crash")
            #expect(crash.status == 500)
            #expect(!crash.text.contains("Never"))
            let wrong = try await client.post("/sum", Array(#"{"a":1}"#.utf8), type: "application/json")
            #expect(wrong.status == 400)
            #expect(wrong.member("detail") == "The body lacks the key \"b\".")
            #expect(try await client.post("/sum", Array("{}".utf8), type: "text/plain").status == 415)
        }
    }

    @Test func tellsUnknownMethodPathAndWrongMethodApart() async throws {
        try await served(Self.router) { server, client in
            #expect(try await client.send("BREW", "/sum").status == 501)
            #expect(try await client.get("/nowhere").status == 404)
            let wrong = try await client.send("DELETE", "/people/x")
            #expect(wrong.status == 405)
            #expect(wrong["Allow"] == "GET, HEAD")
            #expect(try await client.send("FOO", "/echo", body: Array("any".utf8)).text == "any")
            // The refused body is read, and the connection goes on.
            let first = "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
            let text = try await exchange(server, "\(first)GET /people/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(text.contains("HTTP/1.1 404 "))
            #expect(text.hasSuffix("\r\n\r\nme"))
        }
    }

    @Test func headHasTheHeadersOfGet() async throws {
        try await served(Self.router) { server, client in
            let get = try await client.get("/people/me"), head = try await client.send("HEAD", "/people/me")
            #expect(head.status == 200)
            #expect(head["Content-Length"] == get["Content-Length"])
            let raw = try await exchange(server, "HEAD /people/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(raw.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        try await served(Self.router) { server, _ in
            let one = "GET /people/a HTTP/1.1\r\nHost: x\r\n\r\n"
            let two = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhi\r\n0\r\nT: v\r\n\r\n"
            let text = try await exchange(server, one + two + "GET /people/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let bodies = text.components(separatedBy: "HTTP/1.1 200 OK").dropFirst().map { $0.components(separatedBy: "\r\n\r\n")[1] }
            #expect(bodies == ["a - 127.0.0.1", "hi", "b - 127.0.0.1"])
        }
    }

    @Test func takesARequestByteByByte() async throws {
        try await served(Self.router) { server, _ in
            let connection = try await RawConnection(port: server.port)
            let request = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            for byte in Array(request.utf8) { try await connection.send([byte]) }
            #expect(try await connection.receiveResponse().text == "abc")
        }
    }

    @Test func noPathLeavesItsFolder() async throws {
        try await served(Self.router) { _, client in
            #expect(try await client.get("/files/a/b").text == "a/b")
            for path in ["/files/../x", "/files/%2e%2e/x", "/files/a/..%2Fx", "/files/..%5Cx", "/files/."] {
                let status = try await client.get(path).status
                #expect(status == 404, "\(path)")
            }
            for path in ["/files/%", "/files/%zz", "/files/%00", "/files/%ff"] {
                let status = try await client.get(path).status
                #expect(status == 400, "\(path)")
            }
        }
    }

    @Test func listsItsRoutes() {
        #expect(Self.router.routes.map { "\($0.method) \($0.pattern)" }.contains("GET /people/:name"))
    }
}
