/// What changed from one file to another, row by row. Of two versions the same edition is compared, so that a row whose label
/// became stricter than the edition is, to its reader, simply gone.
package struct CloneDiff: Hashable, Sendable {
    /// Why a row counts as changed.
    package enum Reason: String, Codable, Hashable, Sendable, CaseIterable {
        /// Other words, or a new revision of the same.
        case revision
        case label
        /// Other people approved it, or on another day.
        case approval
        case evidence
        /// A contradiction, gap or relation stands otherwise than before.
        case status
        /// The line must be asked again on another day, or no longer.
        case expiry
        /// Anything else: its field, its kind, its links.
        case other
    }

    /// A row that both hold, and not alike.
    package struct Change: Hashable, Sendable {
        package let before: CloneRow
        package let after: CloneRow
        /// In the order of `Reason`; never empty.
        package let reasons: [Reason]
    }

    /// In the order of the newer file.
    package let added: [CloneRow]
    /// In the order of the older file.
    package let removed: [CloneRow]
    /// In the order of the newer file.
    package let changed: [Change]

    /// Whether both files hold the same rows, byte for byte.
    package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

    /// - Throws: `malformed_rows` where a row of either file cannot be read.
    package init(from older: OpenClone, to newer: OpenClone) throws(CloneError) {
        var left: [RowKey: CloneRow] = [:]
        let before = try older.allRows()
        for row in before { left[row.key] = row }
        var added: [CloneRow] = [], changed: [Change] = []
        for row in try newer.allRows() {
            guard let old = left.removeValue(forKey: row.key) else {
                added.append(row)
                continue
            }
            // By their bytes: `==` on strings takes two spellings of an accent for one.
            if try old.encoded() != row.encoded() { changed.append(Change(before: old, after: row, reasons: Self.reasons(old, row))) }
        }
        self.added = added
        self.changed = changed
        removed = before.filter { left[$0.key] != nil }
    }

    private static func reasons(_ a: CloneRow, _ b: CloneRow) -> [Reason] {
        var found: Set<Reason> = []
        func note(_ reason: Reason, _ differs: Bool) { if differs { found.insert(reason) } }
        note(.label, a.label != b.label)
        switch (a, b) {
        case (.passage(let a), .passage(let b)):
            note(.revision, a.revision != b.revision || !a.text.utf8.elementsEqual(b.text.utf8))
            note(.approval, a.approvals != b.approvals || a.ownersPass != b.ownersPass)
            note(.evidence, a.evidence != b.evidence)
            note(.expiry, a.expiresOn != b.expiresOn)
        case (.person(let a), .person(let b)):
            note(.evidence, a.passages != b.passages)
            note(.status, a.stance != b.stance || a.influence != b.influence || a.role != b.role)
        case (.relation(let a), .relation(let b)):
            note(.evidence, a.passages != b.passages)
            note(.status, a.kind != b.kind)
        case (.contradiction(let a), .contradiction(let b)):
            note(.evidence, a.a != b.a || a.b != b.b)
            note(.status, a.status != b.status || a.resolution != b.resolution || a.resolvedBy != b.resolvedBy)
        case (.gap(let a), .gap(let b)):
            note(.revision, a.question != b.question)
            note(.status, a.status != b.status)
        case (.acceptance(let a), .acceptance(let b)):
            note(.revision, a.question != b.question || a.expected != b.expected)
        default: break
        }
        if found.isEmpty { found.insert(.other) }
        return Reason.allCases.filter(found.contains)
    }
}
