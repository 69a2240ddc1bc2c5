package import FeraCrypto
package import FeraDomain

/// Takes words out of a sealed file: the row goes, its salted hash stays, the root still verifies. The salt goes too, so that
/// nobody can try out which words they were.
package enum CloneRedaction {
    /// Makes the redaction edition of a file. Each edition that holds one of the rows needs its own; editions that hold none stay
    /// as they are. The old file is to be destroyed, and older versions go on a `SuppressionList`.
    /// - Parameter rows: the rows to take out. Rows that quote the same words elsewhere (a contradiction, a blessed wording) are to
    ///   be named as well; ids that this edition does not hold are passed over.
    /// - Parameter clone: a file that verifies; a broken one is refused.
    /// - Throws: `nothing_to_redact`, `not_whole`, `keys`.
    package static func redact(
        _ clone: OpenClone, rows keys: Set<RowKey>, by name: String, at moment: Timestamp, signing: [SigningKey]
    ) throws(CloneError) -> SealedFile {
        if case .broken(let faults) = clone.verify(trust: []) {
            throw CloneError(.notWhole, "\(clone.path) does not verify and cannot be redacted: \(faults.map(\.message).joined(separator: "; "))")
        }
        var slots: [RowsSection.Slot] = [], kept: [CloneRow] = []
        var taken = 0
        for number in 0..<clone.directory.count {
            let entry = try clone.entry(number)
            let (salt, leaf) = try clone.withRows { (section) throws(CloneError) in (try entry.salt(section), try entry.leaf(section)) }
            if entry.isRedacted {
                slots.append(.redacted(entry.kind, entry.label, leaf: leaf))
                continue
            }
            let row = try clone.row(number: number)
            if keys.contains(row.key) {
                taken += 1
                slots.append(.redacted(entry.kind, entry.label, leaf: leaf))
            } else {
                let bytes = clone.withRows { section in section.extracting(entry.range).withUnsafeBytes { Array($0) } }
                slots.append(.present(RowsSection.Row(key: row.key, label: row.label, salt: salt, leaf: leaf, bytes: bytes)))
                kept.append(row)
            }
        }
        guard taken > 0 else { throw CloneError(.nothingToRedact, "\(clone.path) holds none of the \(keys.count) rows") }
        var manifest = clone.manifest
        manifest.counts = .init()
        for row in kept { manifest.counts[row.kind] += 1 }
        manifest.signers = signing.map(\.publicKey.id)
        manifest.redaction = .init(number: (clone.manifest.redaction?.number ?? 0) + 1, by: name, at: moment)
        let index = try IndexSection.build(kept, language: manifest.language)
        return try CloneSealer.file(manifest, trees: clone.trees, slots: slots, index: index, root: clone.root, keys: signing)
    }
}
