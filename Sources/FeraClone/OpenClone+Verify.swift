package import FeraCrypto
import FeraDomain
import Glibc

extension OpenClone {
    /// Recomputes everything: section hashes, padding, every row, the trees, the root, the manifest's counts, the signatures.
    /// - Parameter trust: keys whose signature makes the file more than consistent with itself.
    /// - Parameter parent: the root that the version before is known to have, where it is known.
    package func verify(trust: [VerifyingKey], parent: Digest? = nil) -> Verification {
        let faults = mapping.read { file in
            sectionFaults(file) + paddingFaults(file) + rowFaults(file.extracting(header.rows.range)) + indexFaults() + manifestFaults(parent)
                + signatureFaults(file)
        }
        guard faults.isEmpty else { return .broken(faults) }
        // All signatures hold, so the ids in the signed manifest are those of the keys in the block.
        return trust.contains { manifest.signers.contains($0.id) && signs($0) } ? .whole : .wholeButSignerUnknown(manifest.signers)
    }

    private func sectionFaults(_ file: RawSpan) -> [Verification.Fault] {
        header.entries.compactMap { entry in
            let digest = file.extracting(entry.range).withUnsafeBytes { SHA256.hash($0) }
            guard digest != entry.digest else { return nil }
            return .init(.section(entry.kind.description), "the section \(entry.kind) is not what the header says: its \(entry.length) bytes hash to \(digest)")
        }
    }

    private func paddingFaults(_ file: RawSpan) -> [Verification.Fault] {
        var gaps = [(Container.tableOffset + header.entries.count * Container.entrySize)..<Container.page]
        for entry in header.entries { gaps.append(entry.range.upperBound..<Container.aligned(entry.range.upperBound)) }
        return gaps.filter { !$0.isEmpty }.compactMap { gap in
            file.extracting(gap).withUnsafeBytes { bytes in
                // All bytes are zero when the first is and each is like the one before it: one call instead of a loop.
                guard let start = bytes.baseAddress, bytes[0] != 0 || memcmp(start, start + 1, bytes.count - 1) != 0 else { return nil }
                return bytes.firstIndex { $0 != 0 }.map { .init(.padding, "byte \(gap.lowerBound + $0) lies between sections and is not zero") }
            }
        }
    }

    private func rowFaults(_ section: RawSpan) -> [Verification.Fault] {
        var faults: [Verification.Fault] = []
        var leaves: [Label: [Digest]] = [:]
        for number in 0..<directory.count {
            do {
                let entry = try RowsSection.Entry(section, number: number)
                let (salt, sealedLeaf) = (try entry.salt(section), try entry.leaf(section))
                leaves[entry.label, default: []].append(sealedLeaf)
                if entry.isRedacted {
                    if salt.bytes.contains(where: { $0 != 0 }) {
                        faults.append(.init(.row("row \(number)"), "row \(number) was redacted and still has a salt"))
                    }
                    continue
                }
                let bytes = section.extracting(entry.range)
                let leaf = bytes.withUnsafeBytes { CloneTree.leaf(salt: salt, row: $0) }
                if leaf != sealedLeaf {
                    let name = (try? Self.key(section, number: number).description) ?? "row \(number)"
                    faults.append(.init(.row(name), "\(name) is not what was sealed: its words, its salt or its hash were changed"))
                }
                let row = try CloneRow(decoding: bytes)
                if row.kind != entry.kind || row.label != entry.label {
                    faults.append(.init(.row(row.key.description), "\(row.key) has another kind or label in the directory"))
                }
            } catch {
                faults.append(.init(.row("row \(number)"), error.message))
            }
        }
        return faults + idTableFaults(section) + treeFaults(leaves)
    }

    /// The table must name every present row, each once, in the order of kinds and ids.
    private func idTableFaults(_ section: RawSpan) -> [Verification.Fault] {
        do {
            var last: RowKey?
            for place in 0..<directory.present {
                let number = try idTable(section, place)
                guard try !RowsSection.Entry(section, number: number).isRedacted else {
                    return [.init(.section(Container.rows.description), "the id table names row \(number), which was redacted")]
                }
                let key = try Self.key(section, number: number)
                if let last, !(last < key) { return [.init(.section(Container.rows.description), "the id table is out of order at \(key)")] }
                last = key
            }
            return []
        } catch {
            return [.init(.section(Container.rows.description), error.message)]
        }
    }

