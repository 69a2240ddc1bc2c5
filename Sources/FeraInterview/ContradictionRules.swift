import FeraDomain

/// The rules that find what contradicts itself in the record. A rule is a function in a table; a further one is a further entry.
enum ContradictionRules {
    struct Input {
        var excerpts: [Excerpt]
        var lines: [RecordReader.Line]
        var asOf: Day
    }

    typealias Rule = @Sendable (Input) -> [RecordReading.Finding]

    static let table: [Rule] = [dateMismatch, statusVersusSentiment, amountMismatch, ownerMismatch, promiseWithoutContract, adoptionVersusUsage]

    /// The renewal date of the account's row against a date at which some sentence says that the term ends. Notice dates are
    /// another thing and are not compared. Three days are no contradiction: exports cut time zones.
    static func dateMismatch(_ input: Input) -> [RecordReading.Finding] {
        guard let (row, date) = renewalDate(input.excerpts) else { return [] }
        var found: [RecordReading.Finding] = []
        for line in input.lines where line.excerpt.id != row.excerpt && line.excerpt.shape != .record && line.reading.has(.renewal, in: line.sentence) {
            for day in line.reading.inside(line.reading.dates, line.sentence) where isTermEnd(day.range.lowerBound, line) {
                guard abs(day.value.days(since: date)) > 3 else { continue }
                found.append(RecordReading.Finding(rule: .dateMismatch, field: Field.ID("co.renewal_date"), a: row, b: line.span))
                break
            }
        }
        return Array(found.prefix(1))
    }

    /// The date belongs to the end of the term when the nearest word before it says so, and not to a notice.
    private static func isTermEnd(_ position: Int, _ line: RecordReader.Line) -> Bool {
        var nearest: Lexicon.Category?
        for number in line.sentence.hits {
            let hit = line.reading.hits[number]
            guard line.reading.tokens.ranges[hit.tokens.lowerBound].lowerBound < position else { break }
            if hit.meaning == .word(.renewal) { nearest = .renewal }
            if hit.meaning == .word(.notice) { nearest = .notice }
        }
        return nearest == .renewal
    }

    /// The account row's renewal date and where it stands.
    private static func renewalDate(_ excerpts: [Excerpt]) -> (WordSpan, Day)? {
        for excerpt in excerpts {
            guard excerpt.record?.kind == .account, let written = excerpt.record?.columns["renewal_date"] else { continue }
            guard let date = TextScan.dates(in: written).first?.value, let span = line(of: "renewal_date", in: excerpt) else { continue }
            return (span, date)
        }
        return nil
    }

    /// A column's line of a row, as the file writes it: "Renewal: 2026-10-13" for `renewal_date`.
    static func line(of column: String, in excerpt: Excerpt) -> WordSpan? {
        excerpt.record?.lines[column].map { WordSpan(excerpt: excerpt.id, start: $0.lowerBound, end: $0.upperBound) }
    }
}
