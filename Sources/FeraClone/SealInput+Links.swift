import FeraDomain

extension SealInput {
    /// Throws when the version cannot be sealed: a parent where none may be, a private row, an id twice, or a row that names
    /// another which is missing or which some of its readers may not read (its id alone would tell them that it exists).
    func check() throws(CloneError) {
        guard version >= 1 else { throw CloneError(.badValue, "version \(version) cannot be sealed; the first is 1") }
        guard (parent == nil) == (version == 1) else {
            throw CloneError(.badValue, version == 1 ? "version 1 has no parent" : "version \(version) needs the root of version \(version - 1) as its parent")
        }
        let rows = rows
        var labels: [RowKey: Label] = [:]
        for row in rows {
            guard row.label != .private else { throw CloneError(.privateRow, "\(row.key) is private and is not sealed: take it out of the version") }
            guard labels.updateValue(row.label, forKey: row.key) == nil else { throw CloneError(.duplicateRow, "\(row.key) stands twice in the version") }
        }
        for row in rows {
            for target in row.links {
                guard let label = labels[target] else { throw CloneError(.unknownReference, "\(row.key) names \(target), which is not in the version") }
                guard row.label.readersMayRead(label) else {
                    let link = "\(row.key) (\(row.label.rawValue)) names \(target) (\(label.rawValue))"
                    throw CloneError(.hiddenReference, "\(link), which not all of its readers may read")
                }
            }
        }
    }

    /// Drops from people and relations the passages that are not in the version or that some readers of the row may not read. A
    /// row that needs a hidden passage to make sense is to be labelled stricter instead.
    package mutating func dropUnreadableLinks() {
        let labels = Dictionary(passages.map { ($0.id, $0.label) }, uniquingKeysWith: { first, _ in first })
        func readable(_ ids: [Statement.ID], _ label: Label) -> [Statement.ID] {
            ids.filter { labels[$0].map(label.readersMayRead) ?? false }
        }
        for index in people.indices { people[index].passages = readable(people[index].passages, people[index].label) }
        for index in relations.indices { relations[index].passages = readable(relations[index].passages, relations[index].label) }
    }
}

extension Label {
    /// Whether every edition that holds this label holds the other one too.
    func readersMayRead(_ other: Label) -> Bool {
        Edition.allCases.allSatisfy { !$0.labels.contains(self) || $0.labels.contains(other) }
    }
}

extension CloneRow {
    /// The rows that this one names.
    var links: [RowKey] {
        switch self {
        case .passage(let row): row.blessedWording.map { [RowKey(.passage, $0.rawValue)] } ?? []
        case .person(let row): row.passages.map { RowKey(.passage, $0.rawValue) }
        case .relation(let row):
            [RowKey(.person, row.from.rawValue), RowKey(.person, row.to.rawValue)] + row.passages.map { RowKey(.passage, $0.rawValue) }
        case .contradiction, .gap: []
        case .acceptance(let row):
            switch row.expected {
            case .answer(let passages, _): passages.map { RowKey(.passage, $0.rawValue) }
            case .refusal: []
            }
        }
    }
}
