import FeraDomain

extension InterviewState {
    /// The fold. Every event that `Interviewer.decide` returns is applied in its order; nothing else changes a state.
    package mutating func apply(_ event: InterviewEvent) {
        eventCount += 1
        if let origin = event.origin {
            speaker = origin.by
            day = origin.day
            clientID = origin.clientID
            if let clientID { seen[clientID] = .some(nil) }
        }
        switch event.body {
        case .prepared(let value): prepared(value)
        case .joined(let value):
            said.append(value.text.id)
            came(day)
        case .turnOpened(let turn): opened(turn)
        case .answered(let value):
            if let clientID { seen[clientID] = value.answer }
            if let speaker, let day {
                answers.append(AnswerState(id: value.answer, turn: value.turn, text: value.text, speaker: value.speaker ?? speaker, day: day))
            }
        case .analysed(let value): analysed(value)
        case .replied(let value):
            said.append(value.text.id)
            switch value.kind {
            case .reask: isReasked = true
            case .nearlyDone: isToldNearlyDone = true
            case .budgetOffer: isOffered = true
            default: break
            }
        case .paused: phase = .paused
        case .resumed:
            goOn(day)
            deferredAreDue = !deferred.isEmpty
        case .withdrawn(let value): withdrawn(value)
        case .statementRevised(let value): revised(value)
        case .ownerPassed(let value):
            phase = .done
            sentBack = []
            for place in statements.indices where statements[place].status == .proposed {
                statements[place].status = .confirmed
                statements[place].waiver = value.waived
            }
        case .gapRaised(let value):
            raised.append(RaisedGap(fact: value))
            if let line = value.gap.reviewed { sentBack.insert(line) }
        case .closed(let value):
            said.append(value.text.id)
            phase = .closing
            fresh = nil
            isAway = false
            awaitsSitting = false
            sittings = Array(sittings.prefix(sitting.map { $0 + 1 } ?? 0))
            isExpired = isExpired || value.reason == .expired
            closeTurn()
        case .reopened(let value):
            phase = .asking
            asksRaisedOnly = value.reason != .more
            fresh = value.fresh
            freshTurns = turns.count
        case .expired: isExpired = true
        case .left: left()
        case .budgetExtended(let value):
            said.append(value.text.id)
            extended(value)
        case .sittingsPlanned(let value): planned(value)
        case .sittingEnded(let value):
            said.append(value.text.id)
            sittingEnded()
        case .recordExtended(let value): extended(value)
        case .fieldAdded(let value): special.append(value)
        case .admitted(let value): if value.isIn { admitted.insert(value.person) } else { admitted.remove(value.person) }
        case .referralChanged(let value): changed(value)
        case .questionDropped(let value): dropped(value)
        }
    }

    private mutating func prepared(_ value: InterviewEvent.Prepared) {
        interview = value.interview
        account = value.account
        accountName = value.accountName
        owner = value.owner
        tier = value.tier
        language = value.language
        asOf = value.asOf
        questionBudget = value.questions
        minuteBudget = value.minutes
        reading = value.reading
        plan = value.plan
        plannedQuestions = value.plan?.questions.map { Set($0) }
        phase = .ready
        for reading in value.reading.fields {
            fields[reading.field, default: FieldState()].record = reading.confidence
            fields[reading.field, default: FieldState()].confidence = reading.confidence
            fields[reading.field, default: FieldState()].hint = reading.hint
        }
        for (number, finding) in value.reading.findings.enumerated() {
            contradictions.append(ContradictionState(id: Contradiction.ID("\(value.interview).c\(number + 1)"), finding: finding))
        }
        contradictionCount = contradictions.count
        people = value.reading.people
        acronyms = value.reading.acronyms
        known = Set(value.reading.knownPeople).union(value.reading.ourPeople)
    }

    private mutating func opened(_ turn: Turn) {
        openTurn = turns.count
        turns.append(turn)
        said.append(turn.text.id)
        isReasked = false
        // It comes of an answer, not of the budget.
        if turn.kind == .whoKnows { questionBudget += 1 }
        for target in turn.targets { fields[target.field, default: FieldState()].asked += target.likelihood }
        if let question = turn.subject.question { askedQuestions.insert(question) }
        if let mention = turn.subject.mention { askedMentions.insert(mention) }
        switch turn.kind {
        case .gap: if let field = turn.subject.field, turn.subject.gap == nil { fields[field, default: FieldState()].gapTries += 1 }
        case .followUp:
            if let statement = turn.subject.statement { followedUp.insert(statement) }
            if let field = turn.subject.field { fields[field, default: FieldState()].followUps += 1 }
        case .who: if let field = turn.subject.field { fields[field, default: FieldState()].gapTries += 1 }
        default: break
        }
        contradictionsInARow = turn.kind == .contradiction ? contradictionsInARow + 1 : 0
        if let id = turn.subject.contradiction, let place = contradictions.firstIndex(where: { $0.id == id }) { contradictions[place].isAsked = true }
        if let id = turn.subject.gap, let place = raised.firstIndex(where: { $0.fact.gap == id }) { raised[place].isAsked = true }
        if let again = turn.again { deferred.removeAll { turns[$0].id == again } }
    }

