import FeraHTTP
import FeraTestSupport
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
