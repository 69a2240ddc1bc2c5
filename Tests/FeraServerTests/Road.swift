import FeraDomain
import FeraTestSupport
import Foundation

/// One small account driven through the whole road over HTTP, the interview over a WebSocket, with a canary for each label.
struct Road: Sendable {
    let house: House
    var people: [Who: Person.ID] = [:]
    var clients: [Who: HTTPClient] = [:]
    var transfer = ""
    var account = ""
    var source = ""
    var interview = ""
    var clone = ""

    func client(_ who: Who) -> HTTPClient { clients[who] ?? house.nobody }
    var base: String { "/v1/transfers/\(transfer)" }

    static let record = """
        # Success plan
        The rollout of the northern depots went live in May 2026; the word quxrecord stands in this file alone.
        Petra Lindqvist asked in June for a weekly call about the payroll export.
        """

    /// What the owner says when a question aims at a field.
    static let answers: [String: String] = [
        "st.sore_topics": "Never mention the quxinternal rollout in front of Tobias Renner, because the works council was not asked before.",
        "st.churn_risk": "They could leave us if the new director brings in Shiftwise, which she knows from the quxinternal pilot.",
        "st.commit_side": "I promised Petra in my mail of May that the quxinternal hotline stays free of charge until Bremen is live.",
        "st.sentiment_trend": "The mood is cooler since summer, because the quxinternal export was late three times.",
        "co.discount": "They get a quxcommercial discount of 18 percent since 2024, because they signed for three years.",
        "co.price_story": "The quxcommercial price was cut to EUR 80,000 in 2025 in return for a public reference.",
        "im.workaround": "The quxsecurity admin access lives in the vault folder of the platform team, and Viktor Hale holds it.",
        "st.health_true": "In confidence: our colleague Martin in support is on sick leave with burnout, quxpersonnel, and they should not ask for him.",
        "re.blocker": "In confidence: my colleague Dora was warned by HR, quxpersonnel, so do not send her there.",
        "re.personal": "Off the record, quxprivate, I never liked their office.",
    ]

    /// Opens a transfer with everybody in it.
    static func opened(in house: House, template: String = "account-handoff") async throws -> Road {
        var road = Road(house: house)
        road.people[.manager] = try await house.register("The manager", email: Who.manager.email, roles: [.manager])
        road.people[.otherManager] = try await house.register("The other manager", email: Who.otherManager.email, roles: [.manager])
        road.people[.admin] = try await house.register("The admin", email: Who.admin.email, roles: [.admin])
        road.people[.stranger] = try await house.register("The stranger", email: Who.stranger.email)
        for who in Who.people where who.participant != nil { road.people[who] = try await house.register("The \(who)", email: who.email) }
        for who in Who.allCases where who != .nobody {
            let (person, ceiling) = who.credential
            guard let id = road.people[person] else { continue }
            road.clients[who] = try await house.client(id, ceiling: ceiling)
        }
        let form: Object = [
            "template": template, "scope": "Everything of Northwind", "reason": "A new job", "last_working_day": "2027-03-31",
            "people": Who.people.compactMap(\.participant), "accounts": [["name": "Northwind Depots", "tier": "top", "value": "EUR 80,000"]],
        ]
        let answer = try await road.client(.manager).post("/v1/transfers", form).expecting(201).object()
        road.transfer = answer["id"] as? String ?? ""
        road.account = (answer["accounts"] as? [Object])?.first?["id"] as? String ?? ""
        return road
    }

    /// Adds the record and opens the interview.
    static func interviewing(in house: House, questions: Int = 6) async throws -> Road {
        var road = try await opened(in: house)
        let added = try await road.client(.owner).upload("\(road.base)/sources", [("plan.md", Self.record)]).expecting(201).items()
        road.source = added.first?["id"] as? String ?? ""
        let form: Object = ["account_id": road.account, "max_questions": questions, "budget_minutes": 600]
        let answer = try await road.client(.manager).post("\(road.base)/interviews", form).expecting(201)
        road.interview = answer.member("id") ?? ""
        return road
    }

    /// The whole road up to a locked version 1.
    static func locked(in house: House) async throws -> Road {
        var road = try await interviewing(in: house, questions: 19)
        try await road.answerAll()
        try await road.ownersPass()
        try await road.review()
        try await road.lock()
        return road
    }

    /// Answers over the socket until nothing is asked any more.
    func answerAll() async throws {
        let socket = try await WebSocketClient(port: house.port, "/v1/conversations/\(interview)/socket", headers: client(.owner).headers)
        var left = Self.answers, number = 0, isAsked = false
        while true {
            let packet = try Packets.object(try await socket.receive())
            switch packet["type"] as? String {
            case "snapshot": isAsked = packet["turn"] is Object
            case "turn":
                let targets = packet["targets"] as? [String] ?? []
                let field = targets.first { left[$0] != nil }
                let text = field.flatMap { left.removeValue(forKey: $0) } ?? "I don't know."
                number += 1
                try await socket.send(Packets.message(text, id: "a\(number)", turn: packet["turn_id"] as? String))
            case "notice" where packet["code"] as? String == "closed": return
            case "error": throw Unexpected("\(packet)")
            default: break
            }
            guard number < 200 else { throw Unexpected("the interview does not end (\(isAsked))") }
        }
    }

    func statements(_ who: Who) async throws -> [Object] { try await client(who).get("\(base)/statements").expecting(200).items() }

    /// The owner keeps one line private, confirms the rest and is done.
    func ownersPass() async throws {
        for line in try await statements(.owner) {
            guard let id = line["id"] as? String, let text = line["text"] as? String else { continue }
            let action = text.contains("quxprivate") ? "private" : "confirm"
            let body = Array(try JSONSerialization.data(withJSONObject: ["action": action]))
            _ = try await client(.owner).send("PATCH", "/v1/statements/\(id)", body: body, type: "application/json").expecting(200)
        }
        _ = try await client(.owner).post("\(base)/owners-pass", ["account_id": account, "action": "finish"]).expecting(200)
    }

    /// Everybody approves what waits for them; the customer-facing lines get a wording that may be said.
    func review() async throws {
        for who in [Who.successor, .customerReviewer, .regulatedReviewer, .securityReviewer, .peopleReviewer, .supportReviewer, .manager] {
            for item in try await client(who).get("/v1/reviews").expecting(200).items() where item["state"] as? String == "waiting" {
                guard let id = item["id"] as? String else { continue }
                var form: Object = ["decision": "approve", "revision": (item["statement"] as? Object)?["revision"] as? Int ?? 0]
                if item["route"] as? String == "customer-facing" { form["blessed_wording"] = "We know that your quxopen programme matters." }
                _ = try await client(who).post("/v1/reviews/\(id)/decision", form).expecting(200)
            }
        }
    }

    mutating func lock() async throws {
        let answer = try await client(.manager).post("\(base)/lock", ["account_id": account]).expecting(201)
        clone = answer.member("clone_id") ?? ""
    }
}

/// Packets as a client makes and reads them.
enum Packets {
    static func object(_ text: String) throws -> Object {
        guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object else { throw Unexpected("no packet: \(text)") }
        return object
    }

    static func message(_ text: String, id: String, turn: String? = nil) throws -> String {
        var packet: Object = ["type": "message", "client_message_id": id, "text": text]
        if let turn { packet["turn_id"] = turn }
        return String(decoding: try JSONSerialization.data(withJSONObject: packet), as: UTF8.self)
    }

    static func seq(_ packet: Object) -> Int? { packet["type"] as? String == "accepted" ? nil : packet["seq"] as? Int }
}
