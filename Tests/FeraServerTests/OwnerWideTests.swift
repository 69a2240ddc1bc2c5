import FeraApp
import FeraDomain
import FeraServer
import FeraTestSupport
import Foundation
import Testing

/// What is asked once of an owner with several transfers: one answer, filed to the accounts that it names.
@Suite struct OwnerWideTests {
    static let answer =
        "Overall it is calm. Northwind might leave us because quxnorth Shiftwise courts their new director. "
        + "With Granite the danger is that they go elsewhere, since the quxgranite price went up."

    /// A second transfer of the same owner, under another manager.
    static func second(_ road: Road, accounts: [String] = ["Granite Group", "Mill Partners"]) async throws -> (id: String, accounts: [String]) {
        let form: Object = [
            "template": "account-handoff", "scope": "The rest", "reason": "A new job", "last_working_day": "2027-03-31",
            "people": [Who.owner.participant, Who.successor.participant].compactMap { $0 }, "accounts": accounts.map { ["name": $0, "tier": "mid"] },
        ]
        let answer = try await road.client(.otherManager).post("/v1/transfers", form).expecting(201).object()
        return (answer["id"] as? String ?? "", (answer["accounts"] as? [Object] ?? []).compactMap { $0["id"] as? String })
    }

    private func question(_ id: String, _ client: HTTPClient) async throws -> Object? {
        try await client.get("/v1/owner-questions").expecting(200).items().first { $0["id"] as? String == id }
    }

    private func tell(_ text: String, _ id: String, _ client: HTTPClient, question: String = "ow01") async throws -> ClientResponse {
        try await client.post("/v1/owner-questions/\(question)/answer", ["client_message_id": id, "text": text])
    }

