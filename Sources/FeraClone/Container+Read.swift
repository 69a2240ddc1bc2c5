import FeraCrypto

/// The header of a file, read and held against the file's real size. Everything it names lies inside the file, in order, without
/// gaps but for padding.
struct ContainerHeader {
    var root: Digest
    var entries: [Container.Entry]
    var signature: Range<Int>
    var manifest: Container.Entry
    var tree: Container.Entry
    var rows: Container.Entry
    var index: Container.Entry

    /// - Parameter bytes: the first page of the file.
    /// - Parameter fileSize: the size that the file has, not the one it claims.
    init(page bytes: RawSpan, fileSize: Int) throws(CloneError) {
        guard bytes.byteCount == Container.page else {
            throw CloneError(.truncated, "the file has \(fileSize) bytes, less than the header of a clone: it was cut, or is no clone")
        }
        var cursor = RowCursor(bytes, what: "the header", code: .header)
        guard try cursor.raw(bytes, 8) == Container.magic else { throw CloneError(.notAClone, "the file does not begin like a clone") }
        let format = try cursor.u32(bytes)
        guard format == Container.format else {
            throw CloneError(.newerFormat, "the file has the format \(format), this program reads \(Container.format): use a newer program")
        }
        let count = try cursor.count(bytes)
        guard count <= Container.maxSections else { throw cursor.fail("\(count) sections are announced; at most \(Container.maxSections) fit") }
        let size = try Self.position(&cursor, bytes)
        let sizes = "the header names \(size) bytes, the file has \(fileSize)"
        guard size <= fileSize else { throw CloneError(.truncated, "\(sizes): it was cut, or the header was changed") }
        guard size == fileSize else { throw CloneError(.trailing, "\(sizes): something was added after its end") }
        let signatureOffset = try Self.position(&cursor, bytes)
        let signatureLength = try Self.position(&cursor, bytes)
        try cursor.zero(bytes, 8)
        root = try cursor.digest(bytes)

        var entries: [Container.Entry] = []
        var next = Container.page
        for _ in 0..<count {
            let entry = Container.Entry(
                kind: Container.Kind(code: try cursor.u32(bytes)), version: try cursor.u32(bytes), offset: try Self.position(&cursor, bytes),
                length: try Self.position(&cursor, bytes), digest: try cursor.digest(bytes))
            guard entry.kind.isWellFormed else { throw cursor.fail("a section's kind is not four letters") }
            guard entry.offset == next, entry.length <= size - entry.offset else { throw cursor.fail("the section \(entry.kind) does not lie where it must") }
            next = Container.aligned(entry.offset + entry.length)
            guard next <= size else { throw cursor.fail("the section \(entry.kind) reaches past the end") }
            entries.append(entry)
        }
        guard signatureOffset == next, signatureLength == size - next,
            signatureLength == 8 + Container.signatureSize || signatureLength == 8 + 2 * Container.signatureSize
        else { throw cursor.fail("the signature block does not lie where it must") }
        signature = signatureOffset..<size
        manifest = try Self.section(Container.manifest, entries)
        tree = try Self.section(Container.tree, entries)
        rows = try Self.section(Container.rows, entries)
        index = try Self.section(Container.index, entries)
        for entry in entries where !entry.kind.isOptional && ![Container.manifest, Container.tree, Container.rows, Container.index].contains(entry.kind) {
            throw CloneError(.unknownSection, "the file has a section \(entry.kind) that must be understood and is not: use a newer program")
        }
        self.entries = entries
    }

    private static func section(_ kind: Container.Kind, _ entries: [Container.Entry]) throws(CloneError) -> Container.Entry {
        let found = entries.filter { $0.kind == kind }
        guard let entry = found.first, found.count == 1 else {
            throw CloneError(.sectionMissing, "the file has \(found.count) sections \(kind); it must have one")
        }
        guard entry.version == Container.sectionVersion else {
            let versions = "the version \(entry.version), this program reads \(Container.sectionVersion)"
            throw CloneError(.newerFormat, "the section \(kind) has \(versions): use a newer program")
        }
        return entry
    }

    /// An offset or a length; past 2^48 it is no file's.
    private static func position(_ cursor: inout RowCursor, _ bytes: RawSpan) throws(CloneError) -> Int {
        let value = try cursor.u64(bytes)
        guard value < 1 << 48 else { throw cursor.fail("an offset or a length of \(value) bytes is no file's") }
        return Int(value)
    }
}
