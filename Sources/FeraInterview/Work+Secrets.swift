import FeraDomain

extension Work {
    /// A secret that was taken out leaves a line for security, whatever else the sentence was about: they must know where it was
    /// said. A line that is there already has the label by its words.
    func secure(_ analysed: inout InterviewEvent.Analysed, _ reading: TextReading, _ removals: Int) {
        guard removals > 0, let text = state.answers.last?.text?.id, let field = catalogue.fields.first(where: { $0.label == .security }) else { return }
        for sentence in reading.sentences where interviewer.holdsRemoval(sentence, reading) {
            let isThere = analysed.statements.contains { fact in
                fact.span.text == text && fact.span.start < sentence.range.upperBound && sentence.range.lowerBound < fact.span.end
                    && fact.label.strictness >= Label.security.strictness
            }
            guard !isThere else { continue }
            let access = interviewer.access(field, sentence, reading, state: state)
            analysed.statements.append(
                StatementFact(
                    id: Statement.ID("\(prefix).s\(state.statements.count + analysed.statements.count + 1)"), field: field.id, kind: field.kind,
                    severity: nil, confidence: percent(settings.confidence.floor), label: access.label.stricter(.security), routes: access.routes,
                    span: WordSpan(text: text, start: sentence.range.lowerBound, end: sentence.range.upperBound), support: [], also: [], missing: [],
                    followUp: nil, supersedes: nil))
        }
    }

    /// An analysis with the line for security where the message held a secret; without a message as it is.
    func secured(_ analysed: InterviewEvent.Analysed, _ reading: TextReading?) -> InterviewEvent.Analysed {
        guard let reading else { return analysed }
        var analysed = analysed
        secure(&analysed, reading, reading.sentences.contains { interviewer.holdsRemoval($0, reading) } ? 1 : 0)
        return analysed
    }
}
