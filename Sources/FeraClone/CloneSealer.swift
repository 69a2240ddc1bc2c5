package import FeraCrypto
package import FeraDomain

/// One file of a sealed version, whole and signed, not yet on disk.
package struct SealedFile: Hashable, Sendable {
    package let edition: Edition
    /// 0 as sealed; the number of the redaction edition otherwise.
    package let redaction: Int
    package let root: Digest
    package let bytes: [UInt8]

    /// `team.fera`, or `team.r1.fera` for the first redaction edition.
    package var name: String { redaction == 0 ? "\(edition.rawValue).fera" : "\(edition.rawValue).r\(redaction).fera" }
}

/// A version with all its editions, which share one root.
package struct SealedVersion: Hashable, Sendable {
    package let version: Int
    package let root: Digest
    /// One file for every edition, always: that a file is there tells nobody which labels have rows.
    package let files: [Edition: SealedFile]
}

/// Makes the files of a version. Pure: the same input, salts and keys give the same bytes.
package enum CloneSealer {
    /// Seals all editions of a version.
    /// - Parameter keys: one key, or two while a key is changed for another; all of them sign.
    /// - Throws: `private_row`, `duplicate_row`, `unknown_reference`, `hidden_reference`, `bad_value`, `keys`.
    package static func seal(_ input: SealInput, salts: SealingSalts, keys: [SigningKey]) throws(CloneError) -> SealedVersion {
        try input.check()
        var rows: [(slot: RowsSection.Slot, row: CloneRow)] = []
        var leaves: [Label: [Digest]] = [:]
        for row in input.rows {
            let bytes = try row.encoded()
            let salt = salts.row(row.key)
            let leaf = bytes.withUnsafeBytes { CloneTree.leaf(salt: salt, row: $0) }
            leaves[row.label, default: []].append(leaf)
            rows.append((.present(RowsSection.Row(key: row.key, label: row.label, salt: salt, leaf: leaf, bytes: bytes)), row))
        }
        let trees = Label.sealed.map { label in
            let salt = salts.label(label)
            return TreeSection.Tree(label: label, salt: salt, root: CloneTree.label(label, salt: salt, leaves: leaves[label] ?? []))
        }
        let root = CloneTree.root(trees.map(\.root))

        var files: [Edition: SealedFile] = [:]
        // Editions that hold the same rows share their index: most versions have no personnel line.
        var indexes: [Set<Label>: [UInt8]] = [:]
        for edition in Edition.allCases {
            let held = rows.filter { edition.labels.contains($0.row.label) }
            let heldRows = held.map(\.row)
            let labels = Set(heldRows.map(\.label))
            let index: [UInt8]
            if let known = indexes[labels] { index = known } else { index = try IndexSection.build(heldRows, language: input.language) }
            indexes[labels] = index
            let manifest = CloneManifest(input, edition: edition, rows: heldRows, keys: keys)
            files[edition] = try file(
                manifest, trees: trees.map { edition.labels.contains($0.label) ? $0 : $0.hidden }, slots: held.map(\.slot), index: index, root: root,
                keys: keys)
        }
        return SealedVersion(version: input.version, root: root, files: files)
    }

    static func file(
        _ manifest: CloneManifest, trees: [TreeSection.Tree], slots: [RowsSection.Slot], index: [UInt8], root: Digest, keys: [SigningKey]
    ) throws(CloneError) -> SealedFile {
        let sections: [(kind: Container.Kind, bytes: [UInt8])] = [
            (Container.manifest, try manifest.encoded()), (Container.tree, TreeSection.encoded(trees)), (Container.rows, try RowsSection.encoded(slots)),
            (Container.index, index),
        ]
        let bytes = try Container.write(sections, root: root, parent: manifest.parent, keys: keys)
        return SealedFile(edition: manifest.edition, redaction: manifest.redaction?.number ?? 0, root: root, bytes: bytes)
    }
}

extension CloneManifest {
    fileprivate init(_ input: SealInput, edition: Edition, rows: [CloneRow], keys: [SigningKey]) {
        var counts = Counts()
        for row in rows { counts[row.kind] += 1 }
        self.init(
            clone: input.clone, account: input.account, accountName: input.accountName, version: input.version, edition: edition, parent: input.parent,
            template: input.template, language: input.language, lockedBy: input.lockedBy, lockedAt: input.lockedAt, counts: counts,
            auditHead: input.auditHead, signers: keys.map(\.publicKey.id), program: input.program, redaction: nil)
    }
}
