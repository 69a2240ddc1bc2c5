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
            if sentence.words < 14, reading.has(.unknown, in: sentence), let name = interviewer.referred(reading), sentence.range.contains(name.lowerBound) {
                // "I don't know, ask X" after something told is no statement: X knows what is left of the question.
                refer(to: WordSpan(text: text, start: name.lowerBound, end: name.upperBound), reading, turn, interview, &result, &known)
                continue
            }
            let isCorrection = reading.has(.correction, in: sentence)
            var filed = file(sentence, reading, isCorrection ? [:] : priors, turn, told: Set(known.keys))
            var old: Statement.ID?
            if isCorrection {
                if filed.isEmpty { filed = file(sentence, reading, priors, turn, told: Set(known.keys)) }
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
        mitigate(&result.statements, turn, reading)
        result.shifts = shifts(turn, known)
        let settled = turn.subject.contradiction.flatMap { id in settling(id, result.statements, reading) ?? choosing(id, result.statements, reading) }
        if let change = contradictionChange(turn, settledBy: settled) { result.contradictions = [change] }
        if let place = result.statements.firstIndex(where: { $0.id == settled && $0.supersedes == nil }),
            let said = reading.text.utf8Slice(result.statements[place].span.start, result.statements[place].span.end),
            let old = conceded(turn, result.statements[place], said), !result.superseded.contains(old)
        {
            result.statements[place].supersedes = old
            result.superseded.append(old)
        }
        result.contradictions += settledInPassing(turn, result.statements, reading)
        return result
    }

    /// Links what keeps a risk in check with the risk: the one that the question quotes, the one told just before in the same answer, or
    /// an earlier one of which the line speaks.
    private func mitigate(_ statements: inout [StatementFact], _ turn: Turn, _ reading: TextReading) {
        let field = settings.mitigationField
        for place in statements.indices where statements[place].field == field || statements[place].also.contains(where: { $0.field == field }) {
            let before = statements[..<place].last { $0.kind == .risk && $0.field != field }?.id
            let spoken = reading.text.utf8Slice(statements[place].span.start, statements[place].span.end).flatMap { said in
                state.openRisks(mitigation: field).first { lookup($0.span).map { Self.touches($0, said) } ?? false }?.fact.id
            }
            statements[place].mitigates = (turn.kind == .gap ? turn.subject.statement : nil) ?? before ?? spoken
        }
    }

    private func refer(
        to name: WordSpan, _ reading: TextReading, _ turn: Turn, _ interview: Conversation.ID, _ result: inout InterviewEvent.Analysed,
        _ known: inout [Field.ID: Int]
    ) {
        let worth = percent(settings.confidence.referral)
        let field = mains(turn).first { known[$0] == nil }
        let key = reading.text.utf8Slice(name.start, name.end).map { Mention.key($0, in: interview) }
        result.referral = result.referral ?? Referral(field: field, name: name, key: key, person: nil, confidence: worth)
        if let field { known[field] = max(confidence(field), worth) }
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

    /// A field that a sentence belongs to.
    struct Filing {
        var field: Int
        var score: Double
        /// Not only a common word or the question speaks for it.
        var isSure = true
        var isAsked = false
    }

    /// Where a sentence belongs, the likeliest first.
    /// - Parameter told: what the same answer has told already.
    private func file(
        _ sentence: TextReading.Sentence, _ reading: TextReading, _ priors: [Int: Double], _ turn: Turn, told: Set<Field.ID>
    ) -> [Filing] {
        if turn.subject.mention != nil {
            return turn.targets.compactMap { catalogue.index(of: $0.field) }.map { Filing(field: $0, score: 1) }
        }
        let rules = settings.confidence
        var cues = reading.cues(in: sentence)
        for place in disputed(sentence, reading) { cues[place, default: 0] += rules.disputed }
        let filed = interviewer.rules.fields(cues: cues, priors: priors, least: rules.answerCue)
        guard filed.isEmpty else { return weigh(filed, cues, priors, turn, told) }
        // What came back as a question must not be lost: its answer is filed where the question was.
        if turn.subject.gap != nil, let place = turn.targets.first.flatMap({ catalogue.index(of: $0.field) }) { return [Filing(field: place, score: 0.5)] }
        // Nor must a whole sentence: it goes where it most likely belongs, to one field only.
        guard sentence.words >= 5 else { return [] }
        return interviewer.rules.fields(cues: cues, priors: priors, least: rules.weakCue).first.map { [Filing(field: $0.field, score: $0.score)] } ?? []
    }

    /// What was asked for comes before what a stray word suggests. Of two things asked for, a sentence without a word of either
    /// surely answers but one: the first that has not been told yet.
    private func weigh(
        _ filed: [(field: Int, score: Double)], _ cues: [Int: Double], _ priors: [Int: Double], _ turn: Turn, _ told: Set<Field.ID>
    ) -> [Filing] {
        let rules = settings.confidence
        func isAsked(_ field: Int) -> Bool { (priors[field] ?? 0) >= rules.asked }
        let plain = filed.filter { isAsked($0.field) && cues[$0.field] == nil }
        let first = plain.first { !told.contains(catalogue.fields[$0.field].id) } ?? plain.first
        let anyAsked = filed.contains { isAsked($0.field) }
        let elsewhere = filed.contains { !isAsked($0.field) && $0.score >= rules.strongCue }
        return filed.map { entry in
            let isSure =
                isAsked(entry.field) ? cues[entry.field] != nil || (entry.field == first?.field && !elsewhere) : !anyAsked || entry.score >= rules.strongCue
            return Filing(field: entry.field, score: entry.score + (isAsked(entry.field) ? 0.3 : 0), isSure: isSure, isAsked: isAsked(entry.field))
        }
        .sorted { ($0.isSure ? 1 : 0, $0.score, -$0.field) > ($1.isSure ? 1 : 0, $1.score, -$1.field) }
    }

    /// Fields of contradictions of which the sentence says which side is right: it names the day or the amount of one and passes
    /// a verdict, whatever was asked.
    private func disputed(_ sentence: TextReading.Sentence, _ reading: TextReading) -> [Int] {
        let open = state.contradictions.filter { $0.status == .open || $0.status == .unresolved }
        guard !open.isEmpty, reading.has(.verdict, in: sentence),
            let said = reading.text.utf8Slice(sentence.range.lowerBound, sentence.range.upperBound)
        else { return [] }
        return open.compactMap { contradiction in
            let sides = [contradiction.finding.a, contradiction.finding.b].compactMap { $0.flatMap(lookup) }
            return sides.contains { Self.shareValue($0, said) } ? catalogue.index(of: contradiction.finding.field) : nil
        }
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
        _ filed: [Filing], _ sentence: TextReading.Sentence, _ reading: TextReading, _ span: WordSpan, number: Int,
        known: [Field.ID: Int]
    ) -> StatementFact? {
        guard let first = filed.first else { return nil }
        let aspects = reading.aspects(of: sentence)
        let hedges = reading.count(.hedge, in: sentence)
        let rated = filed.map { entry in
            let field = catalogue.fields[entry.field]
            let rate = interviewer.rules.rate(field, aspects: aspects, hedges: hedges, words: sentence.words)
            let most = min(field.many ? settings.confidence.many : 1, entry.isSure ? 1 : settings.confidence.unsure)
            return (
                field: field, score: entry.score, isSure: entry.isSure, isAsked: entry.isAsked, confidence: percent(min(rate.confidence, most)),
                missing: rate.missing
            )
        }
        let field = catalogue.fields[first.field]
        let kind = interviewer.kind(field, sentence, reading)
        var access = interviewer.access(field, sentence, reading, state: state)
        // A stray word sends a line to nobody's desk; that it was asked for may make it stricter, which does no harm.
        for other in rated.dropFirst() where other.isSure || other.isAsked {
            access.label = access.label.stricter(other.field.label)
            if other.isSure { access.routes += other.field.routes.filter { !access.routes.contains($0) } }
        }
        // One follow-up for a sentence: about the field where most is at stake.
        let thin = rated.filter { $0.isSure && max($0.confidence, known[$0.field.id] ?? confidence($0.field.id)) < percent(settings.scoring.known) }
        let stake = thin.max { Double($0.field.weight) * $0.score < Double($1.field.weight) * $1.score }
        var missing = (stake ?? rated[0]).missing
        if (stake ?? rated[0]).field.label == .security { missing.removeAll { $0 == .artifact } }
        return StatementFact(
            id: Statement.ID("\(prefix).s\(number)"), field: field.id, kind: kind,
            severity: interviewer.severity(kind, field, sentence, reading), confidence: rated[0].confidence, label: access.label, routes: access.routes,
            span: span, support: support(sentence, reading, span), also: rated.dropFirst().map { .init(field: $0.field.id, confidence: $0.confidence) },
            missing: missing, followUp: stake?.field.id, supersedes: nil,
            probe: probe(field, kind, rated[0].confidence, aspects, sentence, reading))
    }

    /// What a heavy statement that lacks nothing may still be asked.
    private func probe(
        _ field: Field, _ kind: StatementKind, _ confidence: Int, _ aspects: Set<Aspect>, _ sentence: TextReading.Sentence, _ reading: TextReading
    ) -> StatementFact.Probe? {
        guard field.weight >= settings.probeWeight, confidence >= percent(settings.scoring.known) else { return nil }
        if kind == .warning || kind == .risk, reading.has(.warning, in: sentence) { return .forbid }
        if reading.has(.rule, in: sentence), [.warning, .process, .decision, .risk].contains(kind) { return .contrast }
        return kind == .commitment && !aspects.contains(.artifact) ? .receipt : nil
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
                // Of two things asked for, the other may simply not have been reached.
                let share = turn.kind == .bank || turn.asksTwo ? scoring.missed : scoring.nothing
                return FieldShift(field: $0, question: turn.key, before: confidence($0), after: confidence($0), existence: Int(Double(existence($0)) * share))
            }
    }

    /// The statement that settles a contradiction: surely about its field, and about the two lines rather than about something
    /// else of the same field: it shares a value with one of them, or passes a verdict.
    private func settling(_ id: Contradiction.ID, _ statements: [StatementFact], _ reading: TextReading) -> Statement.ID? {
        guard let finding = state.contradictions.first(where: { $0.id == id })?.finding else { return nil }
        let sure = percent(settings.scoring.known)
        let sides = [finding.a, finding.b].compactMap { $0.flatMap(lookup) }
        return statements.first { fact in
            let isSure =
                (fact.field == finding.field && fact.confidence >= sure) || fact.also.contains { $0.field == finding.field && $0.confidence >= sure }
            guard isSure, let said = reading.text.utf8Slice(fact.span.start, fact.span.end) else { return false }
            // Where the words of a side were erased, nothing can be held against them.
            if sides.isEmpty || sides.contains(where: { Self.touches($0, said) }) { return true }
            return reading.sentences.contains { $0.range.overlaps(fact.span.start..<fact.span.end) && reading.has(.verdict, in: $0) }
        }?.id
    }

    /// To the very question which of two lines is right, a plain line on the field that names who or what stands on both sides, or a side's
    /// day or amount, is the answer, however thin it is otherwise: "Ana keeps the role, Ben declined it".
    private func choosing(_ id: Contradiction.ID, _ statements: [StatementFact], _ reading: TextReading) -> Statement.ID? {
        guard let finding = state.contradictions.first(where: { $0.id == id })?.finding, let a = lookup(finding.a), let b = finding.b.flatMap(lookup) else {
            return nil
        }
        return statements.first { fact in
            guard fact.field == finding.field || fact.also.contains(where: { $0.field == finding.field }) else { return false }
            guard let said = reading.text.utf8Slice(fact.span.start, fact.span.end),
                !reading.sentences.contains(where: { $0.range.overlaps(fact.span.start..<fact.span.end) && reading.count(.hedge, in: $0) > 0 })
            else { return false }
            func isNamed(_ side: String) -> Bool { TextScan.names(in: side).contains { said.contains($0.value) } }
            return Self.shareValue(a, said) || Self.shareValue(b, said) || (isNamed(a) && isNamed(b))
        }?.id
    }

    /// Whether two lines share a name, a value, or so many words that one speaks of the other.
    private static func touches(_ a: String, _ b: String) -> Bool {
        shareValue(a, b) || !Set(TextScan.names(in: a).map(\.value)).isDisjoint(with: TextScan.names(in: b).map(\.value))
            || TextScan.contentWords(in: a).intersection(TextScan.contentWords(in: b)).count >= 3
    }

    /// Contradictions that nobody is asking about and that the answer settles all the same: a sure statement on the field that
    /// names the day or the amount of one side. Asking then would be asking twice. A name alone settles nothing.
    private func settledInPassing(_ turn: Turn, _ statements: [StatementFact], _ reading: TextReading) -> [ContradictionChange] {
        state.contradictions.compactMap { contradiction in
            guard contradiction.status == .unresolved || (contradiction.status == .open && !contradiction.isAsked),
                contradiction.id != turn.subject.contradiction
            else { return nil }
            guard let id = settling(contradiction.id, statements, reading), let fact = statements.first(where: { $0.id == id }) else { return nil }
            let sides = [contradiction.finding.a, contradiction.finding.b].compactMap { $0.flatMap(lookup) }
            guard let said = reading.text.utf8Slice(fact.span.start, fact.span.end), sides.contains(where: { Self.shareValue($0, said) }) else { return nil }
            return ContradictionChange(contradiction: contradiction.id, status: .explained, statement: id)
        }
    }

    static func shareValue(_ a: String, _ b: String) -> Bool {
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
