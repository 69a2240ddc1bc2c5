import FeraDomain
import FeraTestSupport
import Foundation

/// One request of the walk and who gets which status: the table of rights, as data.
struct Step: Sendable {
    /// The route as the server names it.
    let route: String
    let body: Data?
    let type: String
    /// Values for `:name` in the route, and a query.
    let values: [String: String]
    let query: String
    let expected: @Sendable (Who) -> Int

    /// A request without a body.
    init(_ route: String, values: [String: String] = [:], query: String = "", _ expected: @escaping @Sendable (Who) -> Int) {
        self.init(route, body: nil, type: "", values, query, expected)
    }

    /// A request with a JSON body.
    init(_ route: String, _ body: Object, values: [String: String] = [:], query: String = "", _ expected: @escaping @Sendable (Who) -> Int) {
        // What a test writes down by hand is JSON.
        self.init(route, body: (try? JSONSerialization.data(withJSONObject: body)) ?? Data(), type: "application/json", values, query, expected)
    }

    /// A request with a body as it is.
    init(_ route: String, type: String, raw: String, _ expected: @escaping @Sendable (Who) -> Int) {
        self.init(route, body: Data(raw.utf8), type: type, [:], "", expected)
    }

    private init(_ route: String, body: Data?, type: String, _ values: [String: String], _ query: String, _ expected: @escaping @Sendable (Who) -> Int) {
        self.route = route
        self.body = body
        self.type = type
        self.values = values
        self.query = query
        self.expected = expected
    }

    var method: String { String(route.prefix { $0 != " " }) }

    /// The address, with every parameter filled in.
    func target(_ common: [String: String]) -> String {
        let path = route.drop { $0 != " " }.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part -> String in
            guard part.hasPrefix(":") || part.hasPrefix("*") else { return String(part) }
            let name = String(part.dropFirst())
            return values[name] ?? common[name] ?? "missing-\(name)"
        }
        return path.joined(separator: "/") + query
    }
}

/// Rules that many rows share.
enum Rule {
    /// Everybody who has shown who they are.
    static func signedIn(_ status: Int) -> @Sendable (Who) -> Int { { $0 == .nobody ? 401 : status } }

    static func everybody(_ status: Int) -> @Sendable (Who) -> Int { { _ in status } }

    /// Some, wherever they stand; the others hear 403.
    static func only(_ allowed: Set<Who>, _ status: Int = 200) -> @Sendable (Who) -> Int {
        { $0 == .nobody ? 401 : allowed.contains($0) ? status : 403 }
    }

    /// Some who take part; the others of the transfer hear 403, outsiders 404 as if there were nothing.
    static func part(_ allowed: Set<Who>, _ status: Int = 200, others: Int = 403) -> @Sendable (Who) -> Int {
        { who in
            if who == .nobody { return 401 }
            if allowed.contains(who) { return status }
            return who.takesPart ? others : 404
        }
    }

    static let takePart = Set(Who.allCases.filter(\.takesPart))
    /// Who works on the record: owner, manager and deputy. The record has no label, so no token with a ceiling reads it.
    static let recordKeepers: Set<Who> = [.owner, .manager, .operational]
    /// Who may open a sealed clone. A channel with the ceiling `open` only asks, and a token whose ceiling leaves no label reads nothing.
    static let cloneReaders: Set<Who> = [
        .operational, .successor, .interim, .reader, .manager, .steward, .securityReviewer,
        .successorInternal, .managerInternal,
    ]
    static let askers: Set<Who> = cloneReaders.union([.successorOpen])
    static let lockers: Set<Who> = [.manager, .operational, .managerInternal]

    static func clone(_ readers: Set<Who> = cloneReaders) -> @Sendable (Who) -> Int {
        { who in who == .securityCommercial ? 404 : part(readers)(who) }
    }
}

