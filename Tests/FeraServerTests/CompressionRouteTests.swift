import FeraApp
import FeraDomain
import FeraTestSupport
import Foundation
import Testing

/// Which answers of the service are compressed, and that no other is.
@Suite struct CompressionRouteTests {
    /// The page, what is the same for everybody, and what is sealed. A line is added here together with a decision.
    static let released: Set<String> = [
        "GET /", "GET /assets/*path", "GET /v1/templates", "GET /v1/clones/:id/versions/:n/passages", "GET /v1/clones/:id/versions/:n/contradictions",
        "GET /v1/clones/:id/versions/:n/diff", "GET /v1/clones/:id/versions/:n/handover",
    ]

    @Test func onlyWhatIsReleasedIsTaggedOrCompressed() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            let statement = try await road.client(.manager).get("\(road.base)/statements").expecting(200).items().first?["id"] as? String ?? ""
            let spare = try await house.register("Somebody apart")
            let steps = road.walk(review: "\(statement):people", answer: "an_x.1", sparePerson: spare.rawValue, spareToken: "tk_x")
            let common = ["id": road.transfer, "source": road.source]
            var compressed: Set<String> = [], large = 0
            // Streams do not end; what they hold back is shown elsewhere.
            for step in steps where !step.route.hasSuffix("/events") {
                for who in [Who.manager, .owner, .admin, .successor] {
                    var client = road.client(who)
                    client.headers += [("Accept-Encoding", "gzip"), ("If-None-Match", "\"x\"")]
                    let answer = try await client.send(
                        step.method, step.target(common), body: step.body.map { Array($0) }, type: step.type.isEmpty ? nil : step.type)
                    if answer["Content-Encoding"] != nil { compressed.insert(step.route) }
                    guard answer["Content-Encoding"] != nil || answer["ETag"] != nil else {
                        if answer.status == 200, answer.body.count >= 1024 { large += 1 }
                        continue
                    }
                    #expect(Self.released.contains(step.route), "\(step.route) is tagged or compressed")
                    #expect(answer.status == 200 && answer["Set-Cookie"] == nil)
                }
            }
            #expect(large > 5, "the walk met no answer that is large enough to be compressed and was not")
            #expect(compressed.isSuperset(of: ["GET /assets/*path", "GET /v1/clones/:id/versions/:n/passages", "GET /v1/clones/:id/versions/:n/handover"]))
        }
    }

    @Test func whatHoldsSecretsOrPeopleIsNeverCompressedHoweverLong() async throws {
        try await inHouse { house in
            let person = try await house.register(String(repeating: "Ada ", count: 49), roles: [.admin])
            for number in 0..<20 { _ = try await house.register("Somebody with the number \(number)", email: "somebody.\(number)@example.com") }
            let gzip = [(name: "Accept-Encoding", value: "gzip")]
            let body = Array(#"{"secret":"\#(try await house.link(person))"}"#.utf8)
            let opened = try await house.nobody.send("POST", "/v1/sessions", body: body, type: "application/json", headers: gzip)
            var browser = try Browser(opened, port: house.port).client
            browser.headers += gzip
            var answers = [opened, try await browser.get("/v1/sessions/current")]
            for _ in 0..<20 {
                let named = ["name": String(repeating: "t", count: 60)]
                answers.append(try await browser.post("/v1/tokens", json: named))
            }
            answers.append(try await browser.send("POST", "/v1/people/\(person)/links", body: []))
            let long = [try await browser.get("/v1/tokens"), try await browser.get("/v1/people"), try await browser.get("/v1/audit")]
            for answer in long { #expect(answer.body.count > 1500, "\(answer.text)") }
            for answer in answers + long {
                #expect(
                    answer.status < 300 && answer["Content-Encoding"] == nil && answer["ETag"] == nil && answer["Cache-Control"] == "no-store", "\(answer.text)"
                )
            }
        }
    }

    @Test func aReloadOfThePageIsOneRoundOfUnchanged() async throws {
        try await inHouse { house in
            var client = house.nobody
            client.headers = [("Accept-Encoding", "gzip, deflate, br, zstd")]
            for path in ["/", "/assets/style.css", "/assets/js/main.js", "/assets/icon.svg"] {
                let first = try await client.get(path), tag = try #require(first["ETag"])
                #expect(first.status == 200 && first["Cache-Control"] == "no-cache")
                #expect((first["Content-Encoding"] == "gzip") == ["/assets/style.css", "/assets/js/main.js"].contains(path), "\(path)")
                let again = try await client.send("GET", path, headers: [("If-None-Match", tag)])
                #expect(again.status == 304 && again.body.isEmpty && again["ETag"] == tag && again["Cache-Control"] == "no-cache")
                #expect(again["X-Content-Type-Options"] == "nosniff" && again["Content-Security-Policy"] == first["Content-Security-Policy"])
            }
        }
    }

    /// A page that is worked on is read from its folder: its tag changes with the file.
    @Test func aPageFromAFolderIsTaggedAnew() async throws {
        let folder = try TemporaryFolder()
        try folder.write("style.css", String(repeating: "a { color: red; }\n", count: 100))
        try await inHouse({ $0.server.webDir = folder.path }) { house in
            var client = house.nobody
            client.headers = [("Accept-Encoding", "gzip")]
            let first = try await client.get("/assets/style.css"), tag = try #require(first["ETag"])
            #expect(first["Content-Encoding"] == "gzip")
            #expect(try await client.send("GET", "/assets/style.css", headers: [("If-None-Match", tag)]).status == 304)
            try folder.write("style.css", String(repeating: "a { color: tan; }\n", count: 100))
            let changed = try await client.send("GET", "/assets/style.css", headers: [("If-None-Match", tag)])
            #expect(changed.status == 200 && changed["ETag"] != tag)
        }
    }

    /// Who may not read a version does not learn by a tag whether it has changed.
    @Test func theRightIsAskedBeforeTheTag() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            let address = "/v1/clones/\(road.clone)/versions/1/passages"
            let tag = try #require(try await road.client(.successor).get(address).expecting(200)["ETag"])
            for named in [tag, "*"] {
                let headers = [(name: "If-None-Match", value: named)]
                #expect(try await road.client(.successor).send("GET", address, headers: headers).status == 304)
                #expect(try await house.nobody.send("GET", address, headers: headers).status == 401)
                #expect(try await road.client(.stranger).send("GET", address, headers: headers).status == 404)
            }
        }
    }
}
