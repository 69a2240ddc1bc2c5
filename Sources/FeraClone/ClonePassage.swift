package import FeraDomain

/// A sealed statement: what the successor asks for, with everything it rests on.
package struct ClonePassage: Codable, Hashable, Sendable {
    /// One review decision that let the line into the version.
    package struct Approval: Codable, Hashable, Sendable {
        /// The reviewer's name.
        package var by: String
        package var route: ReviewRoute
        package var on: Day
        /// Whether the reviewer changed the words.
        package var edited: Bool

        package init(by: String, route: ReviewRoute, on: Day, edited: Bool = false) {
            self.by = by
            self.route = route
            self.on = on
            self.edited = edited
        }
    }

    /// Whether the owner has read the line before it was reviewed.
    package enum OwnersPass: Hashable, Sendable {
        case passed
        /// The manager went on without the owner, and why.
        case waived(reason: String)
    }

    /// The statement's id, the same in every version.
    package var id: Statement.ID
    package var text: String
    /// On a line with approved wording for the customer: the id of the row, labelled `open`, that holds it. The link goes this
    /// way only, so that an open row never names a line that its reader may not see.
    package var blessedWording: Statement.ID?
    /// On an `open` row: the words are approved for the customer.
    package var isBlessed: Bool
    package var chapter: Chapter
    package var field: Field.ID
    package var fieldTitle: String
    package var kind: StatementKind
    package var severity: Severity?
    package var label: Label
    /// The speaker's name.
    package var saidBy: String
    package var saidOn: Day
    package var approvals: [Approval]
    /// The last day on which the line is to be believed without asking again.
    package var expiresOn: Day?
    package var ownersPass: OwnersPass
    /// 1 for the first wording, one more at each correction or edit.
    package var revision: Int
    package var evidence: [Evidence]
    /// `prompt@version` where a model had a part in the wording; normally `nil`.
    package var model: String?

    package init(
        id: Statement.ID, text: String, blessedWording: Statement.ID? = nil, isBlessed: Bool = false, chapter: Chapter, field: Field.ID,
        fieldTitle: String, kind: StatementKind = .fact, severity: Severity? = nil, label: Label = .internal, saidBy: String, saidOn: Day,
        approvals: [Approval] = [], expiresOn: Day? = nil, ownersPass: OwnersPass = .passed, revision: Int = 1, evidence: [Evidence] = [],
        model: String? = nil
    ) {
        self.id = id
        self.text = text
        self.blessedWording = blessedWording
        self.isBlessed = isBlessed
        self.chapter = chapter
        self.field = field
        self.fieldTitle = fieldTitle
        self.kind = kind
        self.severity = severity
        self.label = label
        self.saidBy = saidBy
        self.saidOn = saidOn
        self.approvals = approvals
        self.expiresOn = expiresOn
        self.ownersPass = ownersPass
        self.revision = revision
        self.evidence = evidence
        self.model = model
    }

    enum CodingKeys: String, CodingKey {
        case id, text, chapter, field, kind, severity, label, approvals, revision, evidence, model
        case blessedWording = "blessed_wording"
        case isBlessed = "blessed"
        case fieldTitle = "field_title"
        case saidBy = "said_by"
        case saidOn = "said_on"
        case expiresOn = "expires_on"
        case ownersPass = "owners_pass"
    }
}

extension ClonePassage.OwnersPass: Codable {
    private enum CodingKeys: String, CodingKey { case status, reason }

    /// `{"status":"passed"}` or `{"status":"waived","reason":"…"}`.
    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        switch try c.decode(String.self, forKey: .status) {
        case "passed": self = .passed
        case "waived": self = .waived(reason: try c.decode(String.self, forKey: .reason))
        default: throw DecodingError.dataCorruptedError(forKey: .status, in: c, debugDescription: "the owner's pass is 'passed' or 'waived'")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .passed: try c.encode("passed", forKey: .status)
        case .waived(let reason):
            try c.encode("waived", forKey: .status)
            try c.encode(reason, forKey: .reason)
        }
    }
}
