package import FeraDomain

extension OpenClone {
    /// How many passages the file holds; the index names them 0 ..< passageCount, in reading order.
    package var passageCount: Int { directory.passageCount }

    /// How many rows were replaced by their hashes in redactions.
    package var redactedCount: Int { directory.count - directory.present }

    /// The passage with an ordinal of the index.
    /// - Throws: `malformed_rows` for a number that is none, or a row that cannot be read.
    package func passage(at ordinal: Int) throws(CloneError) -> ClonePassage {
        guard ordinal >= 0, ordinal < passageCount else { throw CloneError(.malformedRows, "there is no passage \(ordinal); there are \(passageCount)") }
        let number = directory.passages.map { Int($0[ordinal]) } ?? ordinal
        guard case .passage(let passage) = try row(number: number) else { throw CloneError(.malformedRows, "row \(number) is no passage") }
        return passage
    }

    /// The passage with this id, or `nil` where the file holds none.
    package func passage(_ id: Statement.ID) throws(CloneError) -> ClonePassage? {
        guard case .passage(let passage) = try row(RowKey(.passage, id.rawValue)) else { return nil }
        return passage
    }

    /// The row with this kind and id, or `nil` where the file holds none.
    package func row(_ key: RowKey) throws(CloneError) -> CloneRow? {
        guard let number = try number(of: key) else { return nil }
        return try row(number: number)
    }

    /// All passages in reading order, decoded.
    package func passages() throws(CloneError) -> [ClonePassage] {
        try rows(.passage) { row in if case .passage(let row) = row { row } else { nil } }
    }

    /// All people, decoded.
    package func people() throws(CloneError) -> [ClonePerson] {
        try rows(.person) { row in if case .person(let row) = row { row } else { nil } }
    }

    /// All relations, decoded.
    package func relations() throws(CloneError) -> [CloneRelation] {
        try rows(.relation) { row in if case .relation(let row) = row { row } else { nil } }
    }

    /// All contradictions, decoded.
    package func contradictions() throws(CloneError) -> [CloneContradiction] {
        try rows(.contradiction) { row in if case .contradiction(let row) = row { row } else { nil } }
    }

    /// All gaps, decoded.
    package func gaps() throws(CloneError) -> [CloneGap] {
        try rows(.gap) { row in if case .gap(let row) = row { row } else { nil } }
    }

    /// All acceptance questions, decoded.
    package func acceptanceQuestions() throws(CloneError) -> [AcceptanceQuestion] {
        try rows(.acceptance) { row in if case .acceptance(let row) = row { row } else { nil } }
    }

    /// Every present row in the order of the file.
    package func allRows() throws(CloneError) -> [CloneRow] {
        var rows: [CloneRow] = []
        for number in 0..<directory.count where try !entry(number).isRedacted { rows.append(try row(number: number)) }
        return rows
    }

    private func rows<T>(_ kind: CloneRow.Kind, _ pick: (CloneRow) -> T?) throws(CloneError) -> [T] {
        var found: [T] = []
        for number in 0..<directory.count {
            let entry = try entry(number)
            if entry.kind > kind { break }
            guard entry.kind == kind, !entry.isRedacted, let row = pick(try row(number: number)) else { continue }
            found.append(row)
        }
        return found
    }
}

extension OpenClone {
    func entry(_ number: Int) throws(CloneError) -> RowsSection.Entry {
        try withRows { (section) throws(CloneError) in try RowsSection.Entry(section, number: number) }
    }

    /// The row of a directory entry; kind and label must be what the directory says.
    func row(number: Int) throws(CloneError) -> CloneRow {
        try withRows { (section) throws(CloneError) in
            let entry = try RowsSection.Entry(section, number: number)
            guard !entry.isRedacted else { throw CloneError(.malformedRows, "row \(number) was redacted") }
            let row = try CloneRow(decoding: section.extracting(entry.range))
            guard row.kind == entry.kind, row.label == entry.label else { throw CloneError(.malformedRows, "row \(number) is not what the directory says") }
            return row
        }
    }

    /// The key of a present row, without decoding the rest of it.
    static func key(_ section: RawSpan, number: Int) throws(CloneError) -> RowKey {
        let bytes = section.extracting(try RowsSection.Entry(section, number: number).range)
        var cursor = RowCursor(bytes, what: "row \(number)", code: .malformedRows)
        let (kind, _) = try CloneRow.head(&cursor, bytes)
        return RowKey(kind, try cursor.text(bytes))
    }

    /// The directory number at a place of the id table.
    func idTable(_ section: RawSpan, _ place: Int) throws(CloneError) -> Int {
        let start = RowsSection.headSize + directory.count * RowsSection.entrySize + place * 4
        guard place >= 0, place < directory.present else { throw CloneError(.malformedRows, "the id table has no place \(place)") }
        let number = Int(UInt32(bigEndian: section.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self)))
        guard number < directory.count else { throw CloneError(.malformedRows, "the id table names row \(number), there are \(directory.count)") }
        return number
    }

    /// Binary search in the id table.
    private func number(of key: RowKey) throws(CloneError) -> Int? {
        try withRows { (section) throws(CloneError) in
            var low = 0, high = directory.present
            while low < high {
                let middle = (low + high) / 2
                let number = try idTable(section, middle)
                let found = try Self.key(section, number: number)
                if found == key { return number }
                if found < key { low = middle + 1 } else { high = middle }
            }
            return nil
        }
    }
}
