import FeraDomain
import FeraServer
import FeraTestSupport
import Foundation
import Testing

@Suite struct AccessTests {
    /// Relay routes have walks of their own: they know people by signatures, not by tokens.
    static let relays: Set<String> = ["POST /v1/relays/slack/events", "POST /v1/relays/slack/commands", "POST /v1/relays/webhook"]

    @Test func everyRouteAnswersEveryRoleAsTheTableSays() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            let review = try await Self.internalReview(road)
            let asked: Object = ["clone_id": road.clone, "question": "What must we never mention in front of Tobias Renner?"]
            let packets = try await road.client(.successor).post("/v1/asks", asked).expecting(200).object()["packets"] as? [Object] ?? []
            let answer = packets.compactMap { $0["answer_id"] as? String }.last ?? ""
            let spare = try await house.register("Somebody apart")
            let steps = road.walk(review: review, answer: answer, sparePerson: spare.rawValue, spareToken: try await house.token(spare).id)
            let known = Set(steps.map(\.route)).union(Self.relays)
            for route in house.service.routes { #expect(known.contains("\(route.method) \(route.pattern)"), "the walk has no row for \(route)") }
            let routes = Set(house.service.routes.map { "\($0.method) \($0.pattern)" }).union(Self.relays)
            for route in known { #expect(routes.contains(route), "the walk has a row for \(route), which does not exist") }
            let common = ["id": road.transfer, "source": road.source]
            for step in steps {
                for who in Who.allCases {
                    let answer = try await Self.send(step, step.target(common), road.client(who))
                    #expect(answer.status == step.expected(who), "\(who): \(step.route) \(answer.text.prefix(200))")
                    Self.search(answer, who, step.route)
                }
            }
        }
    }

