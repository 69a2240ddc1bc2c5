import FeraDomain

extension Work {
    /// Sentences become statements: filed by their cues and by the open question, rated, labelled, with what they rest on.
    func analyse(_ id: AnswerID, _ turn: Turn, _ reading: TextReading) -> InterviewEvent.Analysed {
        var result = standing(id, .answer, words: reading.tokens.ranges.count)
        result.closesTurn = true
        guard let text = state.answers.last?.text?.id, let interview = state.interview else { return result }
        let priors = self.priors(turn)
        var known: [Field.ID: Int] = [:]
        var people = state.known.union(state.people.map(\.key))
        var acronyms = Set(state.acronyms.map(\.key))
        var isFirst = true
        for sentence in reading.sentences {
            let sentence = isFirst ? withoutFiller(sentence, reading) : sentence
            isFirst = false
            guard sentence.words >= 3 else { continue }
            let isCorrection = reading.has(.correction, in: sentence)
            var filed = file(sentence, reading, isCorrection ? [:] : priors, turn)
            var old: Statement.ID?
            if isCorrection {
                if filed.isEmpty { filed = file(sentence, reading, priors, turn) }
                old = filed.lazy.compactMap { corrected($0.field, except: result.superseded) }.first
                if old != nil { result.intent = .correction }
            }
            let span = WordSpan(text: text, start: sentence.range.lowerBound, end: sentence.range.upperBound)
            if let fact = fact(filed, sentence, reading, span, number: state.statements.count + result.statements.count + 1, known: known) {
                var fact = fact
                fact.supersedes = old
                if let old { result.superseded.append(old) }
                for credit in [StatementFact.Credit(field: fact.field, confidence: fact.confidence)] + fact.also {
                    known[credit.field] = max(known[credit.field] ?? confidence(credit.field), credit.confidence)
                }
                result.statements.append(fact)
            }
            for name in reading.inside(reading.names, sentence) {
                let key = Mention.key(name.value, in: interview)
                guard people.insert(key).inserted else { continue }
                result.people.append(mention(key, name.range, span, text, state.people.count + result.people.count + 1, "p"))
            }
            for word in reading.inside(reading.acronyms, sentence) where word.value.utf8.count >= 3 && !TextScan.everydayAcronyms.contains(word.value) {
                let key = Mention.key(word.value, in: interview)
                guard acronyms.insert(key).inserted else { continue }
                result.acronyms.append(mention(key, word.range, span, text, state.acronyms.count + result.acronyms.count + 1, "w"))
            }
        }
        result.shifts = shifts(turn, known)
        let settled = turn.subject.contradiction.flatMap { id in settling(id, result.statements) }
        if let change = contradictionChange(turn, settledBy: settled) { result.contradictions = [change] }
        result.contradictions += settledInPassing(turn, result.statements, reading)
        return result
    }

    private func mention(_ key: UInt32, _ range: Range<Int>, _ context: WordSpan, _ text: Identifier<TextRef.Subject>, _ number: Int, _ letter: String)
        -> Mention
    {
        Mention(
            id: Mention.ID("\(prefix).\(letter)\(number)"), key: key, span: WordSpan(text: text, start: range.lowerBound, end: range.upperBound),
            context: context)
    }

    /// How surely an answer to the turn belongs to each field, by the field's place.
    private func priors(_ turn: Turn) -> [Int: Double] {
        var priors: [Int: Double] = [:]
        for target in turn.targets { if let place = catalogue.index(of: target.field) { priors[place] = Double(target.prior) / 100 } }
        return priors
    }

    private func file(_ sentence: TextReading.Sentence, _ reading: TextReading, _ priors: [Int: Double], _ turn: Turn) -> [(field: Int, score: Double)] {
        if turn.kind == .who || turn.kind == .acronym {
            return turn.targets.compactMap { catalogue.index(of: $0.field) }.map { ($0, 1) }
        }
        let filed = interviewer.rules.fields(cues: reading.cues(in: sentence), priors: priors, least: settings.confidence.answerCue)
        // What came back as a question must not be lost: its answer is filed where the question was.
        if filed.isEmpty, turn.subject.gap != nil, let place = turn.targets.first.flatMap({ catalogue.index(of: $0.field) }) { return [(place, 0.5)] }
        return filed
    }

    /// "Well, …" belongs to nobody's statement.
    private func withoutFiller(_ sentence: TextReading.Sentence, _ reading: TextReading) -> TextReading.Sentence {
        let start = interviewer.contentStart(reading)
        guard start > 0, start < sentence.tokens.upperBound else { return sentence }
        var cut = sentence
        cut.range = reading.tokens.ranges[start].lowerBound..<sentence.range.upperBound
        cut.tokens = start..<sentence.tokens.upperBound
        cut.words = TextReading.words(reading.tokens.folded[cut.range])
        return cut
    }

