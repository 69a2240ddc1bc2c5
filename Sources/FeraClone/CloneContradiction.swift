package import FeraDomain

/// Two passages that cannot both be right, with what was said about it.
package struct CloneContradiction: Codable, Hashable, Sendable {
    package var id: Contradiction.ID
    package var rule: Contradiction.Rule
    package var field: Field.ID
    package var fieldTitle: String
    package var a: Contradiction.Passage
    package var b: Contradiction.Passage
    package var status: Contradiction.Status
    /// The words that settle it, or `nil` while it stays open.
    package var resolution: String?
    /// The name of who settled it.
    package var resolvedBy: String?
    package var label: Label

    package init(
        id: Contradiction.ID, rule: Contradiction.Rule, field: Field.ID, fieldTitle: String, a: Contradiction.Passage, b: Contradiction.Passage,
        status: Contradiction.Status, resolution: String? = nil, resolvedBy: String? = nil, label: Label = .internal
    ) {
        self.id = id
        self.rule = rule
        self.field = field
        self.fieldTitle = fieldTitle
        self.a = a
        self.b = b
        self.status = status
        self.resolution = resolution
        self.resolvedBy = resolvedBy
        self.label = label
    }

    enum CodingKeys: String, CodingKey {
        case id, rule, field, a, b, status, resolution, label
        case fieldTitle = "field_title"
        case resolvedBy = "resolved_by"
    }
}

extension CloneContradiction {
    func write(_ out: inout RowWriter) throws(CloneError) {
        try out.text(rule.rawValue)
        try out.text(field.rawValue)
        try out.text(fieldTitle)
        for side in [a, b] {
            try out.text(side.name)
            try out.sourceHash(side.sha256)
            try out.locator(side.locator)
            try out.text(side.quote)
        }
        try out.text(status.rawValue)
        try out.optional(resolution)
        try out.optional(resolvedBy)
    }

    init(_ cursor: inout RowCursor, _ bytes: RawSpan, _ label: Label) throws(CloneError) {
        self.label = label
        id = try cursor.id(bytes)
        rule = try cursor.word(bytes)
        field = try cursor.id(bytes)
        fieldTitle = try cursor.text(bytes)
        a = try Self.side(&cursor, bytes)
        b = try Self.side(&cursor, bytes)
        status = try cursor.word(bytes)
        resolution = try cursor.optionalText(bytes)
        resolvedBy = try cursor.optionalText(bytes)
    }

    private static func side(_ cursor: inout RowCursor, _ bytes: RawSpan) throws(CloneError) -> Contradiction.Passage {
        Contradiction.Passage(
            name: try cursor.text(bytes), sha256: try cursor.sourceHash(bytes), locator: try cursor.locator(bytes), quote: try cursor.text(bytes))
    }
}

/// What the version does not hold and somebody should still find out.
package struct CloneGap: Codable, Hashable, Sendable {
    package var id: Gap.ID
    package var kind: Gap.Kind
    package var question: String
    package var field: Field.ID?
    package var status: Gap.Status
    package var label: Label

    package init(id: Gap.ID, kind: Gap.Kind, question: String, field: Field.ID? = nil, status: Gap.Status = .open, label: Label = .internal) {
        self.id = id
        self.kind = kind
        self.question = question
        self.field = field
        self.status = status
        self.label = label
    }
}

extension CloneGap {
    func write(_ out: inout RowWriter) throws(CloneError) {
        try out.text(kind.rawValue)
        try out.text(question)
        try out.optional(field?.rawValue)
        try out.text(status.rawValue)
    }

    init(_ cursor: inout RowCursor, _ bytes: RawSpan, _ label: Label) throws(CloneError) {
        self.label = label
        id = try cursor.id(bytes)
        kind = try cursor.word(bytes)
        question = try cursor.text(bytes)
        field = try cursor.optional(bytes) { (c, b) throws(CloneError) in try c.id(b) }
        status = try cursor.word(bytes)
    }
}
