/// The four chapters of what a successor must know.
package enum Chapter: String, Codable, Hashable, Sendable, CaseIterable {
    case story = "st"
    case relationships = "re"
    case support = "im"
    case commercial = "co"

    /// The chapter's heading.
    package var title: String {
        switch self {
        case .story: "Account story"
        case .relationships: "Relationships"
        case .support: "Support + implementation"
        case .commercial: "Commercial"
        }
    }
}

/// What an answer to a field must have in it before a successor can act on it.
package enum Aspect: String, Codable, Hashable, Sendable, CaseIterable {
    case person = "P"
    case date = "D"
    case amount = "A"
    /// Where it can be seen: a mail, ticket, clause, deck.
    case artifact = "X"
    case reason = "W"
}

/// One thing that a successor must know. Fields are data (`config/fields.json5`), not code.
package struct Field: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Field>

    /// `st.churn_risk`: the chapter, a dot, a name.
    package var id: ID
    package var chapter: Chapter
    package var title: String
    /// 1 (nice to know) … 10 (the account is lost without it).
    package var weight: Int
    /// What a full answer has in it.
    package var aspects: [Aspect]
    package var kind: StatementKind
    package var label: Label
    /// The routes beside `receiving`.
    package var routes: [ReviewRoute]
    /// Words and phrases that announce the field in a sentence.
    package var cues: [String]
    /// Whether the record alone may close the field (dates, values, lists), or only a person can.
    package var recordMayAnswer: Bool
    /// Whether several statements are to be expected, so that one never closes it.
    package var many: Bool
    /// The question asked for this field alone, in words of its own.
    package var question: String
    /// Days after which a statement of this field is to be asked again; `nil`: it does not age.
    package var expiresAfterDays: Int?

    package init(
        id: ID, chapter: Chapter, title: String, weight: Int, aspects: [Aspect], kind: StatementKind, label: Label, routes: [ReviewRoute], cues: [String],
        recordMayAnswer: Bool, many: Bool, question: String, expiresAfterDays: Int? = nil
    ) {
        self.id = id
        self.chapter = chapter
        self.title = title
        self.weight = weight
        self.aspects = aspects
        self.kind = kind
        self.label = label
        self.routes = routes
        self.cues = cues
        self.recordMayAnswer = recordMayAnswer
        self.many = many
        self.question = question
        self.expiresAfterDays = expiresAfterDays
    }

    enum CodingKeys: String, CodingKey {
        case id, chapter, title, weight, aspects, kind, label, routes, cues, many, question
        case recordMayAnswer = "record_may_answer"
        case expiresAfterDays = "expires_after_days"
    }
}

/// What kind of knowledge a statement is.
package enum StatementKind: String, Codable, Hashable, Sendable, CaseIterable {
    case fact, decision, risk, warning, commitment, process, person
    case openItem = "open_item"
}

/// How bad it is when a risk or warning comes true.
package enum Severity: String, Codable, Hashable, Sendable, CaseIterable {
    case low, medium, high, critical
}

/// A question of the bank (`config/questions.json5`).
package struct Question: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Question>

    /// How often a question is asked.
    package enum Scope: String, Codable, Hashable, Sendable {
        /// Asked for each account.
        case account
        /// Asked once of the owner, over all accounts.
        case owner
    }

    package var id: ID
    package var chapter: Chapter
    package var text: String
    /// How likely (0…1) an answer tells each of these fields.
    package var elicits: [Field.ID: Double]
    /// Follow-ups in the order of the Critical Decision Method: what happened, why, what if.
    package var probes: [String]
    package var tiers: [Tier]
    package var scope: Scope
    /// How long it takes, 1 = an ordinary question.
    package var burden: Double
}

extension Identifier: CodingKeyRepresentable {
    /// The id as a key of a JSON object.
    package var codingKey: any CodingKey { rawValue.codingKey }

    /// The id that a key of a JSON object names.
    package init?<T: CodingKey>(codingKey: T) { self.init(rawValue: codingKey.stringValue) }
}