    private func fact(
        _ filed: [(field: Int, score: Double)], _ sentence: TextReading.Sentence, _ reading: TextReading, _ span: WordSpan, number: Int,
        known: [Field.ID: Int]
    ) -> StatementFact? {
        guard let first = filed.first else { return nil }
        let aspects = reading.aspects(of: sentence)
        let hedges = reading.count(.hedge, in: sentence)
        let rated = filed.map { entry in
            let field = catalogue.fields[entry.field]
            let rate = interviewer.rules.rate(field, aspects: aspects, hedges: hedges, words: sentence.words)
            return (
                field: field, score: entry.score, confidence: percent(field.many ? min(rate.confidence, settings.confidence.many) : rate.confidence),
                missing: rate.missing
            )
        }
        let field = catalogue.fields[first.field]
        let kind = interviewer.kind(field, sentence, reading)
        var access = interviewer.access(field, sentence, reading, state: state)
        for other in rated.dropFirst() {
            access.label = access.label.stricter(other.field.label)
            access.routes += other.field.routes.filter { !access.routes.contains($0) }
        }
        // One follow-up for a sentence: about the field where most is at stake.
        let thin = rated.filter { max($0.confidence, known[$0.field.id] ?? confidence($0.field.id)) < percent(settings.scoring.known) }
        let stake = thin.max { Double($0.field.weight) * $0.score < Double($1.field.weight) * $1.score }
        var missing = (stake ?? rated[0]).missing
        if (stake ?? rated[0]).field.label == .security { missing.removeAll { $0 == .artifact } }
        return StatementFact(
            id: Statement.ID("\(prefix).s\(number)"), field: field.id, kind: kind,
            severity: interviewer.severity(kind, field, sentence, reading), confidence: rated[0].confidence, label: access.label, routes: access.routes,
            span: span, support: support(sentence, reading, span), also: rated.dropFirst().map { .init(field: $0.field.id, confidence: $0.confidence) },
            missing: missing, followUp: stake?.field.id, supersedes: nil)
    }

    /// What the sentence names as proof: a ticket, or a mail of a day; a passage of the record where there is one.
    private func support(_ sentence: TextReading.Sentence, _ reading: TextReading, _ span: WordSpan) -> [StatementFact.Support] {
        var found: [StatementFact.Support] = []
        func add(_ range: Range<Int>, _ excerpt: Excerpt.ID?) {
            guard let text = span.text else { return }
            found.append(StatementFact.Support(excerpt: excerpt, span: WordSpan(text: text, start: range.lowerBound, end: range.upperBound)))
        }
        for ticket in reading.inside(reading.tickets, sentence) {
            add(ticket.range, state.reading.landmarks.first { $0.ticket == ticket.value }?.excerpt)
        }
        if reading.has(.mail, in: sentence) {
            for day in reading.inside(reading.dates, sentence) { add(day.range, state.reading.landmarks.first { $0.day == day.value }?.excerpt) }
        }
        return found
    }

    /// The newest line that still stands on the field, which a correction replaces.
    private func corrected(_ place: Int, except: [Statement.ID]) -> Statement.ID? {
        let field = catalogue.fields[place].id
        return state.statements.last { $0.isLive && !except.contains($0.fact.id) && ($0.fact.field == field || $0.fact.also.contains { $0.field == field }) }?
            .fact.id
    }

    private func shifts(_ turn: Turn, _ known: [Field.ID: Int]) -> [FieldShift] {
        let scoring = settings.scoring
        let missed = mains(turn).filter { known[$0] == nil }
        let told = known.keys.sorted().map {
            FieldShift(field: $0, question: turn.key, before: confidence($0), after: max(confidence($0), known[$0] ?? 0), existence: existence($0))
        }
        return told
            + missed.map {
                let share = turn.kind == .bank ? scoring.missed : scoring.nothing
                return FieldShift(field: $0, question: turn.key, before: confidence($0), after: confidence($0), existence: Int(Double(existence($0)) * share))
            }
    }

    /// The statement that settles a contradiction: surely about its field.
    private func settling(_ id: Contradiction.ID, _ statements: [StatementFact]) -> Statement.ID? {
        guard let field = state.contradictions.first(where: { $0.id == id })?.finding.field else { return nil }
        let sure = percent(settings.scoring.known)
        return statements.first { fact in
            (fact.field == field && fact.confidence >= sure) || fact.also.contains { $0.field == field && $0.confidence >= sure }
        }?.id
    }

    /// Contradictions that nobody has asked about yet and that the answer settles all the same: a sure statement on the field that
    /// names the day or the amount of one side. Asking then would be asking twice. A name alone settles nothing.
    private func settledInPassing(_ turn: Turn, _ statements: [StatementFact], _ reading: TextReading) -> [ContradictionChange] {
        state.contradictions.compactMap { contradiction in
            guard contradiction.status == .open, !contradiction.isAsked, contradiction.id != turn.subject.contradiction else { return nil }
            guard let id = settling(contradiction.id, statements), let fact = statements.first(where: { $0.id == id }) else { return nil }
            let sides = [contradiction.finding.a, contradiction.finding.b].compactMap { $0.flatMap(lookup) }
            guard let said = reading.text.utf8Slice(fact.span.start, fact.span.end), sides.contains(where: { Self.shareValue($0, said) }) else { return nil }
            return ContradictionChange(contradiction: contradiction.id, status: .explained, statement: id)
        }
    }

    private static func shareValue(_ a: String, _ b: String) -> Bool {
        !Set(TextScan.dates(in: a).map(\.value)).isDisjoint(with: TextScan.dates(in: b).map(\.value))
            || !Set(TextScan.amounts(in: a).map(\.value)).isDisjoint(with: TextScan.amounts(in: b).map(\.value))
    }

    /// Explained with a statement that settles it, else for a reviewer.
    func contradictionChange(_ turn: Turn, settledBy statement: Statement.ID?) -> ContradictionChange? {
        turn.subject.contradiction.map {
            ContradictionChange(contradiction: $0, status: statement == nil ? .unresolved : .explained, statement: statement)
        }
    }
}
