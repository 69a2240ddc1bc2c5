import FeraDomain

extension Work {
    /// Refuses to go on before the day of the next sitting.
    func requireDue() throws(Refusal) {
        guard !state.isDue(command.day), let next = state.nextSitting else { return }
        throw Refusal(.notYet, "The next sitting is planned for \(next.day). Plan it for today to go on now.")
    }

    /// Where the interview stands, in a line, for who comes back.
    var whereWeStand: String {
        phrases.course.recap.filled([
            ("account", state.accountName), ("statements", "\(state.statements.count(where: \.isLive))"), ("open", "\(interviewer.openFields(state).count)"),
        ])
    }

    /// Off to another account: the open question is put off and asked again on coming back.
    mutating func leave() throws(Refusal) {
        guard [.asking, .paused].contains(state.phase) else { throw Refusal(.noOpenTurn, "Nothing is being asked here, so there is nothing to leave.") }
        guard !state.isAway else { throw Refusal(.settled, "This interview was left already.") }
        emit(.left(InterviewEvent.Empty()))
    }

    /// Splits what is left into sittings.
    mutating func plan(_ sittings: [Sitting]) throws(Refusal) {
        guard !state.isExpired else { throw Refusal(.expired, "The last working day has passed; nothing new is asked of the owner.") }
        guard ![.closing, .done].contains(state.phase) else { throw Refusal(.noOpenTurn, "The interview is over; it can be reopened.") }
        func wrong(_ what: String) -> Refusal { Refusal(.invalidPlan, "sittings: \(what).") }
        guard (1...20).contains(sittings.count) else { throw wrong("there are \(sittings.count); 1 to 20 are right") }
        var last = state.sitting.map { state.sittings[$0].day }
        for (place, sitting) in sittings.enumerated() {
            guard sitting.day >= command.day else { throw wrong("the day of number \(place + 1), \(sitting.day), has passed") }
            guard last.map({ sitting.day > $0 }) ?? true || (place == 0 && last == sitting.day) else {
                throw wrong("number \(place + 1) on \(sitting.day) does not come after \(last.map { "\($0)" } ?? "")")
            }
            guard (1...100).contains(sitting.questions) else { throw wrong("number \(place + 1) has \(sitting.questions) questions; 1 to 100 are right") }
            guard (1...600).contains(sitting.minutes ?? 1) else { throw wrong("number \(place + 1) has \(sitting.minutes ?? 0) minutes; 1 to 600 are right") }
            last = sitting.day
        }
        emit(.sittingsPlanned(planned(sittings)))
    }

    /// Sittings with what they make of the budget: what has been asked, what the present sitting has left, and theirs.
    func planned(_ sittings: [Sitting]) -> InterviewEvent.SittingsPlanned {
        let tier = settings.budgets[state.tier]
        func minutes(_ sitting: Sitting) -> Int {
            sitting.minutes ?? max(1, (sitting.questions * (tier?.minutes ?? 1) + (tier?.questions ?? 1) - 1) / max(1, tier?.questions ?? 1))
        }
        let present = state.awaitsSitting ? nil : state.sitting.map { state.sittings[$0] }
        let asked = present.map { max(state.turns.count, state.sittingTurns + $0.questions) } ?? state.turns.count
        let spent = present.map { max(state.seconds / 60, state.sittingSeconds / 60 + minutes($0)) } ?? state.seconds / 60
        return InterviewEvent.SittingsPlanned(
            sittings: sittings, questions: asked + sittings.reduce(0) { $0 + $1.questions }, minutes: spent + sittings.reduce(0) { $0 + minutes($1) } + 1)
    }

    /// Ends the sitting where its questions or minutes are used up and another is planned.
    /// - Returns: whether it ended.
    mutating func endSitting() -> Bool {
        guard !state.asksRaisedOnly, let next = state.nextSitting else { return false }
        if let sitting = state.sitting.map({ state.sittings[$0] }) {
            let isLong = sitting.minutes.map { (state.seconds - state.sittingSeconds) / 60 >= $0 } ?? false
            guard isLong || state.turns.count - state.sittingTurns >= sitting.questions else { return false }
        } else if next.day <= command.day {
            return false
        }
        let words = phrases.course.sittingOver.filled([("day", "\(next.day)")])
        emit(.sittingEnded(InterviewEvent.SittingEnded(text: keep("g\(state.eventCount + 1)", words))))
        return true
    }
}
