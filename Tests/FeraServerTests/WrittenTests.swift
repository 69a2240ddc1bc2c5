import FeraDomain
import FeraTestSupport
import Foundation
import Testing

/// The written pass: a short list as a form, its answers filed as ordinary ones.
@Suite struct WrittenPassTests {
    /// A transfer with one account of the tail tier, its record read.
    private func tail(_ house: House, tier: String = "tail") async throws -> Road {
        var road = try await Road.opened(in: house)
        let form: Object = [
            "template": "account-handoff", "scope": "The long tail", "reason": "A new job", "last_working_day": "2027-03-31",
            "people": Who.people.compactMap(\.participant), "accounts": [["name": "Small Depots", "tier": tier]],
        ]
        let answer = try await road.client(.manager).post("/v1/transfers", form).expecting(201).object()
        road.transfer = answer["id"] as? String ?? ""
        road.account = (answer["accounts"] as? [Object])?.first?["id"] as? String ?? ""
        _ = try await road.client(.owner).upload("\(road.base)/sources", [("plan.md", Road.record)]).expecting(201)
        road.interview = try await road.client(.manager).post("\(road.base)/interviews", ["account_id": road.account]).expecting(201).member("id") ?? ""
        return road
    }

    private func form(_ road: Road) async throws -> [Object] {
        try await road.client(.owner).get("/v1/conversations/\(road.interview)/written").expecting(200).object()["questions"] as? [Object] ?? []
    }

    private func send(_ road: Road, _ answers: [String: String], _ id: String, finish: Bool = false) async throws -> ClientResponse {
        try await road.client(.owner).post("/v1/conversations/\(road.interview)/written", ["client_message_id": id, "answers": answers, "finish": finish])
    }

    private func lines(_ road: Road) async throws -> [Object] { try await road.statements(.owner) }

    static let decider = "Petra Lindqvist decides the renewal alone, she has the final say and the quxwritten budget."

    @Test func aFormIsAnsweredInPartsAndGoesTheWayOfEveryInterview() async throws {
        try await inHouse { house in
            let road = try await tail(house)
            for who in Who.allCases where who != .owner {
                let status = try await road.client(who).get("/v1/conversations/\(road.interview)/written").status
                #expect(status == (who == .nobody ? 401 : 404), "\(who)")
                let post: Object = ["client_message_id": "x", "answers": ["bank:pb01": Self.decider]]
                #expect(try await road.client(who).post("/v1/conversations/\(road.interview)/written", post).status == (who == .nobody ? 401 : 404), "\(who)")
            }
            let questions = try await form(road)
            #expect((5...15).contains(questions.count))
            #expect(questions.compactMap { $0["number"] as? Int } == Array(1...questions.count))
            #expect(questions.allSatisfy { ($0["text"] as? String)?.isEmpty == false && ($0["why"] as? String)?.isEmpty == false })
            #expect(try await road.client(.owner).get("/v1/conversations/\(road.interview)/messages").expecting(200).object()["last_seq"] as? Int == 1)

            let first = try await send(road, ["bank:pb01": Self.decider, "bank:pb02": "  ", "bank:tp01": "Nothing comes to mind."], "f1").expecting(200)
                .object()
            #expect((first["accepted"] as? Object)?["client_message_id"] as? String == "f1")
            #expect((first["packets"] as? [Object])?.contains { $0["type"] as? String == "statements" } == true)
            let decided = ((first["form"] as? Object)?["questions"] as? [Object])?.first { $0["key"] as? String == "bank:pb01" }
            #expect(decided?["answer"] as? String == Self.decider)
            let one = try await lines(road)
            #expect(one.count == 1 && (one.first?["text"] as? String)?.contains("quxwritten") == true)

            // The same form again, under its own id or another, adds nothing.
            let seq = try await road.client(.owner).get("/v1/conversations/\(road.interview)/messages").object()["last_seq"] as? Int
            _ = try await send(road, ["bank:pb01": Self.decider, "bank:tp01": "Nothing comes to mind."], "f1").expecting(200)
            _ = try await send(road, ["bank:pb01": Self.decider, "bank:tp01": "Nothing comes to mind."], "f2").expecting(200)
            #expect(try await road.client(.owner).get("/v1/conversations/\(road.interview)/messages").object()["last_seq"] as? Int == seq)

            // Through with it: the owner's pass is next, and the reviewers read the line afterwards.
            let risk = "They could leave us if the new director brings in Shiftwise, because she knows it."
            let over = try await send(road, ["bank:pb10": risk], "f3", finish: true).expecting(200).object()
            #expect((over["form"] as? Object)?["state"] as? String == "closing")
            _ = try await send(road, ["bank:pb10": risk], "f4", finish: true).expecting(200)
            #expect(try await lines(road).count >= 2)
            try await road.ownersPass()
            let items = try await road.client(.successor).get("/v1/reviews?transfer_id=\(road.transfer)").expecting(200).items()
            #expect(items.contains { ($0["question"] as? String)?.isEmpty == false } && "\(items)".contains("quxwritten"))
        }
    }

