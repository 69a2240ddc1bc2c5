import FeraDomain

extension Work {
    mutating func prepare(_ preparation: Preparation) throws(Refusal) -> Decision.Outcome {
        guard state.phase == .preparing else { throw Refusal(.alreadyPrepared, "The record of this interview has been read already.") }
        guard let budget = settings.budgets[preparation.tier] else {
            throw Refusal(.notPrepared, "The tier '\(preparation.tier.rawValue)' has no budget in config/interview.json5.")
        }
        emit(
            .prepared(
                InterviewEvent.Prepared(
                    interview: preparation.interview, account: preparation.account, accountName: preparation.accountName, owner: preparation.owner,
                    tier: preparation.tier,
                    language: preparation.language, asOf: command.day, questions: preparation.questions ?? budget.questions,
                    minutes: preparation.minutes ?? budget.minutes, reading: preparation.reading, plan: preparation.plan)))
        return .accepted(answer: nil)
    }

    /// The owner comes in: the first time with a welcome and the first question, later with where we were.
    mutating func join() throws(Refusal) {
        let isFirst = state.phase == .ready
        if isFirst { try requireDue() }
        let content =
            isFirst && state.plan?.contribution != nil
            ? phrases.course.contribution.filled([("account", state.accountName)])
            : isFirst
                ? phrases.welcome.filled([("account", state.accountName), ("questions", "\(state.questionBudget)"), ("minutes", "\(state.minuteBudget)")])
                    + (state.reading.excerpts == 0 ? " " + phrases.course.noRecord : "")
                : phrases.welcomeBack + " " + whereWeStand
        emit(.joined(InterviewEvent.Joined(text: keep("j\(state.eventCount + 1)", content))))
        if state.phase == .asking, state.open == nil { next() }
    }

    mutating func pause() throws(Refusal) {
        guard state.phase == .asking else { throw Refusal(.noOpenTurn, "Nothing is being asked, so there is nothing to pause.") }
        emit(.paused(InterviewEvent.Empty()))
    }

    mutating func resume() throws(Refusal) {
        guard state.phase == .paused else { throw Refusal(.notPaused, "The interview is not paused.") }
        try requireDue()
        emit(.resumed(InterviewEvent.Empty()))
        if state.open == nil { next() }
    }

    mutating func why() throws(Refusal) {
        guard let turn = state.open else { throw Refusal(.noOpenTurn, "No question is open.") }
        reply(.why, phrases.replies.why.filled([("why", whySentence(turn))]))
    }

    /// "Enough": the open turn is let go, the lines go to the owner's pass.
    mutating func stop() throws(Refusal) {
        guard [.asking, .paused, .ready].contains(state.phase) else { throw Refusal(.noOpenTurn, "The interview is over already.") }
        close(.stopped)
    }

    /// The last working day: no new turns; what there is goes on.
    mutating func expire() throws(Refusal) {
        guard !state.isExpired else { throw Refusal(.expired, "The last working day had passed already.") }
        emit(.expired(InterviewEvent.Empty()))
        if [.asking, .paused, .ready].contains(state.phase) { close(.expired) }
    }

    mutating func reopen() throws(Refusal) {
        guard !state.isExpired else { throw Refusal(.expired, "The last working day has passed; nothing new is asked of the owner.") }
        guard [.closing, .done].contains(state.phase) else { throw Refusal(.stillAsking, "The interview is still open.") }
        emit(.reopened(InterviewEvent.Reopened(reason: .more)))
        next()
    }

    /// A refused question enters as a candidate; an interview that is over opens again for it.
    mutating func raise(_ gap: Gap.ID, _ field: Field.ID?, _ question: TextRef, _ label: Label) throws(Refusal) {
        guard !state.isExpired else { throw Refusal(.expired, "The last working day has passed; the question goes to a reviewer.") }
        guard !state.raised.contains(where: { $0.fact.gap == gap }) else { throw Refusal(.alreadyRaised, "This question was put to the owner already.") }
        if let field, catalogue.field(field) == nil, state.special(field) == nil { throw Refusal(.unknownField, "'\(field)' is no field.") }
        let asked = words.text(question.id) ?? ""
        // What fits no field is special to this account, and gets a field of its own.
        let filed = field ?? interviewer.field(of: asked) ?? special(for: question)
        emit(.gapRaised(InterviewEvent.GapRaised(gap: gap, field: filed, question: question, label: label)))
        guard [.closing, .done].contains(state.phase) else { return }
        emit(.reopened(InterviewEvent.Reopened(reason: .question)))
        next()
    }

    mutating func finishPass(waived reason: String?) throws(Refusal) {
        switch state.phase {
        case .closing: break
        case .done: throw Refusal(.alreadyPassed, "The owner's pass is done already.")
        default: throw Refusal(.stillAsking, "The interview is still open; the pass comes after the last question.")
        }
        if let reason {
            guard reason.utf8.contains(where: { $0 > 32 }) else { throw Refusal(.empty, "A waiver needs a reason: the lines will say so.") }
            try checkLength(reason)
        }
        let text = reason.map { keep("w\(state.eventCount + 1)", SecretRedactor.redact($0).text) }
        emit(.ownerPassed(InterviewEvent.OwnerPassed(waived: text)))
    }

    func checkLength(_ text: String) throws(Refusal) {
        guard text.utf8.count <= settings.maxAnswerBytes else {
            throw Refusal(.tooLong, "The text has \(text.utf8.count) bytes; at most \(settings.maxAnswerBytes) are taken. Please send it in parts.")
        }
    }
}
