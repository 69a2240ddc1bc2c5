package import FeraDomain

extension Work {
    /// Somebody wants something told that no field asks for. It gets a field of its own in this interview.
    mutating func addField(_ title: String, _ question: String, _ chapter: Chapter) throws(Refusal) {
        guard !state.isExpired else { throw Refusal(.expired, "The last working day has passed; nothing new is asked of the owner.") }
        let title = SecretRedactor.redact(title).text, question = SecretRedactor.redact(question).text
        for (name, text, most) in [("title", title, 120), ("question", question, 400)] {
            guard text.utf8.contains(where: { $0 > 32 }) else { throw Refusal(.empty, "A field needs a \(name).") }
            guard text.utf8.count <= most else { throw Refusal(.tooLong, "The \(name) has \(text.utf8.count) bytes; at most \(most) are taken.") }
        }
        guard state.special.count < 50 else { throw Refusal(.tooLong, "There are 50 fields of this account's own already.") }
        let number = state.special.count + 1
        emit(
            .fieldAdded(
                SpecialField(
                    id: Field.ID("special.\(number)"), chapter: chapter, label: .internal, title: keep("f\(number)t", title),
                    question: keep("f\(number)q", question))))
        if [.closing, .done].contains(state.phase) {
            emit(.reopened(InterviewEvent.Reopened(reason: .question)))
            next()
        }
    }

    /// A field for a question that fits none. What the asker may read says nothing of the answer, which has the label of its own words.
    mutating func special(for question: TextRef) -> Field.ID {
        let id = Field.ID("special.\(state.special.count + 1)")
        emit(.fieldAdded(SpecialField(id: id, chapter: .story, label: .internal, title: question, question: question)))
        return id
    }

    func specialWording(_ field: SpecialField) -> String {
        // As somebody wrote it, on one line.
        texts.last { $0.ref.id == field.question.id }?.content ?? words.text(field.question.id) ?? phrases.course.specialPlain
    }

    /// What was said to such a question and belongs to no other field stands under it, with its place in the answer.
    func special(_ analysed: inout InterviewEvent.Analysed, _ turn: Turn, _ reading: TextReading) {
        guard let special = turn.targets.lazy.compactMap({ state.special($0.field) }).first, let text = state.answers.last?.text?.id else { return }
        let field = special.field(title: "")
        var best = 0
        for sentence in reading.sentences where sentence.words >= 3 {
            let isFiled = analysed.statements.contains { $0.span.start < sentence.range.upperBound && sentence.range.lowerBound < $0.span.end }
            guard !isFiled else { continue }
            let rate = interviewer.rules.rate(
                field, aspects: reading.aspects(of: sentence), hedges: reading.count(.hedge, in: sentence), words: sentence.words)
            let access = interviewer.access(field, sentence, reading, state: state)
            let kind = interviewer.kind(field, sentence, reading)
            best = max(best, percent(rate.confidence))
            analysed.statements.append(
                StatementFact(
                    id: Statement.ID("\(prefix).s\(state.statements.count + analysed.statements.count + 1)"), field: special.id, kind: kind,
                    severity: interviewer.severity(kind, field, sentence, reading), confidence: percent(rate.confidence), label: access.label,
                    routes: access.routes, span: WordSpan(text: text, start: sentence.range.lowerBound, end: sentence.range.upperBound), support: [],
                    also: [], missing: [], followUp: nil, supersedes: nil))
        }
        guard best > 0 else { return }
        analysed.shifts.append(
            FieldShift(
                field: special.id, question: turn.key, before: confidence(special.id), after: max(confidence(special.id), best),
                existence: existence(special.id)))
    }
}

extension SpecialField {
    /// Somebody wants it told.
    static let weight = 8

    /// As a field like any other; its weight says that somebody wants it told.
    func field(title: String) -> Field {
        Field(
            id: id, chapter: chapter, title: title, weight: Self.weight, aspects: [.reason], kind: .fact, label: label, routes: [], cues: [],
            recordMayAnswer: false,
            many: true, question: title)
    }
}

extension Interviewer {
    /// A field of the catalogue, or one that was added to this interview, with its words.
    package func field(_ id: Field.ID, in state: InterviewState, words: Words) -> Field? {
        if let field = catalogue.field(id) { return field }
        guard let special = state.special(id) else { return nil }
        // Where an asker's question made it, its words stay the asker's: whoever reads the lines is not told them.
        let isAsked = special.title.id == special.question.id
        return special.field(title: isAsked ? phrases.course.specialTitle : words.text(special.title.id) ?? phrases.course.specialTitle)
    }
}
