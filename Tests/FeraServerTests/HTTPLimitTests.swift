import FeraApp
import FeraHTTP
import FeraServer
import FeraTestSupport
import Testing

/// What the section `http` of the configuration sets is what a client meets.
@Suite struct HTTPLimitTests {
    @Test func headersAndTargetsEndWhereTheOperatorSaid() async throws {
        try await inHouse({
            $0.http.targetKilobytes = 1
            $0.http.headerKilobytes = 3
            $0.http.headerFields = 5
        }) { house in
            let long = String(repeating: "a", count: 1100), fields = (0..<6).map { (name: "X\($0)", value: "v") }
            let target = try await house.nobody.get("/livez?\(long)"),
                block = try await house.nobody.send("GET", "/livez", headers: [("X", long + long + long)])
            let many = try await house.nobody.send("GET", "/livez", headers: fields)
            #expect([target.status, block.status, many.status] == [414, 431, 431])
            let less = try await house.nobody.get("/livez?\(long.prefix(900))")
            #expect(less.status == 200)
        }
    }

    @Test func aLimitOfNothingLetsPeopleInStill() async throws {
        try await inHouse({
            $0.http.targetKilobytes = 0
            $0.http.headerKilobytes = -1
            $0.http.headerSeconds = 0
            $0.http.idleSeconds = -5
        }) { house in
            let answer = try await house.nobody.get("/livez")
            #expect(answer.status == 200)
        }
    }
}
