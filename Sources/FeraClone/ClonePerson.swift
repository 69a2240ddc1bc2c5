package import FeraDomain

/// Somebody who matters to the account, for the stakeholder map.
package struct ClonePerson: Codable, Hashable, Sendable {
    package typealias ID = Identifier<ClonePerson>

    /// Whose people they are.
    package enum Side: String, Codable, Hashable, Sendable, CaseIterable {
        case customer, ours
        /// A partner, an agency, a reseller.
        case third
    }

    /// How much is decided with them.
    package enum Influence: String, Codable, Hashable, Sendable, CaseIterable {
        case low, medium, high
        /// Nothing is decided against this person.
        case decisive
    }

    /// How they stand to us.
    package enum Stance: String, Codable, Hashable, Sendable, CaseIterable {
        case champion, supporter, neutral, sceptic, blocker
    }

    package var id: ID
    package var name: String
    /// What stands on the card: "VP Operations".
    package var title: String?
    package var organisation: String?
    package var side: Side
    /// What the person is for the account, in words: "economic buyer", "opens the doors".
    package var role: String
    package var influence: Influence?
    package var stance: Stance?
    package var label: Label
    /// The passages that say so.
    package var passages: [Statement.ID]

    package init(
        id: ID, name: String, title: String? = nil, organisation: String? = nil, side: Side = .customer, role: String = "", influence: Influence? = nil,
        stance: Stance? = nil, label: Label = .internal, passages: [Statement.ID] = []
    ) {
        self.id = id
        self.name = name
        self.title = title
        self.organisation = organisation
        self.side = side
        self.role = role
        self.influence = influence
        self.stance = stance
        self.label = label
        self.passages = passages
    }
}

extension ClonePerson {
    func write(_ out: inout RowWriter) throws(CloneError) {
        try out.text(name)
        try out.optional(title)
        try out.optional(organisation)
        try out.text(side.rawValue)
        try out.text(role)
        try out.optional(influence?.rawValue)
        try out.optional(stance?.rawValue)
        try out.list(passages) { (out, id) throws(CloneError) in try out.text(id.rawValue) }
    }

    init(_ cursor: inout RowCursor, _ bytes: RawSpan, _ label: Label) throws(CloneError) {
        self.label = label
        id = try cursor.id(bytes)
        name = try cursor.text(bytes)
        title = try cursor.optionalText(bytes)
        organisation = try cursor.optionalText(bytes)
        side = try cursor.word(bytes)
        role = try cursor.text(bytes)
        influence = try cursor.optional(bytes) { (c, b) throws(CloneError) in try c.word(b) }
        stance = try cursor.optional(bytes) { (c, b) throws(CloneError) in try c.word(b) }
        passages = try cursor.list(bytes) { (c, b) throws(CloneError) in try c.id(b) }
    }
}

/// A tie between two people, formal or not.
package struct CloneRelation: Codable, Hashable, Sendable {
    package typealias ID = Identifier<CloneRelation>

    /// What ties `from` to `to`, read in this order.
    package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        case reportsTo = "reports_to"
        case deputyOf = "deputy_of"
        /// The other one does what this one says, whatever the chart says.
        case influences
        case peer
        /// They know each other from elsewhere: a former employer, a club.
        case informal
        /// They do not get on.
        case conflict
    }

    package var id: ID
    package var from: ClonePerson.ID
    package var to: ClonePerson.ID
    package var kind: Kind
    package var label: Label
    /// The passages that say so.
    package var passages: [Statement.ID]

    package init(id: ID, from: ClonePerson.ID, to: ClonePerson.ID, kind: Kind, label: Label = .internal, passages: [Statement.ID] = []) {
        self.id = id
        self.from = from
        self.to = to
        self.kind = kind
        self.label = label
        self.passages = passages
    }
}

extension CloneRelation {
    func write(_ out: inout RowWriter) throws(CloneError) {
        try out.text(from.rawValue)
        try out.text(to.rawValue)
        try out.text(kind.rawValue)
        try out.list(passages) { (out, id) throws(CloneError) in try out.text(id.rawValue) }
    }

    init(_ cursor: inout RowCursor, _ bytes: RawSpan, _ label: Label) throws(CloneError) {
        self.label = label
        id = try cursor.id(bytes)
        from = try cursor.id(bytes)
        to = try cursor.id(bytes)
        kind = try cursor.word(bytes)
        passages = try cursor.list(bytes) { (c, b) throws(CloneError) in try c.id(b) }
    }
}