    @Test func whatTheChatWouldRefuseTheFormRefuses() async throws {
        try await inHouse { house in
            let road = try await tail(house)
            let big = String(repeating: "word ", count: 14_000)
            #expect(try await send(road, ["bank:pb01": big], "f1").status == 413)
            #expect(try await send(road, ["bank:pb01": Self.decider, "bank:pb02": String(repeating: "x", count: 400_000)], "f1").status == 413)
            #expect(try await send(road, [:], "f1").status == 400)
            #expect(try await send(road, ["bank:pb01": " "], "f1").status == 400)
            #expect(try await send(road, ["bank:pb01": Self.decider, "bank:zz99": "Something."], "f1").status == 400)
            #expect(try await send(road, ["bank:pb01": Self.decider], "").status == 400)
            #expect(try await send(road, ["bank:pb01": Self.decider], String(repeating: "x", count: 101)).status == 400)
            let path = "/v1/conversations/\(road.interview)/written"
            for body in ["", "{", "[]", "{\"answers\":{\"bank:pb01\":7}}", "{\"answers\":[\"a\"]}"] {
                #expect(try await road.client(.owner).send("POST", path, body: Array(body.utf8), type: "application/json").status == 400, "\(body)")
            }
            #expect(try await lines(road).isEmpty)
            #expect(try await road.client(.owner).get("/v1/conversations/\(road.interview)/messages").object()["last_seq"] as? Int == 1)
        }
    }

    @Test func inTheChatTheOpenQuestionWaitsAndOtherTiersAskForIt() async throws {
        try await inHouse { house in
            let road = try await tail(house)
            let talk = "/v1/conversations/\(road.interview)"
            let open = try #require(try await road.client(.owner).get(talk).expecting(200).object()["turn"] as? Object)
            let key = try await form(road).compactMap { $0["key"] as? String }.last { $0 != "bank:\(open["text"] ?? "")" } ?? ""
            _ = try await send(road, [key: "They could leave us because the new director knows Shiftwise from her last post."], "f1").expecting(200)
            let now = try await road.client(.owner).get(talk).expecting(200).object()
            #expect(now["turn"] is Object && now["state"] as? String == "asking", "a question is open again")
        }
        try await inHouse { house in
            let top = try await tail(house, tier: "top")
            let refused = try await top.client(.owner).get("/v1/conversations/\(top.interview)/written")
            #expect(refused.status == 409 && refused.text.contains("written"))
            _ = try await top.client(.owner).get("/v1/conversations/\(top.interview)").expecting(200)
            let written: Object = ["type": "action", "client_message_id": "w", "action": "extend", "choice": "written"]
            _ = try await top.client(.owner).post("/v1/conversations/\(top.interview)/messages", written).expecting(200)
            #expect(try await form(top).contains { ($0["key"] as? String)?.hasPrefix("gap:") == true })
            #expect(try await send(top, ["bank:pb01": Self.decider], "f1").status == 200)
        }
    }

    @Test func aCorrectionThatCouldMeanTwoLinesNamesThem() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house)
            let talk = "/v1/conversations/\(road.interview)"
            func say(_ text: String, _ id: String) async throws {
                _ = try await road.client(.owner).post("\(talk)/messages", ["type": "message", "client_message_id": id, "text": text]).expecting(200)
            }
            _ = try await road.client(.owner).get(talk).expecting(200)
            try await say("Mara Lenz decides the renewal, she has the final say. Nils Aker decides the renewal as well, he has the final say too.", "a1")
            try await say("Correction: the renewal is decided by Oda Fenn, she has the final say.", "a2")
            let turn = try #require(try await road.client(.owner).get(talk).expecting(200).object()["turn"] as? Object)
            #expect(turn["kind"] as? String == "which")
            let choices = try #require(turn["choices"] as? [String])
            #expect(choices.count == 2 && choices[0].hasPrefix("Mara Lenz") && choices[1].hasPrefix("Nils Aker"))
            try await say("2", "a3")
            let lines = try await road.statements(.owner).compactMap { $0["text"] as? String }
            #expect(lines.contains { $0.contains("Mara") } && !lines.contains { $0.contains("Nils") } && lines.contains { $0.contains("Oda") })
        }
    }
}
