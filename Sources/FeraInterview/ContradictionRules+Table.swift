import FeraDomain

extension ContradictionRules {
    /// Health is green while at least three tickets of the last ninety days are angry.
    static func statusVersusSentiment(_ input: Input) -> [RecordReading.Finding] {
        guard let (row, excerpt) = accountValue("health", input.excerpts), let health = excerpt.record?.columns["health"] else { return [] }
        guard health.lowercased().hasPrefix("green") else { return [] }
        let angry = input.lines.filter { line in
            guard line.excerpt.record?.kind == .ticket, line.reading.has(.angry, in: line.sentence) else { return false }
            guard let day = day(of: line.excerpt) else { return false }
            return (0...90).contains(input.asOf.days(since: day))
        }
        guard Set(angry.map(\.excerpt.id)).count >= 3 else { return [] }
        guard let newest = angry.max(by: { (day(of: $0.excerpt)?.number ?? 0) < (day(of: $1.excerpt)?.number ?? 0) }) else { return [] }
        return [RecordReading.Finding(rule: .statusVersusSentiment, field: Field.ID("st.health_true"), a: row, b: newest.span)]
    }

    /// The account's yearly value against a fee of the contract, in the same currency; a tenth of a percent is rounding.
    static func amountMismatch(_ input: Input) -> [RecordReading.Finding] {
        guard let (row, excerpt) = accountValue("value", input.excerpts) else { return [] }
        guard let claimed = excerpt.record?.columns["value"].flatMap({ TextScan.amounts(in: $0).first?.value }) else { return [] }
        for line in input.lines where line.excerpt.shape == .clause && line.reading.has(.fee, in: line.sentence) {
            let amounts = TextScan.amounts(in: line.words).map(\.value).filter { $0.currency == claimed.currency }
            guard !amounts.isEmpty, amounts.allSatisfy({ abs($0.units - claimed.units) * 1000 > max($0.units, claimed.units) }) else { continue }
            return [RecordReading.Finding(rule: .amountMismatch, field: Field.ID("co.value"), a: row, b: line.span)]
        }
        return []
    }

    /// Two people in one role: the sponsor of the account's row and the sponsor that another source names.
    static func ownerMismatch(_ input: Input) -> [RecordReading.Finding] {
        guard let (row, excerpt) = accountValue("executive_sponsor", input.excerpts), let sponsor = excerpt.record?.columns["executive_sponsor"] else {
            return []
        }
        for line in input.lines where line.excerpt.id != excerpt.id && line.reading.has(.sponsor, in: line.sentence) {
            guard let hit = line.sentence.hits.map({ line.reading.hits[$0] }).first(where: { $0.meaning == .word(.sponsor) }) else { continue }
            let end = line.reading.tokens.ranges[hit.tokens.upperBound - 1].upperBound
            guard let name = line.reading.inside(line.reading.names, line.sentence).first(where: { (0...6).contains($0.range.lowerBound - end) }) else {
                continue
            }
            guard !isSamePerson(name.value, sponsor) else { continue }
            return [RecordReading.Finding(rule: .ownerMismatch, field: Field.ID("re.exec_sponsor"), a: row, b: line.span)]
        }
        return []
    }

    /// A promise in a message of which no clause of the contract has three quarters of the words.
    static func promiseWithoutContract(_ input: Input) -> [RecordReading.Finding] {
        let clauses = input.lines.filter { $0.excerpt.shape == .clause }.map { TextScan.contentWords(in: $0.words) }
        guard !clauses.isEmpty else { return [] }
        var found: [RecordReading.Finding] = []
        var seen: Set<String> = []
        for line in input.lines where line.excerpt.shape == .message && line.reading.has(.promise, in: line.sentence) {
            guard seen.insert(line.words).inserted else { continue }
            let dates = line.reading.inside(line.reading.dates, line.sentence).map(\.range)
            var said: Set<String> = []
            for word in TextScan.words(in: line.words) {
                let at = word.range.lowerBound + line.sentence.range.lowerBound
                if !dates.contains(where: { $0.contains(at) }) { said.insert(word.value) }
            }
            said = said.intersection(TextScan.contentWords(in: line.words)).subtracting(courtesies)
            let best = clauses.map { said.intersection($0).count }.max() ?? 0
            guard !said.isEmpty, Double(best) / Double(said.count) < 0.75 else { continue }
            found.append(RecordReading.Finding(rule: .promiseWithoutContract, field: Field.ID("st.commit_side"), a: line.span, b: nil))
        }
        return Array(found.prefix(3))
    }

    /// Words of a promise that say nothing of what was promised.
    private static let courtesies: Set<String> = [
        "agreed", "call", "give", "free", "charge", "until", "provide", "include", "promised", "assured", "committed", "discussed", "happy", "confirm",
    ]

    /// An adoption that somebody writes down, and twenty points fewer in the usage.
    static func adoptionVersusUsage(_ input: Input) -> [RecordReading.Finding] {
        var shares: [Double] = []
        var newest: Excerpt?
        for excerpt in input.excerpts where excerpt.record?.kind == .usage {
            guard let active = excerpt.record?.columns["active"].flatMap(Double.init), let seats = excerpt.record?.columns["seats"].flatMap(Double.init) else {
                continue
            }
            guard seats > 0, active >= 0, active <= seats else { continue }
            shares.append(100 * active / seats)
            if newest == nil || (day(of: excerpt)?.number ?? 0) > (newest.flatMap(day)?.number ?? 0) { newest = excerpt }
        }
        guard let newest, !shares.isEmpty else { return [] }
        let measured = shares.reduce(0, +) / Double(shares.count)
        for line in input.lines where line.excerpt.record?.kind != .usage && line.reading.has(.adoption, in: line.sentence) {
            guard let claim = TextScan.percentages(in: line.words).first?.value, claim <= 100, claim - measured > 20 else { continue }
            let b = WordSpan(excerpt: newest.id, start: 0, end: newest.text.utf8.count)
            return [RecordReading.Finding(rule: .adoptionVersusUsage, field: Field.ID("im.adoption"), a: line.span, b: b)]
        }
        return []
    }

    private static func day(of excerpt: Excerpt) -> Day? {
        excerpt.day ?? excerpt.record?.columns["date"].flatMap { TextScan.dates(in: $0).first?.value }
    }

    /// The first account row that has the column, and the line in which its value stands.
    private static func accountValue(_ column: String, _ excerpts: [Excerpt]) -> (WordSpan, Excerpt)? {
        for excerpt in excerpts where excerpt.record?.kind == .account {
            if let value = excerpt.record?.columns[column], !value.isEmpty, let span = line(of: column, in: excerpt) { return (span, excerpt) }
        }
        return nil
    }

    /// "N. Aker" and "Nils Aker" are one person; so are "Nils" and "Nils Aker".
    private static func isSamePerson(_ a: String, _ b: String) -> Bool {
        let left = a.lowercased().split(separator: " ")
        let right = b.lowercased().split(separator: " ")
        guard let lastA = left.last, let lastB = right.last, let firstA = left.first, let firstB = right.first else { return true }
        if left.count == 1 || right.count == 1 { return firstA == firstB || lastA == lastB }
        return lastA == lastB && firstA.first == firstB.first
    }
}