    private func treeFaults(_ leaves: [Label: [Digest]]) -> [Verification.Fault] {
        var faults: [Verification.Fault] = []
        for tree in trees {
            guard let salt = tree.salt, CloneTree.label(tree.label, salt: salt, leaves: leaves[tree.label] ?? []) != tree.root else { continue }
            let rows = "the rows labelled '\(tree.label.rawValue)'"
            faults.append(.init(.tree(tree.label), "\(rows) are not the sealed ones in their order: one is missing, added, moved or changed"))
        }
        if CloneTree.root(trees.map(\.root)) != root { faults.append(.init(.root, "the labels' roots do not join to the root in the header")) }
        return faults
    }

    private func indexFaults() -> [Verification.Fault] {
        do {
            _ = try index()
            return []
        } catch {
            return [Verification.Fault(error)]
        }
    }

    private func manifestFaults(_ known: Digest?) -> [Verification.Fault] {
        var faults: [Verification.Fault] = []
        if manifest.counts != directory.counts { faults.append(.init(.manifest, "the manifest counts other rows than the file holds")) }
        if manifest.version < 1 { faults.append(.init(.manifest, "the manifest says version \(manifest.version); the first is 1")) }
        if manifest.redaction == nil, redactedCount > 0 { faults.append(.init(.manifest, "rows are redacted and the manifest does not say so")) }
        if let redaction = manifest.redaction, redaction.number < 1 { faults.append(.init(.manifest, "a redaction has the number \(redaction.number)")) }
        if (manifest.parent == nil) != (manifest.version == 1) {
            faults.append(.init(.parent, "version \(manifest.version) \(manifest.parent == nil ? "names no parent" : "names a parent")"))
        }
        if let known, manifest.parent != known {
            faults.append(.init(.parent, "the parent is \(manifest.parent?.hex ?? "none"), not \(known.hex): another version went before"))
        }
        return faults
    }

    private func signatureFaults(_ file: RawSpan) -> [Verification.Fault] {
        let block = file.extracting(header.signature)
        do {
            let signatures = try Self.signatures(block)
            let page = file.extracting(0..<Container.page).withUnsafeBytes { SHA256.hash($0) }
            let manifestDigest = file.extracting(header.manifest.range).withUnsafeBytes { SHA256.hash($0) }
            let message = Container.message(header: page, root: root, manifest: manifestDigest, parent: manifest.parent)
            var faults: [Verification.Fault] = []
            for (key, signature) in signatures where !key.verify(signature, message) {
                faults.append(.init(.signature(key.id), "the signature of the key \(key.id) does not hold"))
            }
            if signatures.map(\.key.id) != manifest.signers {
                faults.append(.init(.signature(manifest.signers.joined(separator: ", ")), "the signing keys are not those that the manifest names"))
            }
            if Set(signatures.map(\.key)).count != signatures.count { faults.append(.init(.signature(""), "one key signed twice")) }
            return faults
        } catch {
            return [.init(.signature(""), error.message)]
        }
    }

    private func signs(_ key: VerifyingKey) -> Bool {
        mapping.read { file in (try? Self.signatures(file.extracting(header.signature)))?.contains { $0.key == key } ?? false }
    }

    private static func signatures(_ block: RawSpan) throws(CloneError) -> [(key: VerifyingKey, signature: [UInt8])] {
        var cursor = RowCursor(block, what: "the signature block", code: .header)
        let count = try cursor.count(block)
        guard (1...2).contains(count) else { throw cursor.fail("\(count) signatures are announced; there are one or two") }
        try cursor.zero(block, 4)
        var found: [(VerifyingKey, [UInt8])] = []
        for _ in 0..<count {
            guard let key = VerifyingKey(bytes: try cursor.raw(block, 32)) else { throw cursor.fail("a key is not 32 bytes long") }
            found.append((key, try cursor.raw(block, 64)))
        }
        try cursor.finish()
        return found
    }
}