    private mutating func analysed(_ value: InterviewEvent.Analysed) {
        seconds += value.seconds
        let place = answers.lastIndex { $0.id == value.answer }
        if let place {
            answers[place].intent = value.intent
            answers[place].words = value.words
            answers[place].statements = value.statements.map(\.id)
        }
        for id in value.superseded {
            if let place = statementPlaces[id] { statements[place].status = .superseded }
            // What the old line settled, its replacement settles, or nothing does.
            let newer = value.statements.first { $0.supersedes == id }?.id ?? (open?.kind == .which ? open?.subject.statement : nil)
            for index in contradictions.indices where contradictions[index].statement == id {
                contradictions[index].statement = newer
                if newer == nil { contradictions[index].status = .open }
            }
        }
        drop(saidBy: Set(value.superseded).subtracting(value.contradictions.filter { $0.status == .explained }.compactMap { said(in: $0.contradiction) }))
        for fact in value.statements {
            guard let answer = place.map({ answers[$0] }) else { continue }
            statementPlaces[fact.id] = statements.count
            statements.append(
                StatementState(
                    fact: fact, status: fact.label == .private ? .private : .proposed, label: fact.label, routes: fact.routes, span: fact.span,
                    answer: answer.id, speaker: fact.speaker ?? answer.speaker, saidOn: answer.day))
        }
        for shift in value.shifts {
            fields[shift.field, default: FieldState()].confidence = shift.after
            fields[shift.field, default: FieldState()].existence = shift.existence
            if value.intent == .skip { fields[shift.field, default: FieldState()].isSkipped = true }
        }
        if let referral = value.referral {
            referrals.append(referral)
            if let field = referral.field { fields[field, default: FieldState()].referral = referral }
            if let key = referral.key { known.insert(key) }
        }
        people += value.people
        acronyms += value.acronyms
        for change in value.contradictions { settle(change) }
        for dispute in value.disputes ?? [] {
            contradictions.append(ContradictionState(id: dispute.id, finding: dispute.finding, said: dispute.statement))
            contradictionCount += 1
        }
        for field in value.exhausted { fields[field, default: FieldState()].isExhausted = true }
        guard value.closesTurn else { return }
        if value.intent == .defer, let openTurn {
            deferred.append(openTurn)
            deferredAreDue = false
        }
        if let gap = open?.subject.gap, [.answer, .correction].contains(value.intent), let place = raised.firstIndex(where: { $0.fact.gap == gap }) {
            raised[place].answer = value.answer
        }
        closeTurn()
    }

    mutating func closeTurn() {
        openTurn = nil
        isReasked = false
    }

    private mutating func withdrawn(_ value: InterviewEvent.Withdrawn) {
        for id in value.answers { if let place = answers.firstIndex(where: { $0.id == id }) { answers[place].isWithdrawn = true } }
        for rewrite in value.rewritten { rewritten[rewrite.old] = rewrite.new.id }
        var touched: Set<Field.ID> = []
        for id in value.statements {
            guard let place = statementPlaces[id] else { continue }
            statements[place].status = .withdrawn
            touched.insert(statements[place].fact.field)
            touched.formUnion(statements[place].fact.also.map(\.field))
            for index in contradictions.indices where contradictions[index].statement == id {
                contradictions[index].status = .open
                contradictions[index].statement = nil
            }
        }
        drop(saidBy: Set(value.statements))
        for field in touched { fields[field, default: FieldState()].confidence = knownConfidence(field) }
        // A question about what was taken back is void.
        if let about = open?.subject.statement, value.statements.contains(about) { closeTurn() }
    }

    private mutating func revised(_ value: InterviewEvent.StatementRevised) {
        guard let place = statementPlaces[value.statement] else { return }
        switch value.action {
        case .confirm: statements[place].status = .confirmed
        case .keepPrivate: statements[place].status = .private
        case .correct:
            statements[place].status = value.label == .private ? .private : phase == .done ? .confirmed : .proposed
            statements[place].earlier.append(statements[place].span)
            statements[place].fact.confidence = value.confidence
            statements[place].fact.missing = []
            if let text = value.text { statements[place].span = WordSpan(text: text.id, start: 0, end: value.bytes) }
        }
        for change in value.settles ?? [] { settle(change) }
        statements[place].revision = value.revision
        statements[place].label = value.label
        statements[place].routes = value.routes
    }

    private mutating func settle(_ change: ContradictionChange) {
        guard let place = contradictions.firstIndex(where: { $0.id == change.contradiction }) else { return }
        contradictions[place].status = change.status
        contradictions[place].statement = change.statement
    }

    private func said(in id: Contradiction.ID) -> Statement.ID? { contradictions.first { $0.id == id }?.said }

    /// What the owner does not say any more contradicts nothing: what stood open about it is gone, with the questions about it.
    private mutating func drop(saidBy lines: Set<Statement.ID>) {
        let gone = Set(contradictions.filter { $0.said.map(lines.contains) ?? false && $0.status != .explained }.map(\.id))
        guard !gone.isEmpty else { return }
        contradictions.removeAll { gone.contains($0.id) }
        deferred.removeAll { turns[$0].subject.contradiction.map(gone.contains) ?? false }
        if let about = open?.subject.contradiction, gone.contains(about) { closeTurn() }
    }

    /// What is known of a field from the record, from the lines that still stand, and from being known elsewhere.
    func knownConfidence(_ field: Field.ID) -> Int {
        var best = max(fields[field]?.record ?? 0, fields[field]?.referral?.confidence ?? 0, contributed[field] ?? 0)
        for statement in statements where statement.isLive {
            if statement.fact.field == field { best = max(best, statement.fact.confidence) }
            for credit in statement.fact.also where credit.field == field { best = max(best, credit.confidence) }
        }
        return best
    }
}
