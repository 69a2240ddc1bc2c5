import FeraCrypto
import FeraDomain

/// The rows: a directory with an entry for each, a table of the present rows by id, then the rows' bytes back to back.
enum RowsSection {
    static let headSize = 8
    static let entrySize = 80

    /// A row as it goes into a file.
    struct Row {
        var key: RowKey
        var label: Label
        var salt: Digest
        var leaf: Digest
        var bytes: [UInt8]
    }

    /// A row's place in the directory: a row in words, or what a redaction left of it.
    enum Slot {
        case present(Row)
        case redacted(CloneRow.Kind, Label, leaf: Digest)

        var label: Label {
            switch self {
            case .present(let row): row.label
            case .redacted(_, let label, _): label
            }
        }

        var leaf: Digest {
            switch self {
            case .present(let row): row.leaf
            case .redacted(_, _, let leaf): leaf
            }
        }
    }

    static func encoded(_ slots: [Slot]) throws(CloneError) -> [UInt8] {
        var out = RowWriter()
        try out.count(slots.count, "the count of rows")
        var present: [(key: RowKey, number: Int)] = []
        for (number, slot) in slots.enumerated() { if case .present(let row) = slot { present.append((row.key, number)) } }
        try out.count(present.count, "the count of rows")
        var offset = headSize + slots.count * entrySize + present.count * 4
        for slot in slots {
            switch slot {
            case .present(let row):
                entry(&out, kind: row.key.kind, label: row.label, state: 0)
                try out.count(row.bytes.count, "the length of a row")
                out.u64(UInt64(offset))
                out.digest(row.salt)
                out.digest(row.leaf)
                offset += row.bytes.count
            case .redacted(let kind, let label, let leaf):
                entry(&out, kind: kind, label: label, state: 1)
                out.u32(0)
                out.u64(UInt64(offset))
                out.raw([UInt8](repeating: 0, count: 32))
                out.digest(leaf)
            }
        }
        present.sort { $0.key < $1.key }
        for row in present { out.u32(UInt32(row.number)) }
        for slot in slots { if case .present(let row) = slot { out.raw(row.bytes) } }
        return out.bytes
    }

    private static func entry(_ out: inout RowWriter, kind: CloneRow.Kind, label: Label, state: UInt8) {
        out.u8(kind.rawValue)
        out.u8(UInt8(label.strictness))
        out.u8(state)
        out.u8(0)
    }

    /// One entry of the directory, read in place. Opening reads all of them, so nothing here is copied that opening does not need.
    struct Entry {
        var kind: CloneRow.Kind
        var label: Label
        var isRedacted: Bool
        /// In the section.
        var range: Range<Int>
        /// Where the salt lies in the section; the leaf follows it.
        private let saltOffset: Int

        init(_ section: RawSpan, number: Int) throws(CloneError) {
            let start = headSize + number * entrySize
            guard number >= 0, start + entrySize <= section.byteCount else { throw CloneError(.malformedRows, "the directory has no row \(number)") }
            func byte(_ at: Int) -> UInt8 { section.unsafeLoad(fromByteOffset: start + at, as: UInt8.self) }
            guard let kind = CloneRow.Kind(rawValue: byte(0)), byte(1) < Label.sealed.count, byte(2) < 2, byte(3) == 0 else {
                throw CloneError(.malformedRows, "row \(number) of the directory has a kind, label or state that there is not")
            }
            let length = Int(UInt32(bigEndian: section.unsafeLoadUnaligned(fromByteOffset: start + 4, as: UInt32.self)))
            let offset = UInt64(bigEndian: section.unsafeLoadUnaligned(fromByteOffset: start + 8, as: UInt64.self))
            guard offset <= UInt64(section.byteCount), length <= section.byteCount - Int(offset) else {
                throw CloneError(.malformedRows, "row \(number) of the directory reaches past its section")
            }
            self.kind = kind
            label = Label.sealed[Int(byte(1))]
            isRedacted = byte(2) == 1
            range = Int(offset)..<(Int(offset) + length)
            saltOffset = start + 16
        }

        func salt(_ section: RawSpan) throws(CloneError) -> Digest { try Self.digest(section, saltOffset) }

        func leaf(_ section: RawSpan) throws(CloneError) -> Digest { try Self.digest(section, saltOffset + Digest.byteCount) }

        private static func digest(_ section: RawSpan, _ offset: Int) throws(CloneError) -> Digest {
            let bytes = section.extracting(offset..<(offset + Digest.byteCount))
            var cursor = RowCursor(bytes, what: "a hash of the directory", code: .malformedRows)
            return try cursor.digest(bytes)
        }
    }

    /// The section's shape, read once at opening.
    struct Directory {
        var count: Int
        var present: Int
        /// The directory numbers of the present passages in reading order; `nil` where it is simply 0, 1, 2 …
        var passages: [UInt32]?
        var passageCount: Int
        /// How many rows of each kind are present.
        var counts = CloneManifest.Counts()

        /// Checks that rows lie back to back in the order of their kinds and fill the section, that their labels are the edition's,
        /// and that the id table names each present row once.
        init(_ section: RawSpan, labels: Set<Label>) throws(CloneError) {
            var cursor = RowCursor(section, what: "the rows' directory", code: .malformedRows)
            count = try cursor.count(section)
            present = try cursor.count(section)
            let isHeld = Label.sealed.map(labels.contains)
            guard present <= count, count <= cursor.remaining / entrySize, present <= (cursor.remaining - count * entrySize) / 4 else {
                throw cursor.fail("\(count) rows are announced, which the section cannot hold")
            }
            var next = headSize + count * entrySize + present * 4
            var kind = CloneRow.Kind.passage
            var found = 0, redactedPassages = 0
            for number in 0..<count {
                let entry = try Entry(section, number: number)
                guard entry.kind >= kind else { throw cursor.fail("row \(number) is out of the order of kinds") }
                guard isHeld[entry.label.strictness] else { throw cursor.fail("row \(number) has a label that this edition does not hold") }
                guard entry.range.lowerBound == next, !entry.isRedacted || entry.range.isEmpty else {
                    throw cursor.fail("row \(number) does not lie where it must")
                }
                kind = entry.kind
                next = entry.range.upperBound
                if entry.isRedacted {
                    if kind == .passage { redactedPassages += 1 }
                } else {
                    found += 1
                    counts[kind] += 1
                }
            }
            guard next == section.byteCount else { throw cursor.fail("\(section.byteCount - next) bytes belong to no row") }
            guard found == present else { throw cursor.fail("\(present) present rows are announced, \(found) are there") }
            passageCount = counts.passages
            if redactedPassages > 0 {
                var kept: [UInt32] = []
                for number in 0..<(passageCount + redactedPassages) where try !Entry(section, number: number).isRedacted { kept.append(UInt32(number)) }
                passages = kept
            }
        }
    }
}
