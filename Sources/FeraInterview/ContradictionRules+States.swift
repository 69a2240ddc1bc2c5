import FeraDomain

extension ContradictionRules {
    /// Health is green while at least three tickets of the last ninety days are angry.
    static func statusVersusSentiment(_ input: Input) -> [RecordReading.Finding] {
        let levels = (input.claims[.health] ?? []).enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
        guard let level = levels.first, level.value == .isGood(true) else { return [] }
        // Two that are angry beyond doubt, and a third that is nearly so, are three.
        guard input.reader.angry.count >= 3 || input.reader.angry.count == 2 && input.reader.tense.count >= 3 else { return [] }
        // What somebody wrote half a year ago was true then.
        if let day = level.day, input.asOf.days(since: day) > 90 { return [] }
        guard let newest = input.reader.angry.max(by: { $0.day < $1.day }) else { return [] }
        return [RecordReading.Finding(rule: .statusVersusSentiment, field: Field.ID("st.health_true"), a: level.span, b: newest.span)]
    }

    /// An adoption that somebody writes down, and twenty points fewer in the usage.
    static func adoptionVersusUsage(_ input: Input) -> [RecordReading.Finding] {
        guard let measured = input.measured else { return [] }
        var seen: [Double] = []
        var found: [RecordReading.Finding] = []
        for claim in input.claims[.adoption] ?? [] {
            guard case .share(let low, _) = claim.value, low <= 100, low - measured.share > 20, !seen.contains(where: { abs($0 - low) < 5 }) else { continue }
            if let day = claim.day, input.asOf.days(since: day) > 365 { continue }
            seen.append(low)
            found.append(RecordReading.Finding(rule: .adoptionVersusUsage, field: Field.ID("im.adoption"), a: claim.span, b: measured.span))
        }
        return Array(found.prefix(2))
    }

    /// The mean share of seats that are used, over the newest ninety days of the usage, and its newest row.
    static func measured(_ reader: ClaimReader) -> (share: Double, span: WordSpan)? {
        guard let newest = reader.measured.max(by: { ($0.day?.number ?? .min) < ($1.day?.number ?? .min) }) else { return nil }
        let recent = reader.measured.filter { row in
            guard let day = row.day, let last = newest.day else { return true }
            return last.days(since: day) <= 90
        }
        return (recent.map(\.share).reduce(0, +) / Double(recent.count), newest.span)
    }

    /// Promises that no clause has, and those whose day has passed without a sign that they were kept.
    static func promises(_ input: Input) -> [RecordReading.Finding] {
        let reader = input.reader
        guard !reader.promises.isEmpty else { return [] }
        let clauses = reader.clauses.map { PromiseObject.Clause($0) }
        let isLate = reader.promises.contains { $0.due.map { $0.last < input.asOf } ?? false }
        let deliveries = isLate ? reader.deliveries.map { (words: PromiseObject.stems($0.text), span: $0.span) } : []
        var seen: [Set<String>] = []
        var open: [RecordReading.Finding] = []
        var late: [RecordReading.Finding] = []
        for promise in reader.promises {
            let words = Set(promise.object)
            // One promise in three mails is one.
            guard !seen.contains(where: { Double($0.intersection(words).count) >= 0.6 * Double(Swift.min($0.count, words.count)) }) else { continue }
            if let due = promise.due, due.last < input.asOf {
                let isKept = deliveries.contains { delivery in
                    // In a log the delivery stands below the promise.
                    guard delivery.span.excerpt != promise.excerpt || delivery.span.start >= promise.span.end else { return false }
                    let common = words.intersection(delivery.words).count
                    return common * 2 >= words.count || PromiseObject.shares(promise.object, delivery.words)
                }
                seen.append(words)
                if !isKept { late.append(RecordReading.Finding(rule: .promiseOverdue, field: Field.ID("st.commit_side"), a: promise.span, b: nil)) }
                continue
            }
            guard promise.isBinding, !clauses.isEmpty else { continue }
            seen.append(words)
            guard !PromiseObject.isCovered(promise.object, by: clauses) else { continue }
            open.append(RecordReading.Finding(rule: .promiseWithoutContract, field: Field.ID("st.commit_side"), a: promise.span, b: nil))
        }
        return Array(open.prefix(3) + late.prefix(3))
    }
}
