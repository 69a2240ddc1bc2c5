import FeraDomain

/// Plain text: paragraphs between empty lines, or, where the file begins so, simple mails of `From:` and `To:` lines and a body.
enum PlainTextReader {
    static func read(_ input: ReaderInput, _ builder: inout ExtractionBuilder) throws(IngestError) {
        let decoded = try TextDecoding.decode(input.bytes)
        if let notice = decoded.notice { builder.notice(notice) }
        try TextLines.check(decoded.text, limits: input.limits)
        let lines = TextLines(builder.cleaned(decoded.text) { .lines($0, $0) }).lines
        let starts = mailStarts(lines)
        if let first = starts.first, lines[..<first].allSatisfy(TextLines.isBlank) {
            for (number, start) in starts.enumerated() {
                try mail(lines, start..<(number + 1 < starts.count ? starts[number + 1] : lines.count), &builder)
            }
            return
        }
        var start: Int?
        for index in 0...lines.count {
            if index < lines.count, !TextLines.isBlank(lines[index]) {
                start = start ?? index
            } else if let from = start {
                try builder.add(.prose, lines[from..<index].joined(separator: "\n"), at: .lines(from + 1, index))
                builder.counts.read += 1
                start = nil
            }
        }
    }

    /// A mail begins at a `From:` line with a `To:`, `Date:` or `Subject:` line right below it, at the start or after an empty line.
    private static func mailStarts(_ lines: [String]) -> [Int] {
        lines.indices.filter { index in
            guard value(of: "from", in: lines[index]) != nil, index + 1 < lines.count else { return false }
            guard index == 0 || TextLines.isBlank(lines[index - 1]) else { return false }
            return ["to", "date", "sent", "subject", "cc"].contains { value(of: $0, in: lines[index + 1]) != nil }
        }
    }

    private static func mail(_ lines: [String], _ range: Range<Int>, _ builder: inout ExtractionBuilder) throws(IngestError) {
        var columns: [String: String] = [:]
        var body = range.lowerBound
        while body < range.upperBound {
            let names = ["from", "to", "cc", "date", "sent", "subject"]
            guard let (name, value) = names.lazy.compactMap({ name in value(of: name, in: lines[body]).map { (name, $0) } }).first else { break }
            columns[name == "sent" ? "date" : name] = value
            body += 1
        }
        let day = columns["date"].flatMap { TextScan.dates(in: $0).first?.value }
        let speaker = columns["from"].map { MailAddress.name(of: $0) }
        try builder.add(
            .message, lines[range.lowerBound..<body].joined(separator: "\n"), at: .lines(range.lowerBound + 1, body), speaker: speaker, day: day,
            record: Record(kind: .other, columns: columns))
        var from = body
        var to = range.upperBound
        while from < to, TextLines.isBlank(lines[from]) { from += 1 }
        while to > from, TextLines.isBlank(lines[to - 1]) { to -= 1 }
        guard from < to else {
            builder.counts.skipped += 1
            return
        }
        let parts = MailBody.split(lines[from..<to].joined(separator: "\n"))
        if !parts.words.isEmpty { try builder.add(.message, parts.words, at: .lines(from + 1, to), speaker: speaker, day: day) }
        if !parts.rest.isEmpty { builder.addUnquoted(parts.rest) }
        builder.counts.read += 1
    }

    private static func value(of name: String, in line: String) -> String? {
        guard line.utf8.count > name.utf8.count, line.utf8.dropFirst(name.utf8.count).first == 58 else { return nil }
        guard line.prefix(name.count).lowercased() == name else { return nil }
        return TextLines.trimmed(String(line.dropFirst(name.count + 1)))
    }
}
