package import FeraDomain

extension Identifier where Subject == Gap {
    /// A reviewer's question about one wording of a line, as a question that came back.
    /// - Parameters:
    ///   - own: how often the owner has worded the line.
    ///   - revision: the wording that the reviewer has read.
    package static func review(of statement: Statement.ID, own: Int, revision: Int, route: ReviewRoute) -> Gap.ID {
        Gap.ID("rv_\(statement).\(own).\(revision).\(route.rawValue)")
    }

    /// The line that a reviewer has sent back; `nil` for what an asker was refused.
    package var reviewed: Statement.ID? {
        guard rawValue.hasPrefix("rv_") else { return nil }
        let parts = rawValue.dropFirst(3).split(separator: ".")
        return parts.count == 5 ? Statement.ID(rawValue: "\(parts[0]).\(parts[1])") : nil
    }
}

extension InterviewEvent {
    /// A question that came back needs no answer any more: the line that it was about was settled otherwise.
    package struct QuestionDropped: Codable, Hashable, Sendable {
        package var gap: Gap.ID
    }
}

extension InterviewState {
    mutating func dropped(_ value: InterviewEvent.QuestionDropped) {
        raised.removeAll { $0.fact.gap == value.gap }
        if let openTurn, turns[openTurn].subject.gap == value.gap { closeTurn() }
        deferred.removeAll { turns[$0].subject.gap == value.gap }
    }
}

extension Work {
    /// Lets go what reviewers asked about a line that was settled otherwise. An interview that was open for that alone is over again, and
    /// where the owner has looked at every line that was sent back, they have passed them.
    /// - Returns: whether anything was asked.
    @discardableResult
    mutating func drop(about line: Statement.ID) -> Bool {
        let gaps = state.raised.filter { $0.fact.gap.reviewed == line && $0.answer == nil }.map(\.fact.gap)
        for gap in gaps { emit(.questionDropped(InterviewEvent.QuestionDropped(gap: gap))) }
        guard !gaps.isEmpty, state.phase == .asking, state.open == nil else { return !gaps.isEmpty }
        next()
        let waiting = state.statements.filter { $0.status == .proposed }.map(\.fact.id)
        if state.phase == .closing, state.sentBack.isSuperset(of: waiting) { emit(.ownerPassed(InterviewEvent.OwnerPassed(waived: nil))) }
        return true
    }

    /// What is said to a reviewer's question replaces the line that was sent back: the first of it on the line's own field, else the first.
    func replaceReviewed(_ analysed: inout InterviewEvent.Analysed, _ turn: Turn) {
        guard let line = turn.subject.gap?.reviewed.flatMap({ state.statement($0) }), line.isLive, !analysed.superseded.contains(line.fact.id),
            let place = analysed.statements.firstIndex(where: { $0.field == line.fact.field }) ?? analysed.statements.indices.first,
            analysed.statements[place].supersedes == nil
        else { return }
        analysed.statements[place].supersedes = line.fact.id
        analysed.superseded.append(line.fact.id)
    }

    /// The line with what the reviewer wants to know of it; `nil` where it is no reviewer's question or words are gone.
    func reviewWording(_ gap: Gap.ID, _ number: Int) -> String? {
        guard let line = gap.reviewed.flatMap({ state.statement($0) }), let said = lookup(line.span),
            let asked = state.raised.first(where: { $0.fact.gap == gap }).flatMap({ words.text($0.fact.question.id) })
        else { return nil }
        let title = interviewer.field(line.fact.field, in: state, words: words)?.title ?? ""
        return pick(phrases.followUp, number).filled([("title", title), ("quote", quote(said)), ("ask", quote(asked))])
    }
}
