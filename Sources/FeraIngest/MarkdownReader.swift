import FeraDomain

/// Markdown: headings, list items, table rows, "key: value" lines and paragraphs are excerpts of their own, verbatim. In a document
/// that reads like a contract, paragraphs and items are clauses.
enum MarkdownReader {
    static func read(_ input: ReaderInput, _ builder: inout ExtractionBuilder) throws(IngestError) {
        let decoded = try TextDecoding.decode(input.bytes)
        if let notice = decoded.notice { builder.notice(notice) }
        try TextLines.check(decoded.text, limits: input.limits)
        let lines = TextLines(builder.cleaned(decoded.text) { .lines($0, $0) }).lines
        let shape: Excerpt.Shape = isContract(input.name, lines) ? .clause : .prose
        var start: Int?
        var fenced = false
        func flush(_ end: Int, _ builder: inout ExtractionBuilder) throws(IngestError) {
            guard let from = start else { return }
            start = nil
            try builder.add(shape, lines[from..<end].map(TextLines.trimmed).joined(separator: "\n"), at: .lines(from + 1, end))
            builder.counts.read += 1
        }
        for (index, line) in lines.enumerated() {
            let text = TextLines.trimmed(line)
            if text.hasPrefix("```") || text.hasPrefix("~~~") {
                try flush(index, &builder)
                fenced.toggle()
            } else if text.isEmpty || isRule(text) {
                try flush(index, &builder)
            } else if !fenced, isHeading(text) {
                try flush(index, &builder)
                try builder.add(.prose, text, at: .lines(index + 1, index + 1))
                builder.counts.read += 1
            } else if let from = start, !fenced {
                let indented = line.utf8.first == 32 || line.utf8.first == 9
                if beginsPiece(text) || isPair(text) || (!indented && endsPiece(lines[index - 1], pair: index - 1 == from && isPair(lines[from]))) {
                    try flush(index, &builder)
                    start = index
                }
            } else if start == nil {
                start = index
            }
        }
        try flush(lines.count, &builder)
    }

    private static func isContract(_ name: String, _ lines: [String]) -> Bool {
        let words = ["contract", "agreement", "order form", "order-form", "msa", "terms of", "statement of work", "dpa", "addendum"]
        let title = name.lowercased()
        if words.contains(where: title.contains) { return true }
        return lines.lazy.filter { !TextLines.isBlank($0) }.prefix(3).contains { line in
            let lower = line.lowercased()
            return lower.contains("agreement between") || (isHeading(line) && (lower.contains("agreement") || lower.contains("contract")))
        }
    }

    private static func isHeading(_ text: String) -> Bool {
        let level = text.utf8.prefix { $0 == 35 }.count
        return (1...6).contains(level) && text.utf8.dropFirst(level).first == 32
    }

    /// `---`, `===`, and the line under a table's heading.
    private static func isRule(_ text: String) -> Bool { text.utf8.count >= 3 && text.utf8.allSatisfy { [45, 61, 42, 95, 124, 58, 32].contains($0) } }

    /// A list item, a numbered item, a quotation or a table row.
    private static func beginsPiece(_ text: String) -> Bool {
        let units = Array(text.utf8.prefix(8))
        guard let first = units.first else { return false }
        if [45, 42, 43].contains(first) { return units.count > 1 && units[1] == 32 }
        if first == 124 || first == 62 { return true }
        let digits = units.prefix { (48...57).contains($0) }.count
        return (1...4).contains(digits) && units.count > digits + 1 && (units[digits] == 46 || units[digits] == 41)
    }

    /// "Renewal date: 3 March 2027": a few words, a colon and a value in one line.
    private static func isPair(_ line: String) -> Bool {
        let text = TextLines.trimmed(line)
        guard let colon = text.utf8.firstIndex(of: 58) else { return false }
        let key = text.utf8[..<colon]
        let value = text.utf8[text.utf8.index(after: colon)...]
        guard (2...40).contains(key.count), value.first == 32 || value.first == 42, let first = key.first else { return false }
        return key.count(where: { $0 == 32 }) <= 4 && ((65...90).contains(first) || first == 42 || first >= 0x80) && !key.contains(46) && !key.contains(44)
    }

    private static func endsPiece(_ line: String, pair: Bool) -> Bool {
        guard let last = TextLines.trimmed(line).utf8.last else { return true }
        return pair && line.utf8.count < 60 || [46, 59, 33, 63].contains(last) || line.utf8.first == 124
    }
}
