package import FeraCrypto
package import FeraDomain

/// What a file says of itself. It tells of held rows only: nothing in it depends on rows of other labels.
package struct CloneManifest: Hashable, Sendable {
    /// How many rows of each kind the file holds, redacted ones left out.
    package struct Counts: Hashable, Sendable {
        package var passages = 0, people = 0, relations = 0, contradictions = 0, gaps = 0, acceptance = 0

        package init() {}

        /// The count of one kind of row.
        package subscript(kind: CloneRow.Kind) -> Int {
            get {
                switch kind {
                case .passage: passages
                case .person: people
                case .relation: relations
                case .contradiction: contradictions
                case .gap: gaps
                case .acceptance: acceptance
                }
            }
            set {
                switch kind {
                case .passage: passages = newValue
                case .person: people = newValue
                case .relation: relations = newValue
                case .contradiction: contradictions = newValue
                case .gap: gaps = newValue
                case .acceptance: acceptance = newValue
                }
            }
        }
    }

    /// What a redaction edition adds: the how-manieth of this file, by whom and when.
    package struct Redaction: Hashable, Sendable {
        package var number: Int
        package var by: String
        package var at: Timestamp

        package init(number: Int, by: String, at: Timestamp) {
            self.number = number
            self.by = by
            self.at = at
        }
    }

    package var clone: CloneID
    package var account: Account.ID
    package var accountName: String
    /// 1 for the first lock.
    package var version: Int
    package var edition: Edition
    /// The root of version - 1; `nil` for the first.
    package var parent: Digest?
    /// The transfer template's id.
    package var template: String
    /// BCP 47: `en`, `de`.
    package var language: String
    /// The name of who locked.
    package var lockedBy: String
    package var lockedAt: Timestamp
    package var counts: Counts
    /// The head of the audit chain when the version was locked.
    package var auditHead: Digest
    /// The ids of the keys that sign, in the order of the signatures.
    package var signers: [String]
    /// The program's version that sealed.
    package var program: String
    package var redaction: Redaction?
}

extension CloneManifest {
    func encoded() throws(CloneError) -> [UInt8] {
        var out = RowWriter()
        try out.text(clone.rawValue)
        try out.text(account.rawValue)
        try out.text(accountName)
        try out.count(version, "the version")
        try out.text(edition.rawValue)
        try out.optional(parent) { (out, digest) throws(CloneError) in out.digest(digest) }
        try out.text(template)
        try out.text(language)
        try out.text(lockedBy)
        try out.time(lockedAt)
        for kind in CloneRow.Kind.allCases { try out.count(counts[kind], "the count of rows") }
        out.digest(auditHead)
        try out.list(signers) { (out, id) throws(CloneError) in try out.text(id) }
        try out.text(program)
        try out.optional(redaction) { (out, redaction) throws(CloneError) in
            try out.count(redaction.number, "the redaction's number")
            try out.text(redaction.by)
            try out.time(redaction.at)
        }
        return out.bytes
    }

    init(decoding bytes: RawSpan) throws(CloneError) {
        var cursor = RowCursor(bytes, what: "the manifest", code: .malformedManifest)
        clone = try cursor.id(bytes)
        account = try cursor.id(bytes)
        accountName = try cursor.text(bytes)
        version = try cursor.count(bytes)
        edition = try cursor.word(bytes)
        parent = try cursor.optional(bytes) { (c, b) throws(CloneError) in try c.digest(b) }
        template = try cursor.text(bytes)
        language = try cursor.text(bytes)
        lockedBy = try cursor.text(bytes)
        lockedAt = try cursor.time(bytes)
        counts = Counts()
        for kind in CloneRow.Kind.allCases { counts[kind] = try cursor.count(bytes) }
        auditHead = try cursor.digest(bytes)
        signers = try cursor.list(bytes) { (c, b) throws(CloneError) in try c.text(b) }
        program = try cursor.text(bytes)
        redaction = try cursor.optional(bytes) { (c, b) throws(CloneError) in
            Redaction(number: try c.count(b), by: try c.text(b), at: try c.time(b))
        }
        try cursor.finish()
    }
}
