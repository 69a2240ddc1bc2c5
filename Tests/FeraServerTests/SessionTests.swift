import FeraApp
import FeraDomain
import FeraServer
import FeraTestSupport
import Foundation
import Synchronization
import Testing

@Suite struct SessionTests {
    @Test func aJoinLinkOpensOneSessionAmongManyThatTryAtOnce() async throws {
        try await inHouse { house in
            let person = try await house.register("Ada")
            let secret = try await house.link(person)
            let statuses = try await withThrowingTaskGroup(of: ClientResponse.self) { group in
                for _ in 0..<12 { group.addTask { try await house.nobody.post("/v1/sessions", json: ["secret": secret]) } }
                return try await group.reduce(into: [ClientResponse]()) { $0.append($1) }
            }
            #expect(statuses.count { $0.status == 201 } == 1)
            #expect(statuses.filter { $0.status != 201 }.allSatisfy { $0.status == 401 && $0.member("code") == "link_used" && $0["Set-Cookie"] == nil })
        }
    }

    @Test func aLinkPreviewUsesNothingUp() async throws {
        try await inHouse { house in
            let person = try await house.register("Ada")
            let secret = try await house.link(person)
            // A preview fetches the page, at most with the secret where a careless client would put it.
            for path in ["/", "/?join=\(secret)", "/v1/sessions", "/v1/sessions?secret=\(secret)", "/v1/sessions/current"] {
                let answer = try await house.nobody.get(path)
                #expect(answer["Set-Cookie"] == nil && !answer.text.contains(secret), "\(path)")
                _ = try await house.nobody.send("HEAD", path)
            }
            #expect(try await house.nobody.post("/v1/sessions", json: ["secret": secret]).status == 201)
        }
    }

    @Test func theCookieIsForThisPageAlone() async throws {
        try await inHouse { house in
            let browser = try await house.browser(try await house.register("Ada"))
            let flags = Set(browser.setCookie.split(separator: ";").dropFirst().map { $0.trimmingCharacters(in: .whitespaces) })
            #expect(flags.isSuperset(of: ["HttpOnly", "SameSite=Strict", "Path=/"]) && !flags.contains("Secure"))
            #expect(flags.contains { $0 == "Max-Age=43200" || $0 == "Max-Age=43199" }, "\(flags)")
            #expect(!browser.setCookie.contains("Domain"))
        }
        try await inHouse({ $0.server.publicURL = "https://fera.example" }) { house in
            let secret = try await house.link(try await house.register("Ada"))
            let answer = try await house.nobody.post("/v1/sessions", json: ["secret": secret])
            #expect(answer["Set-Cookie"]?.contains("; Secure") == true)
        }
    }

    @Test func aChangeUnderACookieNeedsThePagesOwnOriginAndItsCSRFValue() async throws {
        try await inHouse { house in
            let browser = try await house.browser(try await house.register("Ada"))
            let own = "http://127.0.0.1:\(house.port)"
            let form = ["label": "t"]
            let cases: [(origin: String?, csrf: String?, status: Int, code: String?)] = [
                (own, browser.csrf, 201, nil), (own, nil, 403, "csrf"), (own, "", 403, "csrf"), (own, String(repeating: "0", count: 32), 403, "csrf"),
                (own, browser.csrf + "0", 403, "csrf"), (nil, browser.csrf, 403, "origin"), ("null", browser.csrf, 403, "origin"),
                ("http://evil.example", browser.csrf, 403, "origin"), ("http://127.0.0.1:1", browser.csrf, 403, "origin"),
                (own + "/", browser.csrf, 403, "origin"),
                ("http://127.0.0.1:\(house.port).evil.example", browser.csrf, 403, "origin"),
            ]
            for item in cases {
                let answer = try await browser.with(origin: item.origin, csrf: item.csrf).post("/v1/tokens", json: form)
                #expect(answer.status == item.status && answer.member("code") == item.code, "\(item): \(answer.text)")
            }
            // Reading needs neither; and a foreign page cannot make a session of its own choosing.
            let current = try await browser.with(origin: nil, csrf: nil).get("/v1/sessions/current")
            #expect(current.status == 200)
            #expect(current.member("expires_at")?.hasSuffix("Z") == true, "the page says until when one is signed in")
            let secret = try await house.link(try await house.register("Eve"))
            let foreign = HTTPClient(port: house.port, headers: [("Origin", "http://evil.example")])
            #expect(try await foreign.post("/v1/sessions", json: ["secret": secret]).member("code") == "origin")
        }
    }

    @Test func anotherHostNameGetsNothing() async throws {
        try await inHouse { house in
            let browser = try await house.browser(try await house.register("Ada"))
            for host in ["evil.example", "evil.example:\(house.port)", "127.0.0.1.evil.example", "localhost.evil", "[::2]", ""] {
                for path in ["/", "/v1/sessions/current", "/livez", "/nowhere"] {
                    let answer = try await browser.with(origin: nil, csrf: nil, host: host).get(path)
                    let code = answer.member("code") ?? ""
                    #expect([400, 403].contains(answer.status) && ["host", "malformed"].contains(code), "\(host) \(path): \(answer.status)")
                }
            }
            for host in ["localhost", "LOCALHOST:\(house.port)", "[::1]:\(house.port)", "127.0.0.1"] {
                #expect(try await browser.with(origin: nil, csrf: nil, host: host).get("/v1/sessions/current").status == 200, "\(host)")
            }
        }
    }

