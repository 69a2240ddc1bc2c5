/// Something that was said or written, kept apart from the log so that it can be erased and the log still verifies.
package struct TextRef: Codable, Hashable, Sendable {
    /// What a reference points at.
    package enum Subject {}

    package var id: Identifier<Subject>
    /// SHA-256 over the salt and the UTF-8 content, 64 hexadecimal digits.
    package var hash: String

    package init(id: Identifier<Subject>, hash: String) {
        self.id = id
        self.hash = hash
    }
}

/// One thing that the successor will be able to ask for: extracted from an answer, passed by the owner, reviewed, sealed.
package struct Statement: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Statement>

    /// Stable across revisions and across versions of the clone.
    package var id: ID
    package var account: Account.ID
    package var field: Field.ID
    package var kind: StatementKind
    package var severity: Severity?
    package var text: String
    /// 0…100: how sure the analysis is that this answers the field.
    package var confidence: Int
    package var label: Label
    package var routes: [ReviewRoute]
    package var evidence: [Evidence]
    /// Who said it.
    package var speaker: Person.ID
    package var saidOn: Day
    /// 1 for the first wording, one more at each correction or edit.
    package var revision: Int
    package var status: Status

    /// Where a line is on its way from the answer to the clone.
    package enum Status: String, Codable, Hashable, Sendable {
        /// Extracted, not yet seen by the owner in their pass.
        case proposed
        /// The owner has passed it, or the pass was waived.
        case confirmed
        /// Every route has approved it.
        case approved
        case rejected
        /// A reviewer wants the owner to say more.
        case changesRequested = "changes_requested"
        /// The owner keeps it to themselves.
        case `private`
        /// Taken back by the owner before the lock; the words are erased.
        case withdrawn
        /// Replaced by a newer statement.
        case superseded
    }

    package init(
        id: ID, account: Account.ID, field: Field.ID, kind: StatementKind, severity: Severity? = nil, text: String, confidence: Int, label: Label,
        routes: [ReviewRoute], evidence: [Evidence] = [], speaker: Person.ID, saidOn: Day, revision: Int = 1, status: Status = .proposed
    ) {
        self.id = id
        self.account = account
        self.field = field
        self.kind = kind
        self.severity = severity
        self.text = text
        self.confidence = confidence
        self.label = label
        self.routes = routes
        self.evidence = evidence
        self.speaker = speaker
        self.saidOn = saidOn
        self.revision = revision
        self.status = status
    }

    enum CodingKeys: String, CodingKey {
        case id, account, field, kind, severity, text, confidence, label, routes, evidence, speaker, revision, status
        case saidOn = "said_on"
    }
}

/// What a statement rests on.
package struct Evidence: Codable, Hashable, Sendable {
    /// What kind of thing the evidence is.
    package enum Kind: String, Codable, Hashable, Sendable {
        /// A passage of the record.
        case excerpt
        /// The owner's own words in the interview.
        case answer
        /// Named by the owner, not among the sources ("a mail of 3 May").
        case stated
    }

    package var kind: Kind
    /// The source's file name, or who said it.
    package var name: String
    /// SHA-256 of the source; `nil` for spoken evidence.
    package var sha256: String?
    package var locator: Locator?
    package var quote: String

    package init(kind: Kind, name: String, sha256: String? = nil, locator: Locator? = nil, quote: String) {
        self.kind = kind
        self.name = name
        self.sha256 = sha256
        self.locator = locator
        self.quote = quote
    }
}

/// Two passages that cannot both be right. It is shown, asked, resolved, and kept in the clone.
package struct Contradiction: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Contradiction>

    /// Which rule found it.
    package enum Rule: String, Codable, Hashable, Sendable, CaseIterable {
        case statusVersusSentiment = "status_vs_sentiment"
        case dateMismatch = "date_mismatch"
        case amountMismatch = "amount_mismatch"
        case ownerMismatch = "owner_mismatch"
        case promiseWithoutContract = "promise_without_contract"
        case adoptionVersusUsage = "adoption_vs_usage"
        /// A contact's title, employer or presence.
        case contactMismatch = "contact_mismatch"
        /// A ticket that is closed in the list and open in a later line.
        case ticketStateMismatch = "ticket_state_mismatch"
        /// A promise whose day has passed.
        case promiseOverdue = "promise_overdue"
        case seatsMismatch = "seats_mismatch"
    }

    /// What became of it.
    package enum Status: String, Codable, Hashable, Sendable {
        case open
        /// The owner has said which is right and why.
        case explained
        /// The owner could not say; a reviewer must.
        case unresolved
        /// A reviewer has accepted that it stays open.
        case accepted
    }

    /// One side: the words and where they stand.
    package struct Passage: Codable, Hashable, Sendable {
        package var name: String
        package var sha256: String?
        package var locator: Locator?
        package var quote: String

        package init(name: String, sha256: String? = nil, locator: Locator? = nil, quote: String) {
            self.name = name
            self.sha256 = sha256
            self.locator = locator
            self.quote = quote
        }
    }

    package var id: ID
    package var rule: Rule
    package var field: Field.ID
    package var a: Passage
    package var b: Passage
    package var label: Label
    package var status: Status
    /// The statement or the reviewer's words that settle it.
    package var resolution: String?
    package var resolvedBy: Person.ID?

    package init(
        id: ID, rule: Rule, field: Field.ID, a: Passage, b: Passage, label: Label = .internal, status: Status = .open, resolution: String? = nil,
        resolvedBy: Person.ID? = nil
    ) {
        self.id = id
        self.rule = rule
        self.field = field
        self.a = a
        self.b = b
        self.label = label
        self.status = status
        self.resolution = resolution
        self.resolvedBy = resolvedBy
    }

    enum CodingKeys: String, CodingKey {
        case id, rule, field, a, b, label, status, resolution
        case resolvedBy = "resolved_by"
    }
}

/// Something that the clone does not hold: a thin field, or a question that was refused.
package struct Gap: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Gap>

    /// Where the gap comes from.
    package enum Kind: String, Codable, Hashable, Sendable {
        case thinField = "thin_field"
        case refusedQuestion = "refused_question"
    }

    /// What became of it.
    package enum Status: String, Codable, Hashable, Sendable {
        case open
        /// Put to the owner or a reviewer.
        case asked
        /// Answered, not yet locked.
        case answered
        /// The locked version answers it.
        case closed
    }

    package var id: ID
    package var kind: Kind
    package var account: Account.ID
    package var field: Field.ID?
    /// The question as the asker put it, or what the field is about.
    package var question: String
    package var label: Label
    package var status: Status
    /// How often it was asked.
    package var count: Int

    package init(
        id: ID, kind: Kind, account: Account.ID, field: Field.ID? = nil, question: String, label: Label = .internal, status: Status = .open,
        count: Int = 1
    ) {
        self.id = id
        self.kind = kind
        self.account = account
        self.field = field
        self.question = question
        self.label = label
        self.status = status
        self.count = count
    }
}
