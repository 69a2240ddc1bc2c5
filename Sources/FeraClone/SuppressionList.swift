package import FeraCrypto
package import FeraDomain

/// What may no longer be read, or only with a stricter label, in versions that were sealed before: signed like a clone, newer
/// lists replace older ones. Byte by byte in docs/clone-format.md.
package struct SuppressionList: Hashable, Sendable {
    /// What holds for a row of an older version.
    package enum Ruling: Hashable, Sendable {
        /// It is as if it were not there.
        case removed
        /// It is read with this label where that is stricter than its own.
        case restricted(Label)
    }

    /// One row, the versions, what holds.
    package struct Entry: Hashable, Sendable {
        package var row: RowKey
        /// The newest version that the ruling is for; all before it are covered too.
        package var throughVersion: Int
        package var ruling: Ruling

        package init(row: RowKey, throughVersion: Int, ruling: Ruling) {
            self.row = row
            self.throughVersion = throughVersion
            self.ruling = ruling
        }
    }

    package var clone: CloneID
    /// 1 for the first list of a clone, one more for each that replaces it.
    package var number: Int
    package var issuedBy: String
    package var issuedAt: Timestamp
    package var entries: [Entry]

    package init(clone: CloneID, number: Int, issuedBy: String, issuedAt: Timestamp, entries: [Entry]) {
        self.clone = clone
        self.number = number
        self.issuedBy = issuedBy
        self.issuedAt = issuedAt
        self.entries = entries
    }

    /// The label with which a row of a version is to be read; `nil`: not at all.
    package func label(of row: RowKey, label: Label, version: Int) -> Label? {
        var label = label
        for entry in entries where entry.row == row && version <= entry.throughVersion {
            switch entry.ruling {
            case .removed: return nil
            case .restricted(let now): label = label.stricter(now)
            }
        }
        return label
    }
}

extension SuppressionList {
    private static let magic: [UInt8] = [0xFE, 0x46, 0x65, 0x72, 0x61, 0x53, 0x0D, 0x0A]
    private static let format: UInt32 = 1
    private static let tag = Array("fera.clone.suppression.1\0".utf8)

    /// The signed file.
    package func encoded(key: SigningKey) throws(CloneError) -> [UInt8] {
        var out = RowWriter()
        out.raw(Self.magic)
        out.u32(Self.format)
        try out.text(clone.rawValue)
        try out.count(number, "the list's number")
        try out.text(issuedBy)
        try out.time(issuedAt)
        try out.list(entries) { (out, entry) throws(CloneError) in
            out.u8(entry.row.kind.rawValue)
            try out.text(entry.row.id)
            try out.count(entry.throughVersion, "a version")
            switch entry.ruling {
            case .removed: out.u8(0)
            case .restricted(let label): out.u8(1 + UInt8(label.strictness))
            }
        }
        let signature = key.sign(Self.tag + out.bytes)
        return out.bytes + key.publicKey.bytes + signature
    }

    /// Reads a signed file.
    /// - Throws: `malformed_suppression`; `newer_format`; `keys` where no trusted key signed it or the signature does not hold.
    package init(decoding bytes: [UInt8], trust: [VerifyingKey]) throws(CloneError) {
        let end = bytes.count - Container.signatureSize
        guard end > 0, let key = VerifyingKey(bytes: Array(bytes[end..<(end + 32)])) else {
            throw CloneError(.malformedSuppression, "the suppression list was cut, or is none")
        }
        guard trust.contains(key) else { throw CloneError(.keys, "the suppression list is signed by the key \(key.id), which is not trusted") }
        let body = Array(bytes[..<end])
        guard key.verify(Array(bytes[(end + 32)...]), Self.tag + body) else { throw CloneError(.keys, "the signature of the suppression list does not hold") }
        try self.init(body: body.span.bytes)
    }

    private init(body: RawSpan) throws(CloneError) {
        var cursor = RowCursor(body, what: "the suppression list", code: .malformedSuppression)
        guard try cursor.raw(body, 8) == Self.magic else { throw cursor.fail("it does not begin like one") }
        let format = try cursor.u32(body)
        guard format == Self.format else { throw CloneError(.newerFormat, "the suppression list has the format \(format): use a newer program") }
        clone = try cursor.id(body)
        number = try cursor.count(body)
        issuedBy = try cursor.text(body)
        issuedAt = try cursor.time(body)
        entries = try cursor.list(body) { (c, b) throws(CloneError) in
            let code = try c.u8(b)
            guard let kind = CloneRow.Kind(rawValue: code) else { throw c.fail("there is no row kind \(code)") }
            let key = RowKey(kind, try c.text(b)), version = try c.count(b)
            let number = Int(try c.u8(b))
            switch number {
            case 0: return Entry(row: key, throughVersion: version, ruling: .removed)
            case 6: return Entry(row: key, throughVersion: version, ruling: .restricted(.private))
            case 1...5: return Entry(row: key, throughVersion: version, ruling: .restricted(Label.sealed[number - 1]))
            default: throw c.fail("there is no ruling \(number)")
            }
        }
        try cursor.finish()
    }
}
