import FeraTestSupport
import Foundation
import Testing

/// "Ask X" becomes a question to X, over HTTP from the owner's word to the reviewers' list.
@Suite struct ReferralTests {
    @Test func whatAnOwnerPassesOnIsAnsweredByWhoWouldKnow() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house)
            func say(_ text: String, _ id: String, _ conversation: String, _ client: HTTPClient) async throws -> ClientResponse {
                try await client.post("/v1/conversations/\(conversation)/messages", ["type": "message", "client_message_id": id, "text": text])
            }
            let owner = road.client(.owner), manager = road.client(.manager)
            _ = try await owner.get("/v1/conversations/\(road.interview)").expecting(200)
            _ = try await say("I don't know, ask Jonas Holt.", "a1", road.interview, owner).expecting(200)

            // A task for the manager, and for nobody else.
            let open = try await manager.get("\(road.base)/referrals").expecting(200).items()
            let task = try #require(open.first)
            #expect(open.count == 1 && task["name"] as? String == "Jonas Holt" && task["status"] as? String == "open")
            let id = try #require(task["id"] as? String)
            let question = try #require(task["question"] as? String)
            #expect(try await owner.get("\(road.base)/referrals").expecting(200).items().count == 1)
            #expect(try await road.client(.sponsor).get("\(road.base)/referrals").expecting(200).items().isEmpty)
            #expect(try await road.client(.contributor).get("\(road.base)/referrals").expecting(200).items().isEmpty)
            #expect(try await road.client(.stranger).get("\(road.base)/referrals").status == 404)

            // One click.
            #expect(try await owner.post("\(road.base)/referrals/\(id)/send", [:]).status == 403)
            #expect(try await manager.post("\(road.base)/referrals/\(road.interview).x9/send", [:]).status == 404)
            let sent = try await manager.post("\(road.base)/referrals/\(id)/send", [:]).expecting(201).object()
            let conversation = try #require(sent["conversation_id"] as? String)
            let url = try #require(sent["url"] as? String)
            #expect(sent["status"] as? String == "sent" && (sent["person"] as? Object)?["name"] as? String == "Jonas Holt")
            let again = try await manager.post("\(road.base)/referrals/\(id)/send", [:]).expecting(201).object()
            #expect(again["conversation_id"] as? String == conversation && again["url"] as? String != url, "the same interview, a new link")

            // Jonas comes in by the link and reads nothing but the question put to him.
            let secret = try #require(url.split(separator: "=").last.map(String.init))
            let browser = try Browser(try await house.nobody.post("/v1/sessions", json: ["secret": secret]), port: house.port)
            let jonas = browser.client
            #expect(try await jonas.get("\(road.base)/referrals").expecting(200).items().first?["conversation_id"] as? String == conversation)
            for path in ["/v1/conversations/\(road.interview)", "\(road.base)/sources", "\(road.base)/gaps"] {
                #expect([403, 404].contains(try await jonas.get(path).status), "\(path)")
            }
            #expect(try await owner.get("/v1/conversations/\(conversation)").status == 404, "nor does the owner read his chat")
            let snapshot = try await jonas.get("/v1/conversations/\(conversation)").expecting(200)
            #expect(snapshot.text.contains("\"asking\"") && !snapshot.text.contains("quxrecord"))
            let turn = try #require(try snapshot.object()["turn"] as? Object)
            #expect(turn["text"] as? String == question)
            _ = try await say(Self.answer, "j1", conversation, jonas).expecting(200)
            _ = try await jonas.post("/v1/conversations/\(conversation)/messages", ["type": "action", "client_message_id": "j2", "action": "stop"])
            let own = try await jonas.get("\(road.base)/statements").expecting(200).items()
            #expect(own.count == 1 && (own.first?["speaker"] as? Object)?["name"] as? String == "Jonas Holt")

            // The owner is told; reviewers see the line once he is through with it, under his name.
            let told = try await owner.get("/v1/conversations/\(road.interview)/messages").expecting(200).text
            #expect(told.contains("Jonas Holt was asked") && told.contains("Jonas Holt has answered"))
            #expect(try await owner.get("\(road.base)/referrals").expecting(200).items().first?["status"] as? String == "answered")
            let before = try await road.client(.successor).get("/v1/reviews").expecting(200).text
            #expect(!before.contains("quxjonas"))
            _ = try await jonas.post("/v1/conversations/\(conversation)/messages", ["type": "action", "client_message_id": "j3", "action": "finish"]).expecting(
                200)
            let items = try await road.client(.successor).get("/v1/reviews").expecting(200).items()
            let item = try #require(items.first)
            let line = try #require(item["statement"] as? Object)
            #expect("\(line["text"] ?? "")".contains("quxjonas") && (line["speaker"] as? Object)?["name"] as? String == "Jonas Holt")
            #expect(item["question"] as? String == question)
            let form: Object = ["decision": "approve", "revision": line["revision"] as? Int ?? 0]
            _ = try await road.client(.successor).post("/v1/reviews/\(item["id"] ?? "")/decision", form).expecting(200)
        }
    }

    static let answer = "Petra Lindqvist decides the renewal alone since May, she has the final say and the quxjonas budget."
}
