package import FeraDomain

extension Interviewer {
    /// The strictest label of what a turn asks about and quotes: whoever words the question must be allowed to read that.
    /// A line of the record has no label of its own, so it is judged as an answer would be.
    package func wordingLabel(_ turn: Turn, state: InterviewState, words: Words) -> Label {
        let fields = turn.targets.map(\.field) + (turn.subject.field.map { [$0] } ?? [])
        var label = fields.reduce(Label.open) { $0.stricter(catalogue.field($1)?.label ?? .internal) }
        if let statement = turn.subject.statement.flatMap({ state.statement($0) }) { label = label.stricter(statement.label) }
        if let said = state.contradictions.first(where: { $0.id == turn.subject.contradiction })?.said.flatMap({ state.statement($0) }) {
            label = label.stricter(said.label)
        }
        if let gap = turn.subject.gap { label = label.stricter(state.raised.first { $0.fact.gap == gap }?.fact.label ?? .internal) }
        guard let field = turn.subject.field.flatMap({ catalogue.field($0) }), let line = state.fields[field.id]?.hint.flatMap(words.at) else { return label }
        let reading = TextReading(line, index: index)
        return reading.sentences.reduce(label.stricter(.internal)) { $0.stricter(access(field, $1, reading, state: state).label) }
    }
}
