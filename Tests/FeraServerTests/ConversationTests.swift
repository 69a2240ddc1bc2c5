import FeraApp
import FeraServer
import FeraTestSupport
import Foundation
import Testing

@Suite struct ConversationTests {
    /// An interview of a few turns, partly answered, with its owner's client.
    static func talked(_ house: House, turns: Int = 4) async throws -> (road: Road, client: HTTPClient, path: String) {
        let road = try await Road.interviewing(in: house, questions: 12)
        let client = road.client(.owner), path = "/v1/conversations/\(road.interview)"
        for number in 1...turns {
            _ = try await say("Petra calls every week about point \(number), because the export fails.", "m\(number)", path, client).expecting(200)
        }
        return (road, client, path)
    }

    @Test func whoFindsNoRoomHearsWhenToComeBack() async throws {
        try await inHouse({ $0.limits.openConversations = 0 }) { house in
            let road = try await Road.interviewing(in: house)
            let answer = try await road.client(.owner).get("/v1/conversations/\(road.interview)/socket")
            #expect(answer.status == 429 && answer.member("code") == "busy", "\(answer.text)")
            #expect(answer["Retry-After"] == "1")
            #expect(try answer.object()["retry_after_ms"] as? Int == 1000)
        }
    }

    @Test func aDecisionNamesTheWordingThatWasSeen() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house, questions: 19)
            try await road.answerAll()
            try await road.ownersPass()
            let items = try await road.client(.successor).get("/v1/reviews").expecting(200).items()
            let item = try #require(items.first { ($0["statement"] as? Object)?["routes"] as? [String] == ["receiving"] }), id = item["id"] as? String ?? ""
            let path = "/v1/reviews/\(id)/decision", client = road.client(.successor)
            func decide(_ form: Object, seen: String? = nil) async throws -> ClientResponse {
                let body = Array(try JSONSerialization.data(withJSONObject: form))
                return try await client.send("POST", path, body: body, type: "application/json", headers: seen.map { [("If-Match", $0)] } ?? [])
            }
            #expect(try await decide(["decision": "approve"]).status == 400)
            let edited = try await decide(["decision": "edit", "text": "Other words.", "reason": "Better."], seen: "\"1\"").expecting(200)
            #expect((try edited.object()["statement"] as? Object)?["revision"] as? Int == 2)
            let late = try await decide(["decision": "approve", "revision": 1])
            #expect(late.status == 412 && late.member("code") == "changed")
            #expect((try late.object()["statement"] as? Object)?["text"] as? String == "Other words.")
            #expect(try await decide(["decision": "approve", "revision": 1], seen: "\"2\"").status == 200, "the header stands above the body")
        }
    }

    @Test func aConversationAnswersForOneCloneOnly() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            let form: Object = ["clone_id": road.clone, "question": "What must we never mention in front of Tobias Renner?"]
            let first = try await road.client(.successor).post("/v1/asks", form).expecting(200)
            var other = form
            other["conversation_id"] = first.member("conversation_id")
            #expect(try await road.client(.successor).post("/v1/asks", other).status == 200)
            other["clone_id"] = "cl_other"
            let answer = try await road.client(.successor).post("/v1/asks", other)
            #expect(answer.status == 409 && answer.member("code") == "state", "\(answer.text)")
        }
    }

    static func say(_ text: String, _ id: String, _ path: String, _ client: HTTPClient, turn: String? = nil) async throws -> ClientResponse {
        try await client.send("POST", "\(path)/messages", body: Array(Packets.message(text, id: id, turn: turn).utf8), type: "application/json")
    }

    /// The raw JSON of every packet in a page: members in the order in which they came.
    static func raw(_ page: String) -> [String] {
        guard let start = page.firstRange(of: "\"packets\":[") else { return [] }
        var packets: [String] = [], depth = 0, current = "", inString = false, escaped = false
        for character in page[start.upperBound...] {
            if depth == 0, character == "]" { break }
            if depth > 0 || character == "{" { current.append(character) }
            if inString {
                inString = escaped || character != "\""
                escaped = !escaped && character == "\\"
            } else if character == "\"" {
                inString = true
            } else if character == "{" {
                depth += 1
            } else if character == "}" {
                depth -= 1
                if depth == 0 {
                    packets.append(current)
                    current = ""
                }
            }
        }
        return packets
    }

    static func numbered(_ text: String) -> (seq: Int, text: String)? {
        guard let packet = try? Packets.object(text), let seq = Packets.seq(packet) else { return nil }
        return (seq, text)
    }

    /// What a socket delivers from a seq on, up to `last`.
    static func replay(_ house: House, _ path: String, _ client: HTTPClient, after: Int, to last: Int) async throws -> [(seq: Int, text: String)] {
        let socket = try await WebSocketClient(port: house.port, "\(path)/socket?after=\(after)", headers: client.headers)
        var packets: [(seq: Int, text: String)] = []
        while packets.last.map({ $0.seq < last }) ?? (after < last) {
            if let packet = numbered(try await socket.receive()) { packets.append(packet) }
        }
        socket.connection.reset()
        return packets
    }

    @Test func everyCutIsResumedWithoutLossAndTheSameBytesComeOnEveryTransport() async throws {
        try await inHouse { house in
            let (_, client, path) = try await Self.talked(house)
            let page = try await client.get("\(path)/messages?limit=500").expecting(200)
            let last = try page.object()["last_seq"] as? Int ?? 0
            let whole = Self.raw(page.text).compactMap(Self.numbered)
            #expect(whole.map(\.seq) == Array(1...last) && last > 12, "seq rises by one: \(whole.map(\.seq))")
            for cut in 0...last {
                let resumed = try await Self.replay(house, path, client, after: cut, to: last)
                #expect(resumed.map(\.seq) == Array((cut + 1)..<(last + 1)))
                #expect(resumed.map(\.text) == whole.dropFirst(cut).map(\.text), "after \(cut)")
                guard cut < last else { continue }
                let (_, stream) = try await client.open("\(path)/events", headers: [("Last-Event-ID", "\(cut)")])
                var events = ""
                while !events.contains("id: \(last)\n") || !events.hasSuffix("\n\n") { events += try await stream.receive(until: "\n\n") }
                stream.close()
                let data = events.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }.filter { Self.numbered($0) != nil }
                #expect(data == whole.dropFirst(cut).map(\.text), "events after \(cut)")
                var paged: [String] = [], after = cut
                while after < last {
                    let answer = try await client.get("\(path)/messages?after=\(after)&limit=3").expecting(200)
                    paged += Self.raw(answer.text)
                    after = try answer.object()["last_seq"] as? Int ?? last
                }
                #expect(paged == whole.dropFirst(cut).map(\.text), "pages after \(cut)")
            }
        }
    }

    @Test func theSameMessageSentManyTimesAtOnceCountsOnce() async throws {
        try await inHouse { house in
            let (_, client, path) = try await Self.talked(house, turns: 1)
            for round in 0..<3 {
                let answers = try await withThrowingTaskGroup(of: ClientResponse.self) { group in
                    for _ in 0..<8 { group.addTask { try await Self.say("Only once, round \(round).", "once\(round)", path, client) } }
                    return try await group.reduce(into: [ClientResponse]()) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.status == 200 }, "\(answers.map(\.status))")
                #expect(Set(answers.compactMap { try? $0.object()["accepted"] as? Object }.map { "\($0["seq"] ?? "")" }).count == 1)
                #expect(Set(answers.map { Self.raw($0.text).filter { Self.numbered($0) != nil } }).count == 1, "the same answer as the first time")
            }
            let log = try await client.get("\(path)/messages?limit=500").text
            for round in 0..<3 { #expect(log.components(separatedBy: "\"client_message_id\":\"once\(round)\"").count == 2) }
        }
    }

    @Test func asksAreOpenedAndAskedOnceToo() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            let form: Object = ["clone_id": road.clone, "question": "What must we never mention in front of Tobias Renner?", "client_message_id": "same"]
            let body = Array(try JSONSerialization.data(withJSONObject: form))
            let client = road.client(.successor)
            let answers = try await withThrowingTaskGroup(of: ClientResponse.self) { group in
                for _ in 0..<8 { group.addTask { try await client.send("POST", "/v1/asks", body: body, type: "application/json") } }
                return try await group.reduce(into: [ClientResponse]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 } && Set(answers.map(\.text)).count == 1, "\(answers.map(\.text).max() ?? "")")
            let key = [(name: "Idempotency-Key", value: "open-1")]
            let opening: Object = [
                "template": "account-handoff", "scope": "s", "reason": "r", "last_working_day": "2027-03-31", "accounts": [["name": "A"]],
                "people": [["name": "O", "roles": ["owner"]]],
            ]
            let opened = Array(try JSONSerialization.data(withJSONObject: opening))
            let manager = road.client(.manager), other = road.client(.otherManager)
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let answer = try await manager.send("POST", "/v1/transfers", body: opened, type: "application/json", headers: key)
                        return try answer.expecting(201).member("id") ?? ""
                    }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(Set(ids).count == 1, "\(ids)")
            let another = try await other.send("POST", "/v1/transfers", body: opened, type: "application/json", headers: key).expecting(201)
            #expect(another.member("id") != ids.first, "a key belongs to a person")
        }
    }

    @Test func aStaleTurnIsAnsweredWithTheOpenOne() async throws {
        try await inHouse { house in
            let (_, client, path) = try await Self.talked(house, turns: 1)
            let open = try await client.get(path).object()["turn"] as? Object
            let turn = open?["turn_id"] as? String ?? ""
            _ = try await Self.say("Petra needs a clean payroll month.", "t1", path, client, turn: turn).expecting(200)
            let stale = try await Self.say("This comes too late.", "t2", path, client, turn: turn)
            let body = try stale.object()
            let now = try await client.get(path).object()["turn"] as? Object
            #expect(stale.status == 409 && stale.member("code") == "stale_turn" && body["draft_kept"] as? Bool == true)
            #expect((body["turn"] as? Object)?["turn_id"] as? String == now?["turn_id"] as? String && now?["turn_id"] as? String != turn)
            let socket = try await WebSocketClient(port: house.port, "\(path)/socket?after=1000", headers: client.headers)
            try await socket.send(Packets.message("Too late again.", id: "t3", turn: turn))
            var packet: Object = [:]
            while packet["type"] as? String != "error" { packet = try Packets.object(try await socket.receive()) }
            #expect(packet["code"] as? String == "stale_turn" && packet["client_message_id"] as? String == "t3")
            #expect((packet["turn"] as? Object)?["turn_id"] as? String == now?["turn_id"] as? String, "the socket says which question waits")
        }
    }

    @Test func whatIsNoPacketIsAnErrorAndTheSocketStays() async throws {
        try await inHouse { house in
            let (_, client, path) = try await Self.talked(house, turns: 1)
            let socket = try await WebSocketClient(port: house.port, "\(path)/socket?after=1000", headers: client.headers)
            let unknown = #"{"type":"action","client_message_id":"x","action":"explode"}"#
            for text in ["", "{", "[]", #"{"type":"turn"}"#, #"{"type":"message","text":"no id"}"#, unknown] {
                try await socket.send(text)
                var packet: Object = [:]
                while packet["type"] as? String != "error" { packet = try Packets.object(try await socket.receive()) }
                #expect(["malformed", "invalid"].contains(packet["code"] as? String), "\(text): \(packet)")
            }
            try await socket.send("{\"type\":\"ping\"}")
            #expect(try await socket.receive().contains("\"pong\""))
        }
    }
}
