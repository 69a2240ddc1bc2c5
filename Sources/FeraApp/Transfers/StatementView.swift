package import FeraDomain

/// A statement as its owner and its reviewers see it.
package struct StatementView: Codable, Hashable, Sendable {
    package var id: Statement.ID
    package var accountID: Account.ID
    package var field: Field.ID
    /// The field's title.
    package var title: String
    package var chapter: Chapter
    package var kind: StatementKind
    package var severity: Severity?
    package var text: String
    package var confidence: Int
    package var label: Label
    package var routes: [ReviewRoute]
    package var evidence: [EvidenceView]
    package var speaker: Packet.Named
    package var saidOn: Day
    package var revision: Int
    package var status: Statement.Status
    package var decisions: [DecisionView]
    package var blessedWording: String?

    enum CodingKeys: String, CodingKey {
        case id, field, title, chapter, kind, severity, text, confidence, label, routes, evidence, speaker, revision, status, decisions
        case accountID = "account_id"
        case saidOn = "said_on"
        case blessedWording = "blessed_wording"
    }

    /// A piece of evidence with its place.
    package struct EvidenceView: Codable, Hashable, Sendable {
        package var kind: Evidence.Kind
        package var name: String
        package var place: String?
        package var quote: String

        package init(_ evidence: Evidence) {
            kind = evidence.kind
            name = evidence.name
            place = evidence.locator.map { "\($0)" }
            quote = evidence.quote
        }
    }

    /// A reviewer's decision.
    package struct DecisionView: Codable, Hashable, Sendable {
        package var route: ReviewRoute
        package var decision: ReviewDecision.Verdict
        package var by: Packet.Named
        package var on: Day
        package var reason: String?
        /// The wording before an edit.
        package var before: String?
    }
}

/// A contradiction, both sides with their places.
package struct ContradictionView: Codable, Hashable, Sendable {
    package var id: Contradiction.ID
    package var accountID: Account.ID
    package var rule: Contradiction.Rule
    package var field: Field.ID
    package var a: PlaceView
    package var b: PlaceView
    package var status: Contradiction.Status
    package var resolution: String?
    package var resolvedBy: String?

    enum CodingKeys: String, CodingKey {
        case id, rule, field, a, b, status, resolution
        case accountID = "account_id"
        case resolvedBy = "resolved_by"
    }

    package init(_ contradiction: Contradiction, account: Account.ID, resolvedBy: String?) {
        id = contradiction.id
        accountID = account
        rule = contradiction.rule
        field = contradiction.field
        a = PlaceView(name: contradiction.a.name, place: contradiction.a.locator.map { "\($0)" }, quote: contradiction.a.quote)
        b = PlaceView(name: contradiction.b.name, place: contradiction.b.locator.map { "\($0)" }, quote: contradiction.b.quote)
        status = contradiction.status
        resolution = contradiction.resolution
        self.resolvedBy = resolvedBy
    }
}
