import FeraDomain

extension Work {
    /// A correction that could mean either of two lines of the same answer replaces neither before the owner has said which.
    /// What decides is where the lines stand, never their words: a replay without words decides alike.
    /// - Returns: what to ask about, where it could.
    func untie(_ analysed: inout InterviewEvent.Analysed) -> Turn.Subject? {
        for (place, fact) in analysed.statements.enumerated() {
            guard let old = fact.supersedes.flatMap({ state.statement($0) }) else { continue }
            let rivals = state.statements.filter { $0.isLive && $0.answer == old.answer && $0.fact.field == old.fact.field && $0.fact.id != old.fact.id }
            guard !rivals.isEmpty else { continue }
            analysed.statements[place].supersedes = nil
            analysed.superseded.removeAll { $0 == old.fact.id }
            let all = (rivals + [old]).map(\.fact.id)
            return Turn.Subject(statement: fact.id, alternatives: state.statements.map(\.fact.id).filter(all.contains))
        }
        return nil
    }

    /// Asks which line a correction means.
    mutating func ask(which subject: Turn.Subject, chapter: Chapter) {
        let field = subject.statement.flatMap { state.statement($0) }?.fact.field
        let number = state.turns.count + 1
        let targets = field.map { [Turn.Target(field: $0, likelihood: 0, prior: 80)] } ?? []
        emit(
            .turnOpened(
                Turn(
                    id: Turn.ID("\(prefix).t\(number)"), kind: .which, subject: subject, chapter: field.flatMap { catalogue.field($0)?.chapter } ?? chapter,
                    targets: targets, why: [WhyTerm(.ambiguous, field: field)], probes: 0, text: keep("t\(number)", whichWording(subject, number)))))
    }

    /// The lines by number, in the order in which they were said.
    func whichWording(_ subject: Turn.Subject, _ number: Int) -> String {
        let lines = (subject.alternatives ?? []).compactMap { state.statement($0) }.map { lookup($0.span) }
        guard !lines.contains(nil) else { return phrases.course.whichPlain }
        let list = lines.enumerated().map { "\($0 + 1). “\(quote($1 ?? ""))”" }.joined(separator: " ")
        return pick(phrases.course.which, number).filled([("lines", list)])
    }

    /// The lines that an answer to that question picks: by number, "both", "neither". `nil` where it says something else.
    func picked(_ turn: Turn, _ reading: TextReading) -> InterviewEvent.Analysed? {
        let all = turn.subject.alternatives ?? []
        guard reading.tokens.ranges.count <= 6 else { return nil }
        let words = Set(reading.tokens.ranges.map { String(decoding: reading.tokens.folded[$0], as: UTF8.self) })
        let course = phrases.course
        var chosen: [Statement.ID]?
        if !words.isDisjoint(with: course.neither) {
            chosen = []
        } else if !words.isDisjoint(with: course.all) {
            chosen = all
        } else if let place = all.indices.first(where: { $0 < course.ordinals.count && !words.isDisjoint(with: course.ordinals[$0]) }) {
            chosen = [all[place]]
        } else if !words.isDisjoint(with: course.last) {
            chosen = Array(all.suffix(1))
        }
        guard let chosen, let id = state.answers.last?.id else { return nil }
        var analysed = standing(id, .correction, words: reading.tokens.ranges.count)
        analysed.closesTurn = true
        analysed.superseded = chosen.filter { state.statement($0)?.isLive == true }
        return analysed
    }
}
