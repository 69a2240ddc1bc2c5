import FeraDomain

extension Work {
    /// A statement that may still be changed.
    func living(_ id: Statement.ID) throws(Refusal) -> InterviewState.StatementState {
        guard let statement = state.statement(id) else { throw Refusal(.unknownStatement, "There is no line '\(id)' in this interview.") }
        guard statement.isLive else {
            throw Refusal(.settled, "This line was \(statement.status == .withdrawn ? "taken back" : "replaced") already; it cannot be changed.")
        }
        return statement
    }

    mutating func pass(_ id: Statement.ID, _ action: InterviewEvent.StatementRevised.Action) throws(Refusal) {
        let statement = try living(id)
        emit(
            .statementRevised(
                InterviewEvent.StatementRevised(
                    statement: id, action: action, revision: statement.revision, text: nil, bytes: 0, confidence: statement.fact.confidence,
                    label: action == .keepPrivate ? .private : privateLifted(statement), routes: statement.routes)))
    }

    /// Confirming a line that was private gives it back the label that its present words ask for.
    private func privateLifted(_ statement: InterviewState.StatementState) -> Label {
        guard statement.label == .private else { return statement.label }
        if statement.earlier.isEmpty, statement.fact.label != .private { return statement.fact.label }
        guard let field = interviewer.field(statement.fact.field, in: state, words: words), let text = words.at(state.resolved(statement.span)) else {
            return .internal
        }
        let reading = TextReading(text, index: interviewer.index)
        return reading.sentences.reduce(field.label) { $0.stricter(interviewer.access(field, $1, reading, state: state, liftsPrivate: true).label) }
    }

    /// A new wording; the old one is kept as an older version.
    mutating func correct(_ id: Statement.ID, _ text: String) throws(Refusal) {
        let statement = try living(id)
        try checkLength(text)
        let redacted = SecretRedactor.redact(text)
        guard redacted.text.utf8.contains(where: { $0 > 32 }) else { throw Refusal(.empty, "A correction needs words; to take the line back, withdraw it.") }
        guard let field = interviewer.field(statement.fact.field, in: state, words: words) else {
            throw Refusal(.unknownField, "'\(statement.fact.field)' is no field any more.")
        }
        let revision = statement.revision + 1
        let ref = keep("\(id.rawValue.dropFirst(prefix.count + 1)).r\(revision)", redacted.text)
        let reading = TextReading(redacted.text, index: interviewer.index)
        var best = percent(settings.confidence.floor)
        var label = field.label
        var routes: [ReviewRoute] = []
        for sentence in reading.sentences {
            let rated = interviewer.rules.rate(
                field, aspects: reading.aspects(of: sentence), hedges: reading.count(.hedge, in: sentence), words: sentence.words)
            best = max(best, percent(rated.confidence))
            let access = interviewer.access(field, sentence, reading, state: state)
            label = label.stricter(access.label)
            routes += access.routes.filter { !routes.contains($0) }
        }
        if !redacted.isClean { label = label.stricter(.security) }
        // A better wording does not make public what the owner keeps to themselves; confirming the line does.
        if statement.label == .private { label = .private }
        let settles = settled(by: statement, correctedTo: redacted.text)
        emit(
            .statementRevised(
                InterviewEvent.StatementRevised(
                    statement: id, action: .correct, revision: revision, text: ref, bytes: redacted.text.utf8.count, confidence: best, label: label,
                    routes: routes.isEmpty ? statement.routes : routes, settles: settles.isEmpty ? nil : settles)))
        reply(.corrected, phrases.replies.corrected)
    }

    mutating func withdraw(statement id: Statement.ID) throws(Refusal) {
        let statement = try living(id)
        var texts: [Identifier<TextRef.Subject>] = []
        var rewritten: [InterviewEvent.Withdrawn.Rewrite] = []
        for span in [statement.span] + statement.earlier {
            let span = state.resolved(span)
            guard let old = span.text else { continue }
            texts.append(old)
            // The words of an answer that other lines rest on stay: only this line's part is made unreadable, byte for byte.
            let isAnswer = state.answers.contains { $0.text.map { state.resolved(WordSpan(text: $0.id, start: 0, end: 0)).text == old } ?? false }
            guard isAnswer, let content = words.text(old), content.utf8Slice(span.start, span.end) != nil else { continue }
            var bytes = Array(content.utf8)
            for at in span.start..<span.end { bytes[at] = UInt8(ascii: "-") }
            let ref = keep("\(old.rawValue.dropFirst(prefix.count + 1)).w\(state.eventCount + 1)", String(decoding: bytes, as: UTF8.self))
            rewritten.append(InterviewEvent.Withdrawn.Rewrite(old: old, new: ref))
        }
        let taken = ([statement.span] + statement.earlier).compactMap { words.at(state.resolved($0)) }
        for echo in echoes(of: taken) where !texts.contains(echo) { texts.append(echo) }
        emit(.withdrawn(InterviewEvent.Withdrawn(answers: [], statements: [id], texts: texts, rewritten: rewritten)))
        erased += texts
        reply(.withdrawn, phrases.replies.withdrawn)
        next()
    }

    /// Takes back a whole answer with every line that came of it.
    mutating func withdraw(answer id: AnswerID) throws(Refusal) {
        guard let answer = state.answers.first(where: { $0.id == id }) else { throw Refusal(.unknownAnswer, "There is no answer '\(id)' in this interview.") }
        guard !answer.isWithdrawn else { throw Refusal(.settled, "This answer was taken back already.") }
        var texts = answer.text.map { [state.resolved(WordSpan(text: $0.id, start: 0, end: 0)).text ?? $0.id] } ?? []
        var statements: [Statement.ID] = []
        for statement in answer.statements.compactMap({ state.statement($0) }) where statement.status != .withdrawn {
            statements.append(statement.fact.id)
            for span in [statement.span] + statement.earlier {
                if let text = state.resolved(span).text, !texts.contains(text) { texts.append(text) }
            }
        }
        // A name that was passed on stands alone in what Fera answered.
        let names = state.referrals.filter { $0.turn == answer.turn && $0.turn != nil }.compactMap { $0.name.flatMap(words.at) }
        for echo in echoes(of: texts.compactMap { words.text($0) }, names: names) where !texts.contains(echo) { texts.append(echo) }
        emit(.withdrawn(InterviewEvent.Withdrawn(answers: [id], statements: statements, texts: texts, rewritten: [])))
        erased += texts
        reply(.withdrawn, phrases.replies.withdrawn)
        next()
    }
}
