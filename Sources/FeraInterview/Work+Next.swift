import FeraDomain

extension Work {
    var questionsLeft: Int { max(0, state.questionBudget - state.turns.count) }

    var minutesLeft: Int { max(0, state.minuteBudget - state.seconds / 60) }

    /// Opens the next turn, or closes the interview: after the last question comes the closing one, then the summary.
    mutating func next() {
        guard state.phase == .asking, state.open == nil else { return }
        let choice = interviewer.choose(state)
        if case .done = choice {} else if endSitting() { return }
        switch choice {
        case .ask(let candidate): ask(candidate)
        case .done: closing(.done)
        case .budgetUsed:
            offerMore()
            closing(.budget)
        }
    }

    private mutating func ask(_ candidate: Candidate) {
        talk()
        if interviewer.isLate(state), !state.isToldNearlyDone, !candidate.isOwed, questionsLeft > 1 {
            reply(.nearlyDone, phrases.replies.nearlyDone.filled([("questions", "\(questionsLeft)")]))
        }
        open(candidate, why: why(candidate))
    }

    private mutating func closing(_ reason: InterviewEvent.Closed.Reason) {
        let id = catalogue.closing
        guard !state.asksRaisedOnly, state.plan?.contribution == nil, !state.askedQuestions.contains(id), let question = catalogue.question(id),
            question.tiers.contains(state.tier)
        else {
            return close(reason)
        }
        let entry = Interviewer.entry(question, catalogue, settings)
        open(
            Candidate(
                kind: .closing, subject: Turn.Subject(question: id), chapter: question.chapter, targets: entry.targets, minutes: entry.minutes, gain: 0,
                name: id.rawValue),
            why: [WhyTerm(.closing)])
    }

    private mutating func open(_ candidate: Candidate, why: [WhyTerm]) {
        let number = state.turns.count + 1
        let words = wording(candidate, number: number)
        emit(
            .turnOpened(
                Turn(
                    id: Turn.ID("\(prefix).t\(number)"), kind: candidate.kind, subject: candidate.subject, chapter: candidate.chapter,
                    targets: candidate.targets, why: why, probes: candidate.subject.question.flatMap { catalogue.question($0)?.probes.count } ?? 0,
                    again: candidate.again, text: keep("t\(number)", words))))
    }

    /// The summary; the owner's pass is next.
    mutating func close(_ reason: InterviewEvent.Closed.Reason) {
        let living = state.statements.count(where: \.isLive)
        let openFields = interviewer.openFields(state)
        if reason != .expired { listLines() }
        let summary = phrases.summary
        let wording: String =
            switch reason {
            case .expired: summary.expired
            case _ where state.asksRaisedOnly: summary.raised
            case _ where living == 0: summary.nothing
            case .stopped: summary.stopped
            case .done, .budget: summary.done
            }
        let text = keep(
            "z\(state.eventCount + 1)",
            wording.filled([("statements", "\(living)"), ("open", "\(openFields.count)"), ("chapters", chapters()), ("missing", weightiest(openFields))]))
        emit(
            .closed(
                InterviewEvent.Closed(
                    reason: reason, completeness: interviewer.completeness(state), statements: living, openFields: openFields, text: text)))
    }

    /// The three heaviest of the fields that stay open, by their titles.
    private func weightiest(_ open: [Field.ID]) -> String {
        open.prefix(3).compactMap { catalogue.field($0).map { "“\($0.title)”" } }.joined(separator: ", ")
    }

    /// The reasons, as data: the heaviest field, how it stands, and what else the question may bring.
    func why(_ candidate: Candidate) -> [WhyTerm] {
        if candidate.again != nil { return [WhyTerm(.deferred)] + fieldTerms(candidate) }
        if candidate.subject.gap != nil { return [WhyTerm(.raised)] }
        if let field = candidate.subject.field, state.special(field) != nil { return [WhyTerm(.special)] }
        switch candidate.kind {
        case .contradiction: return [WhyTerm(.contradiction, field: candidate.targets.first?.field)] + fieldTerms(candidate).prefix(1)
        case .who: return candidate.subject.person == nil ? [WhyTerm(.unknownPerson)] : [WhyTerm(.thinPerson)] + fieldTerms(candidate).prefix(1)
        case .acronym: return [WhyTerm(.acronym)]
        case .followUp: return Array(fieldTerms(candidate).prefix(1)) + [WhyTerm(.thin, field: candidate.subject.field)]
        case .closing: return [WhyTerm(.closing)]
        case .whoKnows: return []
        case .which: return [WhyTerm(.ambiguous, field: candidate.targets.first?.field)]
        case .bank: return fieldTerms(candidate)
        case .gap:
            let isNamed = candidate.things == 2 && candidate.targets.contains { interviewer.holder($0.field, state) != nil }
            return fieldTerms(candidate) + (isNamed ? [WhyTerm(.thinPerson)] : [])
        }
    }

    private func fieldTerms(_ candidate: Candidate) -> [WhyTerm] {
        let ranked = candidate.targets.sorted { (worth($1), $0.field) < (worth($0), $1.field) }
        guard let first = ranked.first, let field = catalogue.field(first.field) else { return [] }
        var terms = [WhyTerm(.weight, field: field.id, value: field.weight)]
        let known = state.fields[field.id]
        if let span = known?.hint {
            terms.append(WhyTerm(.hinted, field: field.id, span: span))
        } else if (known?.confidence ?? 0) < percent(settings.scoring.hinted) {
            terms.append(WhyTerm(.open, field: field.id))
        } else {
            terms.append(WhyTerm(.thin, field: field.id))
        }
        if let second = ranked.dropFirst().first, second.likelihood >= 30, confidence(second.field) < percent(settings.scoring.known) {
            terms.append(WhyTerm(.also, field: second.field))
        }
        return terms
    }

    private func worth(_ target: Turn.Target) -> Int {
        target.likelihood * (catalogue.field(target.field)?.weight ?? 0) * (100 - confidence(target.field)) * existence(target.field) / 1000
    }
}