    @Test func whoLogsOutIsNobody() async throws {
        try await inHouse { house in
            let ada = try await house.register("Ada")
            let browser = try await house.browser(ada), other = try await house.browser(ada)
            let answer = try await browser.client.send("DELETE", "/v1/sessions/current")
            #expect(answer.status == 204 && answer["Set-Cookie"]?.contains("Max-Age=0") == true)
            #expect(try await browser.client.get("/v1/sessions/current").status == 401)
            #expect(try await other.client.get("/v1/sessions/current").status == 200)
        }
    }

    @Test func linksOfTheDemonstrationWorkOnLoopbackOnly() async throws {
        try await inHouse { house in
            let secret = try await house.link(try await house.register("Ada"), isDemo: true)
            for _ in 0..<2 { #expect(try await house.nobody.post("/v1/sessions", json: ["secret": secret]).status == 201) }
        }
        try await inHouse({ $0.server.host = "0.0.0.0" }) { house in
            let person = try await house.register("Ada")
            let demo = try await house.link(person, isDemo: true), plain = try await house.link(person)
            let client = HTTPClient(port: house.port, headers: [("Host", "0.0.0.0")])
            #expect(try await client.post("/v1/sessions", json: ["secret": demo]).status == 401)
            #expect(try await client.post("/v1/sessions", json: ["secret": plain]).status == 201)
        }
    }

    @Test func credentialsEndWhenTheirTimeIsOver() async throws {
        let moment = Moment()
        try await inHouse(now: { moment.now }) { house in
            let ada = try await house.register("Ada")
            let browser = try await house.browser(ada), client = try await house.client(ada), link = try await house.link(ada)
            moment.pass(hours: 13)
            #expect(try await browser.client.get("/v1/sessions/current").status == 401)
            #expect(try await client.get("/v1/sessions/current").status == 200)
            moment.pass(hours: 60)
            #expect(try await house.nobody.post("/v1/sessions", json: ["secret": link]).member("code") == "link_expired")
            moment.pass(hours: 24 * 90)
            #expect(try await client.get("/v1/sessions/current").status == 401)
        }
    }

    @Test func oneKindOfCredentialIsNotTakenForAnother() async throws {
        try await inHouse { house in
            let ada = try await house.register("Ada")
            let token = try await house.token(ada), browser = try await house.browser(ada), link = try await house.link(ada)
            let session = String(browser.cookie.drop { $0 != "=" }.dropFirst())
            for (name, value) in [
                ("Cookie", "fera_session=\(token.token)"), ("Authorization", "Bearer \(session)"), ("Authorization", "Bearer \(link)"),
                ("Cookie", "fera_session=\(link)"), ("Authorization", "Basic \(token.token)"), ("Authorization", "Bearer "), ("Cookie", "fera_session="),
            ] {
                let answer = try await HTTPClient(port: house.port, headers: [(name, value)]).get("/v1/sessions/current")
                #expect(answer.status == 401 && answer.member("code") == "unauthenticated", "\(name)")
            }
        }
    }

    @Test func noLinkGivesMoreThanItsMakerMayGive() async throws {
        try await inHouse { house in
            let road = try await Road.opened(in: house)
            let other = Who.otherManager.email
            // The manager pulls another manager and an admin into their own transfer and asks for links in their names.
            for (name, email) in [("Other", other), ("Admin", Who.admin.email)] {
                _ = try await road.client(.manager).post("\(road.base)/people", ["name": name, "email": email, "roles": ["reader"]]).expecting(201)
            }
            for who in [Who.otherManager, .admin] {
                let answer = try await road.client(.manager).post("/v1/people/\(road.people[who]?.rawValue ?? "")/links", ["transfer_id": road.transfer])
                #expect(answer.status == 403, "\(who): \(answer.text)")
            }
            // A token with a ceiling makes no link, not even for its own person: the session would have none.
            let manager = road.people[.manager]?.rawValue ?? ""
            #expect(try await road.client(.managerInternal).post("/v1/people/\(manager)/links", ["transfer_id": road.transfer]).status == 403)
            #expect(try await road.client(.managerInternal).post("/v1/tokens", ["label": "t"]).status == 403)
            #expect(try await road.client(.managerInternal).post("/v1/people", ["name": "x"]).status == 403)
            let owner = road.people[.owner]?.rawValue ?? ""
            let made = try await road.client(.manager).post("/v1/people/\(owner)/links", ["transfer_id": road.transfer]).expecting(201)
            #expect(made.member("url")?.hasPrefix("http://127.0.0.1:\(house.port)/#join=") == true)
        }
    }
}

/// A clock for days and hours that a test moves.
final class Moment: Sendable {
    private let milliseconds = Mutex<Int64>(1_795_000_000_000)

    var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }

    func pass(hours: Int) { milliseconds.withLock { $0 += Int64(hours) * 3_600_000 } }
}
