package import FeraDomain

extension ContradictionRules.Input {
    /// The facts of the record that an answer may contradict: at most a hundred, the most binding first, and places for words.
    var facts: [RecordFact] {
        var facts: [RecordFact] = []
        let topics: [RecordFact.Topic] = [.renewal, .value, .sponsor, .decisionMaker, .champion, .owner, .procurement, .health, .seats]
        for topic in topics {
            for claim in (claims[topic] ?? []).sorted(by: { $0.rank < $1.rank }).prefix(6) where claim.rank <= .prose {
                if case .person = claim.value, claim.place == nil || claim.value == .person(false) { continue }
                facts.append(RecordFact(topic: topic, value: claim.value, span: claim.span, place: claim.place))
            }
        }
        if let measured { facts.append(RecordFact(topic: .adoption, value: .share(measured.share, measured.share), span: measured.span)) }
        let closed = (claims[.ticket] ?? []).filter { $0.value == .isOpen(false) }.sorted { ($0.day?.number ?? 0) > ($1.day?.number ?? 0) }
        facts += closed.prefix(60).map { RecordFact(topic: .ticket, value: .isOpen(false), span: $0.span, ticket: $0.subject) }
        return facts
    }
}

extension RecordReader {
    /// What a statement of an owner says otherwise than the record: dates of renewal, yearly amounts, people in roles, seats, adoption
    /// and tickets that the record has closed. Reads the statement as it reads a line of the record, and looks names up where they stand.
    /// - Parameters:
    ///   - text: the statement's words, a sentence or a few.
    ///   - span: where they stand, in a text of the interview; the findings' passage B, narrowed to the sentence.
    ///   - facts: `RecordReading.facts`.
    ///   - day: the day of the answer, from which "next March" counts.
    /// - Returns: a finding for each fact of the record that it contradicts, at most one for each topic; `a` is the record's line.
    package func contradictions(
        of text: String, at span: WordSpan, against facts: [RecordFact], words: Words, accountName: String, speaker: String? = nil, day: Day
    ) -> [RecordReading.Finding] {
        guard !facts.isEmpty, text.utf8.count <= 20_000 else { return [] }
        let excerpt = Excerpt(
            id: Excerpt.ID("answer"), source: Source.ID("answer"), shape: .utterance, text: text, offset: 0, locator: .time(0, 0), speaker: speaker, day: day)
        let lines = Passage(excerpt, index: interviewer.index).lines
        var reader = ClaimReader([], accountName: accountName, asOf: day)
        reader.read(lines[...])
        var found: [RecordReading.Finding] = []
        var topics: Set<RecordFact.Topic> = []
        for claim in reader.claims {
            let same = facts.filter { $0.topic == claim.topic && (claim.topic != .ticket || $0.ticket == claim.subject) }
            guard !same.isEmpty, !same.contains(where: { ContradictionRules.agrees(claim, $0, words) }), let rule = ContradictionRules.rules[claim.topic] else {
                continue
            }
            guard topics.insert(claim.topic).inserted, let first = same.first else { continue }
            var b = span
            b.start = span.start + claim.span.start
            b.end = span.start + claim.span.end
            found.append(RecordReading.Finding(rule: rule.0, field: Field.ID(rule.1), a: first.span, b: b))
        }
        return found
    }
}

extension ContradictionRules {
    static let rules: [RecordFact.Topic: (Contradiction.Rule, String)] = [
        .renewal: (.dateMismatch, "co.renewal_date"), .value: (.amountMismatch, "co.value"), .sponsor: (.ownerMismatch, "re.exec_sponsor"),
        .decisionMaker: (.ownerMismatch, "re.renewal_decider"), .champion: (.ownerMismatch, "re.champion"), .procurement: (.ownerMismatch, "co.procurement"),
        .adoption: (.adoptionVersusUsage, "im.adoption"), .seats: (.seatsMismatch, "co.value"), .ticket: (.ticketStateMismatch, "im.esc_history"),
    ]

    /// Whether a claim of an answer and a fact of the record can both be right.
    static func agrees(_ claim: Claim, _ fact: RecordFact, _ words: Words) -> Bool {
        switch (claim.value, fact.value) {
        case (.days(let a), .days(let b)): return a.distance(to: b) <= 3
        case (.yearly(let a), .yearly(let b)):
            if let one = a.currency, let other = b.currency, one != other { return true }
            // People round when they speak.
            return abs(a.units - b.units) <= max(a.slack, b.slack) + max(a.units, b.units) / 50
        case (.count(let a), .count(let b)): return a == b
        case (.share(let low, _), .share(let measured, _)): return low - measured <= 20
        case (.isOpen(let a), .isOpen(let b)): return a == b
        case (.person(let holds), .person(true)):
            guard let name = fact.place.flatMap(words.at) else { return true }
            let same = PersonName(name).isSame(as: PersonName(claim.name))
            return holds ? same : !same
        default: return true
        }
    }
}
