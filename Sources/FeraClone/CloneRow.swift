package import FeraDomain

/// One row of a clone, whatever its kind. Every row has an id, unique within its kind, and a label.
package enum CloneRow: Hashable, Sendable {
    case passage(ClonePassage)
    case person(ClonePerson)
    case relation(CloneRelation)
    case contradiction(CloneContradiction)
    case gap(CloneGap)
    case acceptance(AcceptanceQuestion)

    /// The kinds in the order in which they lie in a file; the number is the kind's byte.
    package enum Kind: UInt8, Hashable, Sendable, CaseIterable, Comparable {
        case passage = 1
        case person, relation, contradiction, gap, acceptance

        /// `passage`, `person` …: in messages, exports and on the command line.
        package var name: String {
            switch self {
            case .passage: "passage"
            case .person: "person"
            case .relation: "relation"
            case .contradiction: "contradiction"
            case .gap: "gap"
            case .acceptance: "acceptance"
            }
        }

        package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// What the row is.
    package var kind: Kind {
        switch self {
        case .passage: .passage
        case .person: .person
        case .relation: .relation
        case .contradiction: .contradiction
        case .gap: .gap
        case .acceptance: .acceptance
        }
    }

    /// The row's id as text.
    package var id: String {
        switch self {
        case .passage(let row): row.id.rawValue
        case .person(let row): row.id.rawValue
        case .relation(let row): row.id.rawValue
        case .contradiction(let row): row.id.rawValue
        case .gap(let row): row.id.rawValue
        case .acceptance(let row): row.id.rawValue
        }
    }

    /// Who may read it.
    package var label: Label {
        switch self {
        case .passage(let row): row.label
        case .person(let row): row.label
        case .relation(let row): row.label
        case .contradiction(let row): row.label
        case .gap(let row): row.label
        case .acceptance(let row): row.label
        }
    }

    /// What names the row in every version.
    package var key: RowKey { RowKey(kind, id) }
}

/// A row's kind and id: what diffs, redactions and suppression lists name rows by.
package struct RowKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let kind: CloneRow.Kind
    package let id: String

    package init(_ kind: CloneRow.Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    /// `passage st_01jd…`.
    package var description: String { "\(kind.name) \(id)" }

    /// By kind, then by the bytes of the id: the order of the id table in a file.
    package static func < (a: Self, b: Self) -> Bool {
        a.kind == b.kind ? a.id.utf8.lexicographicallyPrecedes(b.id.utf8) : a.kind < b.kind
    }
}

extension CloneRow {
    /// The schema of the rows this program writes and reads.
    static let schema: UInt8 = 1

    /// The bytes that are stored and hashed: kind, schema, label, then the id and the other fields.
    /// - Throws: `private_row` or `bad_value`.
    package func encoded() throws(CloneError) -> [UInt8] {
        var out = RowWriter()
        out.u8(kind.rawValue)
        out.u8(Self.schema)
        try out.label(label)
        try out.text(id)
        switch self {
        case .passage(let row): try row.write(&out)
        case .person(let row): try row.write(&out)
        case .relation(let row): try row.write(&out)
        case .contradiction(let row): try row.write(&out)
        case .gap(let row): try row.write(&out)
        case .acceptance(let row): try row.write(&out)
        }
        return out.bytes
    }

    /// Reads a row's stored bytes; all of them must be used.
    /// - Throws: `malformed_rows` for bytes that are no row, `newer_format` for a schema that is not known.
    package init(decoding bytes: RawSpan) throws(CloneError) {
        var cursor = RowCursor(bytes, what: "a row", code: .malformedRows)
        let (kind, label) = try Self.head(&cursor, bytes)
        switch kind {
        case .passage: self = .passage(try ClonePassage(&cursor, bytes, label))
        case .person: self = .person(try ClonePerson(&cursor, bytes, label))
        case .relation: self = .relation(try CloneRelation(&cursor, bytes, label))
        case .contradiction: self = .contradiction(try CloneContradiction(&cursor, bytes, label))
        case .gap: self = .gap(try CloneGap(&cursor, bytes, label))
        case .acceptance: self = .acceptance(try AcceptanceQuestion(&cursor, bytes, label))
        }
        try cursor.finish()
    }

    static func head(_ cursor: inout RowCursor, _ bytes: RawSpan) throws(CloneError) -> (Kind, Label) {
        let number = try cursor.u8(bytes)
        guard let kind = Kind(rawValue: number) else { throw cursor.fail("there is no row kind \(number)") }
        let schema = try cursor.u8(bytes)
        guard schema == Self.schema else {
            throw CloneError(.newerFormat, "a \(kind.name) has the schema \(schema), this program reads \(Self.schema): use a newer program")
        }
        return (kind, try cursor.label(bytes))
    }
}