    @Test func whatIsHiddenIsTheSameAsAbsent() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            let review = try await Self.internalReview(road)
            let statement = String(review.prefix { $0 != ":" })
            let outside = house.service.routes.filter { route in
                route.pattern.contains(":id") && !["/v1/people", "/v1/tokens"].contains { route.pattern.hasPrefix($0) }
            }
            let steps = road.walk(review: review, answer: "an_x.1", sparePerson: "pe_x", spareToken: "tk_x")
            for route in outside {
                guard let step = steps.first(where: { $0.route == "\(route.method) \(route.pattern)" }) else { continue }
                let real = ["id": road.transfer, "source": road.source]
                let target = step.target(real)
                let absent = target.replacing(road.transfer, with: "tr_absent").replacing(road.clone, with: "cl_absent")
                    .replacing(statement, with: "iv_absent.s1").replacing(road.interview, with: "iv_absent")
                for who in [Who.stranger, .otherManager, .admin] {
                    let hidden = try await Self.send(step, target, road.client(who))
                    let missing = try await Self.send(step, absent, road.client(who))
                    #expect(hidden.status == missing.status && hidden.body == missing.body, "\(who): \(step.route) \(hidden.text) against \(missing.text)")
                    #expect(Self.headers(hidden) == Self.headers(missing), "\(who): \(step.route)")
                }
            }
        }
    }

    @Test func hiddenLinesOfOnesOwnTransferAreAbsentToo() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            let commercial = try await Self.line(road, "commercial"), security = try await Self.line(road, "security")
            let passages = "/v1/clones/\(road.clone)/versions/1/passages"
            for (who, hidden) in [(Who.reader, commercial), (.successor, security), (.securityReviewer, commercial), (.successorInternal, commercial)] {
                let client = road.client(who)
                let answer = try await client.get("\(passages)/\(hidden)"), absent = try await client.get("\(passages)/\(road.interview).s9999")
                #expect(answer.status == 404 && answer.body == absent.body, "\(who): \(answer.text) against \(absent.text)")
                let decision: Object = ["decision": "approve"]
                let review = try await client.post("/v1/reviews/\(hidden):people/decision", decision)
                let none = try await client.post("/v1/reviews/\(road.interview).s9999:people/decision", decision)
                #expect(review.status == none.status && review.body == none.body, "\(who): \(review.text) against \(none.text)")
            }
        }
    }

    @Test func aRightThatWasTakenAwayTakesOldWordsAway() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            let client = road.client(.successor)
            let asked: Object = ["clone_id": road.clone, "question": "What discount do they get since 2024?"]
            let first = try await client.post("/v1/asks", asked).expecting(200)
            #expect(first.text.contains(Canary.commercial.rawValue), "\(first.text)")
            let conversation = first.member("conversation_id") ?? ""
            let refused: Object = ["clone_id": road.clone, "question": "Was the discount signed by Zorblax?", "conversation_id": conversation]
            _ = try await client.post("/v1/asks", refused).expecting(200)
            for (roles, readable) in [(["reader"], Set([Canary.open, .internal])), (["contributor"], [])] {
                let form: Object = ["name": "The successor", "email": Who.successor.email, "roles": roles]
                _ = try await road.client(.manager).post("\(road.base)/people", form).expecting(201)
                let version = "/v1/clones/\(road.clone)/versions/1"
                for path in [
                    "/v1/conversations/\(conversation)", "/v1/conversations/\(conversation)/messages", "/v1/clones", "\(version)/passages",
                    "\(version)/file",
                    "\(version)/handover", "/v1/reviews", "\(road.base)/statements", "\(road.base)/gaps", road.base,
                ] {
                    let answer = try await client.get(path)
                    Self.search(answer, allowed: readable, "after \(roles): \(path)")
                }
                guard roles == ["contributor"] else { continue }
                #expect(try await client.get("/v1/conversations/\(conversation)").status >= 403)
                #expect(try await client.get("\(version)/passages").status == 403)
            }
        }
    }

    @Test func aQuestionKeepsTheLabelOfWhoAskedIt() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            for (who, word) in [(Who.securityReviewer, "quxsafe"), (.reader, "quxplain")] {
                let form: Object = ["clone_id": road.clone, "question": "Which hotel does the \(word) board prefer in Lisbon?"]
                #expect(try await road.client(who).post("/v1/asks", form).expecting(200).text.contains("\"refused\""))
            }
            for who in [Who.owner, .manager, .operational, .steward, .managerInternal] {
                let gaps = try await road.client(who).get("\(road.base)/gaps").expecting(200).text
                // The owner is the one who is to answer it.
                #expect(gaps.contains("quxsafe") == (who == .owner), "\(who)")
                #expect(gaps.contains("quxplain"), "\(who)")
            }
        }
    }

    // MARK: Helpers

    static func internalReview(_ road: Road) async throws -> String {
        let items = try await road.client(.successor).get("/v1/reviews").expecting(200).items()
        let item = items.first { ($0["statement"] as? Object)?["label"] as? String == "internal" && $0["route"] as? String == "receiving" }
        return item?["id"] as? String ?? ""
    }

    static func line(_ road: Road, _ label: String) async throws -> String {
        try await road.statements(.owner).first { $0["label"] as? String == label }?["id"] as? String ?? ""
    }

    static func send(_ step: Step, _ target: String, _ client: HTTPClient) async throws -> ClientResponse {
        guard target.hasSuffix("/events") else {
            return try await client.send(step.method, target, body: step.body.map { Array($0) }, type: step.body == nil ? nil : step.type)
        }
        // A stream does not end by itself: what it begins with is enough.
        let (head, connection) = try await client.open(target)
        let status = Int(head.split(separator: " ")[1]) ?? 0
        let lines = head.split(separator: "\r\n").dropFirst().map { (name: String($0.prefix { $0 != ":" }), value: String($0.drop { $0 != ":" }.dropFirst(2))) }
        let text = status == 200 ? try await connection.receive(until: "\n\n") : String(decoding: try await connection.receive(), as: UTF8.self)
        connection.close()
        return ClientResponse(status: status, headers: Array(lines), body: Array(text.utf8))
    }

    /// Every byte of an answer, header and body, against what the caller may read.
    static func search(_ answer: ClientResponse, _ who: Who, _ place: String) { search(answer, allowed: Canary.readable(by: who), "\(who): \(place)") }

    static func search(_ answer: ClientResponse, allowed: Set<Canary>, _ place: String) {
        let head = answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        let bytes = Array((head + "\n").utf8) + answer.body
        let lower = bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
        for canary in Canary.allCases where !allowed.contains(canary) {
            #expect(lower.firstRange(of: Array(canary.rawValue.utf8)) == nil, "\(place) shows \(canary)")
        }
    }

    private static func headers(_ answer: ClientResponse) -> [String] {
        answer.headers.filter { !["traceparent", "date"].contains($0.name.lowercased()) }.map { "\($0.name): \($0.value)" }
    }
}
