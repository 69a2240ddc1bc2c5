package import FeraDomain

extension InterviewState {
    /// Whether the interview goes on when the owner comes on a day: there is no sitting to wait for, or its day has come.
    package func isDue(_ day: Day) -> Bool {
        guard let next = nextSitting else { return true }
        guard awaitsSitting || (sitting == nil && phase == .ready) else { return true }
        return day >= next.day
    }

    /// The sitting that has not begun.
    package var nextSitting: Sitting? {
        let next = sitting.map { $0 + 1 } ?? 0
        return next < sittings.count ? sittings[next] : nil
    }

    /// The special field of that id.
    package func special(_ id: Field.ID) -> SpecialField? { special.first { $0.id == id } }

    /// What a field weighs here: 0 for one that is not asked for.
    func weight(_ field: Field) -> Int { plan.map { $0.weights[field.id] ?? 0 } ?? field.weight }

    /// The risks and warnings that the owner told and that nobody has said how to keep in check, the heaviest first.
    func openRisks(mitigation: Field.ID) -> [StatementState] {
        let settled = Set(statements.filter(\.isLive).compactMap(\.fact.mitigates))
        let risks = statements.filter {
            $0.isLive && $0.status != .private && $0.fact.kind == .risk && $0.fact.field != mitigation && !settled.contains($0.fact.id)
        }
        func weight(_ statement: StatementState) -> Int { statement.fact.severity.flatMap { Severity.allCases.firstIndex(of: $0) } ?? 0 }
        return risks.enumerated().sorted { (weight($1.element), $0.offset) < (weight($0.element), $1.offset) }.map(\.element)
    }

    /// Whether a field's turn has come: what it depends on is known or hinted at.
    func isReady(_ field: Field.ID, hinted: Int) -> Bool {
        guard let before = plan?.after[field], !before.isEmpty else { return true }
        return before.contains { (fields[$0]?.confidence ?? 0) >= hinted }
    }

    /// Whether the plan lets a question of the bank be asked.
    func allows(_ question: Question.ID) -> Bool { plannedQuestions?.contains(question) ?? true }

    // MARK: The fold

    /// The owner is here, on a day: what waited for them goes on.
    mutating func came(_ day: Day?) {
        defer {
            isAway = false
            deferredAreDue = !deferred.isEmpty
        }
        guard phase == .ready || (phase == .paused && (isAway || awaitsSitting)) else { return }
        goOn(day)
    }

    mutating func goOn(_ day: Day?) {
        let isDue = day.map { self.isDue($0) } ?? true
        guard isDue else { return }
        if sitting == nil || awaitsSitting { beginSitting(day) }
        phase = .asking
        isAway = false
    }

    private mutating func beginSitting(_ day: Day?) {
        guard let next = nextSitting, day.map({ $0 >= next.day }) ?? false else { return }
        sitting = sitting.map { $0 + 1 } ?? 0
        sittingTurns = turns.count
        sittingSeconds = seconds
        awaitsSitting = false
    }

    mutating func left() {
        phase = .paused
        isAway = true
        guard let openTurn else { return }
        if turns[openTurn].kind != .whoKnows { deferred.append(openTurn) }
        closeTurn()
    }

    mutating func extended(_ value: InterviewEvent.BudgetExtended) {
        questionBudget = value.questions
        minuteBudget = value.minutes
        isOffered = false
        isToldNearlyDone = false
        isWritten = isWritten || value.choice == .written
        // The last question is not the last any more: it is asked again when it is.
        if let turn = open, turn.kind == .closing {
            if let question = turn.subject.question { askedQuestions.remove(question) }
            closeTurn()
        }
        if phase == .closing { phase = .asking }
    }

    mutating func planned(_ value: InterviewEvent.SittingsPlanned) {
        let begun = sitting.map { Array(sittings.prefix($0 + 1)) } ?? []
        sittings = begun + value.sittings
        questionBudget = value.questions
        minuteBudget = value.minutes
        // Who is in the middle of it sits already.
        if sitting == nil, [.asking, .paused].contains(phase), !awaitsSitting, let day, let first = value.sittings.first, day >= first.day {
            beginSitting(day)
        }
    }

    mutating func sittingEnded() {
        phase = .paused
        awaitsSitting = true
        closeTurn()
    }

    mutating func extended(_ value: InterviewEvent.RecordExtended) {
        reading = value.reading
        asOf = value.asOf
        for field in Array(fields.keys) {
            fields[field]?.record = 0
            fields[field]?.hint = nil
        }
        for reading in value.reading.fields {
            fields[reading.field, default: FieldState()].record = reading.confidence
            fields[reading.field, default: FieldState()].hint = reading.hint
        }
        for field in Array(fields.keys) {
            let known = knownConfidence(field)
            fields[field]?.confidence = known
        }
        contradictions.removeAll { value.gone.contains($0.id) }
        contradictions += value.found.map { ContradictionState(id: $0.id, finding: $0.finding) }
        contradictionCount += value.found.count
        people += value.people
        acronyms += value.acronyms
        known.formUnion(value.reading.knownPeople)
        known.formUnion(value.reading.ourPeople)
    }

    mutating func changed(_ value: InterviewEvent.ReferralChanged) {
        referralStates[value.referral] = ReferralState(status: value.status, person: value.person, conversation: value.conversation)
        for credit in value.credits {
            contributed[credit.field] = max(contributed[credit.field] ?? 0, credit.confidence)
            let known = fields[credit.field]?.confidence ?? 0
            fields[credit.field, default: FieldState()].confidence = max(known, credit.confidence)
        }
    }
}
