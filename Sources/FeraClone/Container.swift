import FeraCrypto

/// The outer form of a clone file: a header page with the section table, page-aligned sections, a signature block at the end.
/// Byte by byte in docs/clone-format.md.
enum Container {
    /// Not text in any encoding, and cut by a transfer that changes line ends.
    static let magic: [UInt8] = [0xFE, 0x46, 0x65, 0x72, 0x61, 0x0D, 0x0A, 0x1A]
    static let format: UInt32 = 1
    static let page = 4096
    static let tableOffset = 80
    static let entrySize = 56
    static let maxSections = 64
    static let signatureSize = 96

    static let manifest = Kind("MANI"), tree = Kind("TREE"), rows = Kind("ROWS"), index = Kind("INDX")
    /// The version of each section that this program writes and reads.
    static let sectionVersion: UInt32 = 1

    /// Four ASCII letters; a small first letter marks a section that a reader who does not know it may skip.
    struct Kind: Hashable, CustomStringConvertible {
        let code: UInt32

        init(code: UInt32) { self.code = code }

        init(_ name: StaticString) {
            var code: UInt32 = 0
            name.withUTF8Buffer { for byte in $0.prefix(4) { code = code << 8 | UInt32(byte) } }
            self.code = code
        }

        var isOptional: Bool { code >> 24 & 0x20 != 0 }

        var isWellFormed: Bool { bytes.allSatisfy { (65...90).contains($0) || (97...122).contains($0) } }

        private var bytes: [UInt8] { [UInt8(code >> 24), UInt8(code >> 16 & 255), UInt8(code >> 8 & 255), UInt8(code & 255)] }

        var description: String { isWellFormed ? String(decoding: bytes, as: UTF8.self) : Hex.encode(bytes) }
    }

    struct Entry: Hashable {
        var kind: Kind
        var version: UInt32
        var offset: Int
        var length: Int
        var digest: Digest

        var range: Range<Int> { offset..<(offset + length) }
    }

    /// The next multiple of the page size.
    static func aligned(_ offset: Int) -> Int { (offset + page - 1) / page * page }

    /// What the keys sign: a tag, the hash of the header page (and so all sections' hashes), the root, the hash of the manifest and
    /// the parent's root, or 32 zero bytes where there is none.
    static func message(header: Digest, root: Digest, manifest: Digest, parent: Digest?) -> [UInt8] {
        Array("fera.clone.signature.1\0".utf8) + header.bytes + root.bytes + manifest.bytes + (parent?.bytes ?? [UInt8](repeating: 0, count: 32))
    }
}

extension Container {
    /// Lays out header, sections and signature block.
    static func write(_ sections: [(kind: Kind, bytes: [UInt8])], root: Digest, parent: Digest?, keys: [SigningKey]) throws(CloneError) -> [UInt8] {
        guard (1...2).contains(keys.count), Set(keys.map(\.publicKey)).count == keys.count else {
            throw CloneError(.keys, "\(keys.count) keys were given; a clone is signed by one, or by two different ones while a key is changed")
        }
        var offset = page
        var entries: [Entry] = []
        for section in sections {
            entries.append(
                Entry(kind: section.kind, version: sectionVersion, offset: offset, length: section.bytes.count, digest: SHA256.hash(section.bytes)))
            offset = aligned(offset + section.bytes.count)
        }
        let signatureLength = 8 + keys.count * signatureSize
        let size = offset + signatureLength

        var header = RowWriter()
        header.raw(magic)
        header.u32(format)
        header.u32(UInt32(entries.count))
        header.u64(UInt64(size))
        header.u64(UInt64(offset))
        header.u64(UInt64(signatureLength))
        header.u64(0)
        header.digest(root)
        for entry in entries {
            header.u32(entry.kind.code)
            header.u32(entry.version)
            header.u64(UInt64(entry.offset))
            header.u64(UInt64(entry.length))
            header.digest(entry.digest)
        }

        var file: [UInt8] = []
        file.reserveCapacity(size)
        file += header.bytes
        for (section, entry) in zip(sections, entries) {
            file.append(contentsOf: repeatElement(0, count: entry.offset - file.count))
            file += section.bytes
        }
        file.append(contentsOf: repeatElement(0, count: offset - file.count))

        let headerDigest = file.withUnsafeBytes { SHA256.hash(UnsafeRawBufferPointer(rebasing: $0[..<page])) }
        let manifestDigest = entries.first { $0.kind == manifest }?.digest ?? root
        let signed = message(header: headerDigest, root: root, manifest: manifestDigest, parent: parent)
        var block = RowWriter()
        block.u32(UInt32(keys.count))
        block.u32(0)
        for key in keys {
            block.raw(key.publicKey.bytes)
            block.raw(key.sign(signed))
        }
        return file + block.bytes
    }
}