    @Test func oneAnswerIsFiledToTheAccountsThatItNamesInBothTransfers() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house)
            let other = try await Self.second(road)
            let owner = road.client(.owner)
            let list = try await owner.get("/v1/owner-questions").expecting(200).object()
            #expect((list["items"] as? [Object])?.count == 4 && (list["accounts"] as? [Object])?.count == 3)
            #expect(try await question("ow01", owner)?["answered"] as? Bool == false)
            // Who owns nothing here is asked nothing, and answers nothing.
            for who in [Who.successor, .manager, .stranger, .admin] {
                #expect(try await road.client(who).get("/v1/owner-questions").expecting(200).items().isEmpty)
                #expect(try await tell(Self.answer, "x", road.client(who)).status == 404)
            }
            let told = try await tell(Self.answer, "o1", owner).expecting(201).object()
            let filed = try #require(told["filed"] as? [Object])
            #expect(filed.compactMap { ($0["account"] as? Object)?["name"] as? String }.sorted() == ["Granite Group", "Northwind Depots"])
            #expect(told["rest"] as? String == "Overall it is calm.")
            for one in filed { #expect(((one["statements"] as? [Object])?.first?["field"] as? String) == "st.churn_risk", "\(one)") }
            let granite = try #require(filed.first { ($0["account"] as? Object)?["id"] as? String == other.accounts[0] }?["conversation_id"] as? String)

            // The same again is the same; each account has its own part and no word of the other.
            let again = try await tell(Self.answer, "o1", owner).expecting(201).object()
            #expect((again["filed"] as? [Object])?.count == 2)
            let north = try await owner.get("/v1/conversations/\(road.interview)/messages").expecting(200).text
            #expect(north.contains("quxnorth") && !north.contains("quxgranite") && !north.contains("Overall it is calm"))
            let south = try await owner.get("/v1/conversations/\(granite)/messages").expecting(200).text
            #expect(south.contains("quxgranite") && !south.contains("quxnorth"))
            #expect(north.components(separatedBy: "quxnorth").count == south.components(separatedBy: "quxgranite").count)
            let mill = try await road.client(.otherManager).get("/v1/transfers/\(other.id)").expecting(200).object()
            let accounts = try #require(mill["accounts"] as? [Object])
            #expect(accounts.first { $0["name"] as? String == "Mill Partners" }?["interview_id"] == nil, "who was not named is not begun")
            for (who, conversation) in [(Who.manager, road.interview), (.otherManager, granite), (.successor, granite)] {
                #expect(try await road.client(who).get("/v1/conversations/\(conversation)").status == 404)
            }

            // Nobody is asked it again; the lines go the way of every other.
            #expect(try await question("ow01", owner)?["answered"] as? Bool == true)
            let snapshot = try await owner.get("/v1/conversations/\(road.interview)").expecting(200).text
            #expect(!snapshot.contains("Across all of your accounts"))
            let statements = try await owner.get("\(road.base)/statements").expecting(200).items()
            #expect(statements.count == 1 && (statements.first?["text"] as? String)?.contains("quxnorth") == true)
            _ = try await owner.post("/v1/conversations/\(road.interview)/messages", ["type": "action", "client_message_id": "w", "action": "withdraw"])
                .expecting(200)
            let after = try await owner.get("/v1/owner-questions").expecting(200).text
            #expect(!after.contains("quxnorth") && after.contains("quxgranite"))

            // More of it under another id; what was left over of the first answer is gone with it.
            let more = try await tell("Mill Partners might follow them, because their director left.", "o2", owner).expecting(201).object()
            #expect((more["filed"] as? [Object])?.count == 3 && more["rest"] == nil)
        }
    }

    @Test func whatNamesNobodyOrIsTooMuchIsRefusedAndNothingIsKept() async throws {
        try await inHouse { house in
            let road = try await Road.opened(in: house)
            let other = try await Self.second(road)
            let owner = road.client(.owner)
            let refused = try await tell("They all grumble about the price, as groups do.", "o1", owner)
            #expect(refused.status == 400 && refused.text.contains("Northwind Depots") && refused.text.contains("invalid"))
            #expect(try await tell(String(repeating: "Northwind grumbles. ", count: 3500), "o2", owner).status == 413)
            #expect(try await tell("  ", "o3", owner).status == 400)
            #expect(try await owner.post("/v1/owner-questions/ow01/answer", ["text": Self.answer]).status == 400)
            #expect(try await tell(Self.answer, "o4", owner, question: "pb01").status == 404)
            #expect(try await tell(Self.answer, "o4", owner, question: "zz99").status == 404)
            #expect(try await question("ow01", owner)?["answered"] as? Bool == false)
            // A token with a ceiling carries no word of an owner.
            let narrow = try await house.client(try #require(road.people[.owner]), ceiling: .internal)
            #expect(try await narrow.get("/v1/owner-questions").expecting(200).items().isEmpty)
            // "Nothing" is an answer, and belongs to no account. A secret is taken out before anything is kept.
            _ = try await tell("Nothing comes to mind.", "o5", owner, question: "ow02").expecting(201)
            #expect(try await question("ow02", owner)?["answered"] as? Bool == true)
            let secret = try await tell("For Granite I keep a sheet, and its password is hunter2hunter2.", "o6", owner, question: "ow04").expecting(201).text
            #expect(!secret.contains("hunter2hunter2") && secret.contains("Granite"))
            // A transfer that is closed is asked about no more.
            _ = try await road.client(.otherManager).post("/v1/transfers/\(other.id)/close", [:]).expecting(200)
            let left = try await owner.get("/v1/owner-questions").expecting(200).object()
            #expect((left["accounts"] as? [Object])?.compactMap { $0["name"] as? String } == ["Northwind Depots"])
        }
    }

    @Test func sentTwiceAtOnceAndAfterARestartItIsFiledOnce() async throws {
        let folder = try TemporaryFolder()
        let first = try await House(folder: folder)
        let road = try await Road.interviewing(in: first)
        _ = try await Self.second(road)
        let owner = road.client(.owner)
        let codes = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await self.tell(Self.answer, "o1", owner).status } }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(codes == [201, 201, 201, 201])
        let before = try await owner.get("/v1/owner-questions").expecting(200).text
        await first.service.stop()
        let house = try await House(folder: folder)
        let again = HTTPClient(port: house.port, headers: owner.headers)
        #expect(try await again.get("/v1/owner-questions").expecting(200).text == before)
        #expect((try await tell(Self.answer, "o1", again).expecting(201).object()["filed"] as? [Object])?.count == 2)
        #expect(try await again.get("\(road.base)/statements").expecting(200).items().count == 1)
        await house.service.stop()
    }
}