extension Road {
    /// The walk over a locked account. Rows that change what later rows see stand last.
    func walk(review: String, answer: String, sparePerson: String, spareToken: String) -> [Step] {
        let statement = String(review.prefix { $0 != ":" })
        let version: [String: String] = ["id": clone, "n": "1", "passage": statement]
        let upload = "--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"n.md\"\r\n\r\n# A note\nNothing new.\r\n--b0--\r\n"
        let here = ["account_id": account]
        return open(spareToken: spareToken, sparePerson: sparePerson) + [
            Step("GET /v1/transfers/:id", Rule.part(Rule.takePart)),
            Step("GET /v1/transfers/:id/sources", Rule.part(Rule.recordKeepers)),
            Step("GET /v1/transfers/:id/sources/:source", Rule.part(Rule.recordKeepers)),
            Step("GET /v1/transfers/:id/gaps", Rule.part(Rule.recordKeepers.union([.steward, .managerInternal]))),
            Step("GET /v1/transfers/:id/statements", Rule.part(Rule.takePart)),
            Step("GET /v1/transfers/:id/lock", query: "?account_id=\(account)", Rule.part(Rule.lockers.union([.steward]))),
            Step("POST /v1/transfers/:id/interviews", here, Rule.part(Rule.recordKeepers.union([.managerInternal]))),
            Step("GET /v1/conversations/:id", values: ["id": interview], Rule.part([.owner], others: 404)),
            Step("GET /v1/conversations/:id/messages", values: ["id": interview], Rule.part([.owner], others: 404)),
            Step("POST /v1/conversations/:id/messages", ["type": "ping"], values: ["id": interview], Rule.part([.owner], others: 404)),
            Step("GET /v1/conversations/:id/socket", values: ["id": interview], Rule.part([.owner], 426, others: 404)),
            Step("GET /v1/conversations/:id/events", values: ["id": interview], Rule.part([.owner], others: 404)),
            // The account is told in the chat, so its form is not open; who may not know of the interview hears nothing of that.
            Step("GET /v1/conversations/:id/written", values: ["id": interview], Rule.part([.owner], 409, others: 404)),
            Step("POST /v1/conversations/:id/written", ["answers": [:] as Object], values: ["id": interview], Rule.part([.owner], 409, others: 404)),
            Step("GET /v1/owner-questions", Rule.signedIn(200)),
            Step("POST /v1/owner-questions/:id/answer", ["text": "Nothing."], values: ["id": "ow01"]) { $0 == .nobody ? 401 : $0 == .owner ? 400 : 404 },
            Step("GET /v1/portfolio", Rule.signedIn(200)),
            Step("GET /v1/transfers/:id/referrals", Rule.part(Rule.takePart)),
            Step(
                "POST /v1/transfers/:id/referrals/:referral/send", [:], values: ["referral": "\(interview).x99"], Rule.part([.manager, .managerInternal], 404)),
            Step("GET /v1/transfers/:id/accounts/:account/people", values: ["account": account], Rule.part(Rule.takePart)),
            Step("GET /v1/reviews", query: "?transfer_id=\(transfer)", Rule.signedIn(200)),
            Step("GET /v1/clones", Rule.signedIn(200)),
            Step("GET /v1/clones/:id/versions/:n", values: version, Rule.clone()),
            Step("GET /v1/clones/:id/versions/:n/passages", values: version, Rule.clone()),
            // The line is internal: security's own edition does not hold it.
            Step("GET /v1/clones/:id/versions/:n/passages/:passage", values: version) { $0 == .securityReviewer ? 404 : Rule.clone()($0) },
            Step("GET /v1/clones/:id/versions/:n/contradictions", values: version, Rule.clone()),
            Step("GET /v1/clones/:id/versions/:n/file", values: version, Rule.clone()),
            Step("GET /v1/clones/:id/versions/:n/diff", values: version, query: "?from=1", Rule.clone()),
            Step("GET /v1/clones/:id/versions/:n/handover", values: version, Rule.clone()),
            Step("POST /v1/asks", ["clone_id": clone, "question": "Who holds the access, what is the discount, and who is sick?"], Rule.clone(Rule.askers)),
            Step("POST /v1/asks", ["clone_id": clone, "question": "What must we never mention in front of Tobias Renner?"], Rule.clone(Rule.askers)),
            Step("POST /v1/asks/:id/feedback", ["helpful": true], values: ["id": answer]) { who in
                // The answer is the successor's own, through whichever of their credentials.
                who == .nobody ? 401 : who.credential.of == .successor ? 204 : 404
            },
            Step("POST /v1/transfers/:id/owners-pass", here.merging(["action": "finish"]) { $1 }, Rule.part([.owner], 409)),
            Step("POST /v1/transfers/:id/owners-pass", here.merging(["action": "waive", "reason": "gone"]) { $1 }, Rule.part(Rule.lockers, 409)),
            Step("PATCH /v1/statements/:id", ["action": "confirm"], values: ["id": statement], Rule.part([.owner])),
            Step("POST /v1/reviews/:id/decision", ["decision": "approve", "revision": 1], values: ["id": review]) { who in
                if who == .nobody { return 401 }
                if [.successor, .interim, .successorInternal].contains(who) { return 200 }
                let reviews: Set<Who> = [
                    .manager, .managerInternal, .supportReviewer, .customerReviewer, .regulatedReviewer, .securityReviewer, .peopleReviewer,
                    .securityCommercial,
                ]
                return reviews.contains(who) || !who.takesPart ? 404 : 403
            },
            Step("POST /v1/contradictions/:id/decision", ["decision": "accept", "reason": "it stays open"], values: ["id": "\(interview).c99"]) { who in
                if who == .nobody { return 401 }
                return who.takesPart && [.owner, .contributor, .sponsor, .reader, .steward, .successorOpen].contains(who)
                    ? 403
                    : [.successor, .interim, .successorInternal].contains(who) ? 403 : 404
            },
            Step("POST /v1/transfers/:id/verify", here.merging(["route": "receiving"]) { $1 }, Rule.part([.successor, .interim, .successorInternal])),
            Step("POST /v1/transfers/:id/sign-off", here, Rule.part([.successor, .interim, .successorInternal])),
            Step(
                "POST /v1/transfers/:id/sources", type: "multipart/form-data; boundary=b0", raw: upload,
                Rule.part(Rule.recordKeepers.union([.managerInternal]), 201)),
            Step(
                "POST /v1/transfers/:id/fields", here.merging(["title": "Union", "question": "What does their union want?"]) { $1 },
                Rule.part(Rule.recordKeepers.union([.managerInternal]), 201)),
            Step(
                "POST /v1/transfers/:id/sittings", ["account_id": account, "sittings": [["day": "2027-03-01", "questions": 3] as Object]],
                Rule.part(Rule.recordKeepers.union([.managerInternal]))),
            Step(
                "POST /v1/conversations/:id/people", ["person_id": people[.reader]?.rawValue ?? ""], values: ["id": interview], Rule.part([.owner], others: 404)
            ),
            Step("POST /v1/transfers/:id/people", Who.reader.participant ?? [:], Rule.part([.manager, .managerInternal], 201)),
            // What was refused above went back to the owner, whose interview is open again.
            Step("POST /v1/transfers/:id/lock", here, Rule.part(Rule.lockers.union([.steward]), 409)),
            Step("DELETE /v1/tokens/:id", values: ["id": spareToken]) { $0 == .nobody ? 401 : $0 == .admin ? 204 : 404 },
            Step("POST /v1/transfers/:id/close") { who in Rule.part([.manager, .managerInternal], who == .managerInternal ? 409 : 200)(who) },
        ]
    }

