import FeraDomain

/// Collects excerpts while a reader runs: it alone removes secrets, counts offsets and makes ids.
struct ExtractionBuilder {
    let source: Source.ID
    let limits: IngestLimits
    private(set) var bytes: [UInt8] = []
    private(set) var excerpts: [Excerpt] = []
    private var notices: [String] = []
    private var redactions: [Extraction.Redaction] = []
    private var notTold = 0
    var counts = ReadCounts()

    init(source: Source.ID, limits: IngestLimits) {
        self.source = source
        self.limits = limits
    }

    /// At most 50 are kept; of the others the number is told.
    mutating func notice(_ text: String) {
        if notices.count < 50 { notices.append(text) } else { notTold += 1 }
    }

    /// The text without secrets. Line breaks inside a secret are kept behind its replacement, so that lines keep their numbers.
    /// - Parameter locator: the place of a secret, from the number of its line (counted from 1) in `text`.
    mutating func cleaned(_ text: String, locator: (Int) -> Locator) -> String {
        let result = SecretRedactor.redact(text)
        guard !result.isClean else { return text }
        let original = Array(text.utf8)
        let replaced = Array(result.text.utf8)
        var out: [UInt8] = []
        var line = 1
        var counted = 0
        var copied = 0
        for finding in result.findings {
            line += original[counted..<finding.original.lowerBound].count { $0 == 10 }
            redactions.append(.init(kind: finding.kind, locator: locator(line)))
            let breaks = original[finding.original].count { $0 == 10 }
            out += replaced[copied..<finding.replaced.upperBound]
            out += repeatElement(10, count: breaks)
            line += breaks
            counted = finding.original.upperBound
            copied = finding.replaced.upperBound
        }
        return String(decoding: out + replaced[copied...], as: UTF8.self)
    }

    /// Text that belongs to the extraction and to no excerpt (quoted mail, signatures). Must be clean.
    mutating func addUnquoted(_ text: String) {
        if !bytes.isEmpty { bytes.append(10) }
        bytes.append(contentsOf: text.utf8)
    }

    /// - Parameter text: already clean.
    mutating func add(
        _ shape: Excerpt.Shape, _ text: String, at locator: Locator, speaker: String? = nil, day: Day? = nil, record: Record? = nil
    ) throws(IngestError) {
        guard excerpts.count < limits.excerpts else { throw .tooLarge(what: "excerpts", limit: limits.excerpts) }
        guard text.utf8.count <= limits.pieceBytes else { throw .tooLarge(what: "bytes in one piece (\(locator))", limit: limits.pieceBytes) }
        if !bytes.isEmpty { bytes.append(10) }
        let offset = bytes.count
        bytes.append(contentsOf: text.utf8)
        excerpts.append(
            Excerpt(
                id: Excerpt.ID("\(source.rawValue).e\(excerpts.count + 1)"), source: source, shape: shape, text: text, offset: offset, locator: locator,
                speaker: speaker, day: day, record: record))
    }

    /// Adds a row: its filled columns as "heading: value" lines in the file's order and words, secrets removed from text and columns
    /// alike. What the columns mean stands beside the text.
    mutating func addRecord(_ map: ColumnMap, _ cells: [String], at locator: Locator) throws(IngestError) {
        let filled = zip(map.headings, zip(map.names, cells)).filter { !$1.1.isEmpty }
            .map { (label: $0.isEmpty ? "" : "\($0): ", name: $1.0, value: $1.1) }
        // Nearly every row is clean, and one look at the whole row says so.
        let isClean = SecretRedactor.redact(filled.map { $0.label + $0.value }.joined(separator: "\n")).isClean
        var text = ""
        var record = Record(kind: map.kind, columns: [:])
        for (label, name, value) in filled {
            if !text.isEmpty { text += "\n" }
            let line = isClean ? label + value : cleaned(label + value) { _ in locator }
            record.columns[name] = isClean ? value : line.utf8.starts(with: label.utf8) ? String(Substring(line.utf8.dropFirst(label.utf8.count))) : line
            record.lines[name] = text.utf8.count..<text.utf8.count + line.utf8.count
            text += line
        }
        if let name = map.joinedName(record.columns) { record.columns["name"] = cleaned(name) { _ in locator } }
        let day = record.columns["date"].flatMap { TextScan.dates(in: $0).first?.value }
        try add(.record, text, at: locator, speaker: map.kind == .ticket ? record.columns["reporter"] : nil, day: day, record: record)
    }

    func finished() -> Extraction {
        var told = notices
        if notTold > 0 { told.append("\(notTold) more notices of this file are not shown") }
        if !redactions.isEmpty {
            let places = redactions.prefix(5).map { "\($0.kind.rawValue) at \($0.locator)" }.joined(separator: ", ")
            told.append("\(redactions.count) secrets were removed: \(places)\(redactions.count > 5 ? ", …" : "")")
        }
        return Extraction(text: String(decoding: bytes, as: UTF8.self), excerpts: excerpts, counts: counts, notices: told, redactions: redactions)
    }
}
