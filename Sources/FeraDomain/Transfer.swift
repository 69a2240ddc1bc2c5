/// One handover: who leaves, why, by when, who takes part, which accounts.
package enum Transfer {
    package typealias ID = Identifier<Transfer>
}

/// A person's part in a transfer.
package struct Participant: Codable, Hashable, Sendable {
    package var person: Person.ID
    package var roles: Set<Role>
    /// The review routes this person decides, beside those that come with a role.
    package var routes: Set<ReviewRoute>
    /// `false` for a successor who is still to be hired: has a part, cannot sign in yet.
    package var isHired: Bool

    package init(person: Person.ID, roles: Set<Role>, routes: Set<ReviewRoute> = [], isHired: Bool = true) {
        self.person = person
        self.roles = roles
        self.routes = routes
        self.isHired = isHired
    }

    enum CodingKeys: String, CodingKey {
        case person, roles, routes
        case isHired = "hired"
    }

    /// The routes this person decides: their own, `receiving` for who takes the account over, `people` for the manager.
    package var decides: Set<ReviewRoute> {
        var all = routes
        if !roles.isDisjoint(with: [.successor, .interimHolder]) { all.insert(.receiving) }
        if roles.contains(.manager) { all.insert(.people) }
        return all
    }
}

/// What one reviewer said of one line on one route.
package struct ReviewDecision: Codable, Hashable, Sendable {
    /// What a reviewer may say.
    package enum Verdict: String, Codable, Hashable, Sendable, CaseIterable {
        case approve, edit, reject
        case requestChanges = "request_changes"
    }

    package var statement: Statement.ID
    /// The revision that was decided; a decision on an older wording does not count for a newer one.
    package var revision: Int
    package var route: ReviewRoute
    package var verdict: Verdict
    /// The reviewer's wording, where the verdict is `edit`.
    package var text: TextRef?
    package var reason: TextRef?
    /// What may be said to the customer; becomes a line of its own, labelled `open`.
    package var blessed: TextRef?
    package var by: Person.ID
    package var on: Day

    package init(
        statement: Statement.ID, revision: Int, route: ReviewRoute, verdict: Verdict, text: TextRef? = nil, reason: TextRef? = nil, blessed: TextRef? = nil,
        by: Person.ID, on: Day
    ) {
        self.statement = statement
        self.revision = revision
        self.route = route
        self.verdict = verdict
        self.text = text
        self.reason = reason
        self.blessed = blessed
        self.by = by
        self.on = on
    }
}

/// How far an account has come. A transfer shows its least advanced account.
package enum AccountStage: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
    case opened, capturing, reviewing, locked
    case handedOver = "handed_over"
    case closed

    package static func < (a: Self, b: Self) -> Bool { order(a) < order(b) }

    private static func order(_ stage: Self) -> Int { allCases.firstIndex(of: stage) ?? 0 }
}