    /// Rows that belong to no transfer, or to everybody's own.
    private func open(spareToken: String, sparePerson: String) -> [Step] {
        [
            Step("GET /", Rule.everybody(200)),
            Step("GET /assets/*path", values: ["path": "style.css"], Rule.everybody(200)),
            Step("GET /livez", Rule.everybody(200)),
            Step("GET /readyz", Rule.everybody(200)),
            // Asked from this machine; through a proxy it is the admin's.
            Step("GET /metrics", Rule.everybody(200)),
            Step("GET /v1/audit", Rule.only([.admin])),
            Step("POST /v1/sessions", ["secret": "no such secret"], Rule.everybody(401)),
            Step("GET /v1/sessions/current", Rule.signedIn(200)),
            Step("DELETE /v1/sessions/current", Rule.signedIn(409)),
            Step("GET /v1/templates", Rule.signedIn(200)),
            Step("GET /v1/transfers", Rule.signedIn(200)),
            Step("GET /v1/people", Rule.only([.admin, .manager, .otherManager])),
            Step("POST /v1/people", ["name": "Somebody", "roles": ["steward"]], Rule.only([.admin], 201)),
            Step("POST /v1/people/:id/links", values: ["id": sparePerson], Rule.only([.admin], 201)),
            Step("POST /v1/people/:id/links", ["transfer_id": transfer], values: ["id": people[.reader]?.rawValue ?? ""], Rule.part([.manager], 201)),
            Step("GET /v1/tokens") { who in who == .nobody ? 401 : who.credential.ceiling == nil ? 200 : 403 },
            Step("POST /v1/tokens", ["name": "t", "label_ceiling": "open"], Rule.signedIn(201)),
            Step("POST /v1/relays/links") { who in who == .nobody ? 401 : who.credential.ceiling == nil ? 201 : 403 },
            Step(
                "POST /v1/transfers",
                [
                    "template": "account-handoff", "scope": "s", "reason": "r", "last_working_day": "2027-03-31", "accounts": [["name": "A"]],
                    "people": [["name": "O", "roles": ["owner"]]],
                ], Rule.only([.manager, .otherManager], 201)),
        ]
    }
}
