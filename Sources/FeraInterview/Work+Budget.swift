import FeraDomain

extension Work {
    /// The minutes that "ten more minutes" adds.
    static let moreMinutes = 10

    /// The weighty points that are open when the budget is used up; what the owner did not want to tell is not among them.
    private var weighty: [Field] {
        interviewer.openFields(state).compactMap { catalogue.field($0) }
            .filter { state.weight($0) >= settings.late.weight && state.fields[$0.id]?.isSkipped != true }
    }

    /// Before the last question, where weighty points are open: more time now, another day, or in writing. Nobody is cut off.
    mutating func offerMore() {
        guard !state.isOffered, !state.asksRaisedOnly, state.plan?.contribution == nil, let first = weighty.first else { return }
        reply(.budgetOffer, phrases.course.offer.filled([("count", "\(weighty.count)"), ("title", first.title)]))
    }

    /// What the words of a message choose, where an offer stands and the last question is open.
    func offered(_ open: Turn, _ reading: TextReading) -> InterviewEvent.BudgetExtended.Choice? {
        guard state.isOffered, open.kind == .closing, reading.tokens.ranges.count <= 8 else { return nil }
        let said = " " + reading.tokens.ranges.map { String(decoding: reading.tokens.folded[$0], as: UTF8.self) }.joined(separator: " ") + " "
        let course = phrases.course
        let choices: [(InterviewEvent.BudgetExtended.Choice, [String])] = [(.minutes, course.more), (.sitting, course.another), (.written, course.written)]
        return choices.first { $0.1.contains { said.contains(" \($0) ") } }?.0
    }

    /// By button, also when the interview has just been closed for want of time.
    mutating func extend(_ choice: InterviewEvent.BudgetExtended.Choice, _ day: Day?) throws(Refusal) {
        guard !state.isExpired else { throw Refusal(.expired, "The last working day has passed; nothing new is asked of the owner.") }
        guard [.asking, .paused, .closing].contains(state.phase) else { throw Refusal(.noOpenTurn, "The interview is over; it can be reopened.") }
        guard day.map({ $0 >= command.day }) ?? true else { throw Refusal(.invalidPlan, "The day of the next sitting has passed.") }
        try take(choice, day: day)
        if state.open == nil { next() }
    }

    mutating func take(_ choice: InterviewEvent.BudgetExtended.Choice?, day: Day?) throws(Refusal) {
        guard let choice else { return }
        let tier = settings.budgets[choice == .written ? .tail : state.tier]
        let minutes = choice == .written ? tier?.minutes ?? Self.moreMinutes : Self.moreMinutes
        let questions = choice == .written ? tier?.questions ?? 1 : max(1, Self.moreMinutes * (tier?.questions ?? 1) / max(1, tier?.minutes ?? 1))
        let course = phrases.course
        let text =
            switch choice {
            case .minutes: course.moreTaken
            case .sitting: course.anotherTaken
            case .written: course.writtenTaken
            }
        let next = day ?? command.day.adding(days: 1)
        // The last question, if it is open, is void and takes no place of the budget.
        let asked = state.turns.count
        emit(
            .budgetExtended(
                InterviewEvent.BudgetExtended(
                    choice: choice, questions: max(state.questionBudget, asked) + questions, minutes: max(state.minuteBudget, state.seconds / 60) + minutes,
                    text: keep("x\(state.eventCount + 1)", text.filled([("minutes", "\(minutes)"), ("questions", "\(questions)"), ("day", "\(next)")])))))
        guard choice == .sitting else { return }
        let later = state.sittings.dropFirst((state.sitting ?? -1) + 1).filter { $0.day > next }
        emit(.sittingsPlanned(planned([Sitting(day: next, questions: questions)] + later)))
        guard state.open == nil, state.phase == .asking else { return }
        emit(
            .sittingEnded(
                InterviewEvent.SittingEnded(text: keep("g\(state.eventCount + 1)", course.sittingOver.filled([("day", "\(next)")])))))
    }
}
