import FeraDomain

extension Work {
    /// The turn that a command is about, or why it is not.
    private func target(_ turn: Turn.ID?) throws(Refusal) -> Turn? {
        guard let open = state.open else {
            if turn != nil { return nil }
            throw Refusal(
                .noOpenTurn, "No question is open. \(state.phase == .ready ? "Join the interview first." : "The interview is over; it can be reopened.")")
        }
        return turn == nil || turn == open.id ? open : nil
    }

    mutating func answer(_ turn: Turn.ID?, _ text: String) throws(Refusal) -> Decision.Outcome {
        guard let open = try target(turn) else { return .stale(open: state.open?.id) }
        try checkLength(text)
        let redacted = SecretRedactor.redact(text)
        let reading = TextReading(redacted.text, index: interviewer.index)
        let intent = interviewer.intent(reading)
        if state.phase == .paused { emit(.resumed(InterviewEvent.Empty())) }
        let id = nextAnswer
        let ref = intent == .abusive ? nil : keep(suffix(id), redacted.text)
        emit(.answered(InterviewEvent.Answered(answer: id, turn: open.id, action: .answer, text: ref, redactions: redacted.findings.count)))
        if !redacted.isClean { reply(.redacted, phrases.replies.redacted) }
        switch intent {
        case .answer, .correction: emit(.analysed(analyse(id, open, reading)))
        case .refer: refer(id, open, reading)
        case .defer: putOff(id, open, words: reading.tokens.ranges.count)
        case .skip, .none, .unknown: emit(.analysed(nothing(id, open, intent, words: reading.tokens.ranges.count)))
        case .question:
            emit(.analysed(standing(id, .question, words: reading.tokens.ranges.count)))
            answerQuestion(reading, open)
        case .abusive:
            emit(.analysed(standing(id, .abusive, words: 0)))
            reply(.abusive, phrases.replies.abusive)
        case .empty:
            if state.isReasked {
                emit(.analysed(nothing(id, open, .skip, words: 0)))
            } else {
                emit(.analysed(standing(id, .empty, words: 0)))
                reply(.reask, phrases.replies.reask.filled([("short", shortForm(open))]))
            }
        }
        if state.open == nil { next() }
        return .accepted(answer: id)
    }

    /// Skip and defer by button.
    mutating func act(_ turn: Turn.ID?, _ action: InterviewEvent.Answered.Action) throws(Refusal) -> Decision.Outcome {
        guard let open = try target(turn) else { return .stale(open: state.open?.id) }
        if state.phase == .paused { emit(.resumed(InterviewEvent.Empty())) }
        let id = nextAnswer
        emit(.answered(InterviewEvent.Answered(answer: id, turn: open.id, action: action, text: nil, redactions: 0)))
        if action == .defer { putOff(id, open, words: 0) } else { emit(.analysed(nothing(id, open, .skip, words: 0))) }
        next()
        return .accepted(answer: id)
    }

    /// "Ask X" by button, with X typed or chosen.
    mutating func refer(_ turn: Turn.ID?, _ name: String, _ person: Person.ID?) throws(Refusal) -> Decision.Outcome {
        guard let open = try target(turn) else { return .stale(open: state.open?.id) }
        try checkLength(name)
        let name = SecretRedactor.redact(name).text
        guard name.utf8.contains(where: { $0 > 32 }) else { throw Refusal(.empty, "Whom should one ask? A name is needed.") }
        if state.phase == .paused { emit(.resumed(InterviewEvent.Empty())) }
        let id = nextAnswer
        let ref = keep(suffix(id), name)
        emit(.answered(InterviewEvent.Answered(answer: id, turn: open.id, action: .refer, text: ref, redactions: 0)))
        refer(id, open, name, WordSpan(text: ref.id, start: 0, end: name.utf8.count), person: person)
        next()
        return .accepted(answer: id)
    }

    private mutating func refer(_ id: AnswerID, _ turn: Turn, _ reading: TextReading) {
        guard let range = interviewer.referred(reading), let name = reading.text.utf8Slice(range.lowerBound, range.upperBound),
            let text = state.answers.last?.text?.id
        else { return emit(.analysed(nothing(id, turn, .unknown, words: reading.tokens.ranges.count))) }
        refer(id, turn, name, WordSpan(text: text, start: range.lowerBound, end: range.upperBound), person: nil)
    }

    private mutating func refer(_ id: AnswerID, _ turn: Turn, _ name: String, _ span: WordSpan, person: Person.ID?) {
        var analysed = standing(id, .refer, words: 3)
        analysed.closesTurn = true
        let worth = percent(settings.confidence.referral)
        let field = turn.targets.filter { $0.prior >= 50 }.max { stake($0) < stake($1) }?.field ?? turn.targets.first?.field
        analysed.referral = Referral(field: field, name: span, key: state.interview.map { Mention.key(name, in: $0) }, person: person, confidence: worth)
        if let field {
            let before = confidence(field)
            analysed.shifts = [FieldShift(field: field, question: turn.key, before: before, after: max(before, worth), existence: existence(field))]
        }
        if let change = contradictionChange(turn, settledBy: nil) { analysed.contradictions = [change] }
        emit(.analysed(analysed))
        reply(.referred, phrases.replies.referred.filled([("name", name)]))
    }

    private func stake(_ target: Turn.Target) -> Int {
        target.prior * (catalogue.field(target.field)?.weight ?? 1) * (100 - confidence(target.field))
    }

    /// Put off once; a question that was put off before is left out instead.
    private mutating func putOff(_ id: AnswerID, _ turn: Turn, words: Int) {
        guard turn.again == nil else { return emit(.analysed(nothing(id, turn, .skip, words: words))) }
        var analysed = standing(id, .defer, words: words)
        analysed.closesTurn = true
        emit(.analysed(analysed))
        reply(.deferred, phrases.replies.deferred)
    }

    /// An analysis that changes nothing; the turn stays open.
    func standing(_ id: AnswerID, _ intent: Intent, words: Int) -> InterviewEvent.Analysed {
        InterviewEvent.Analysed(
            answer: id, intent: intent, closesTurn: false, statements: [], superseded: [], shifts: [], referral: nil, people: [], acronyms: [],
            contradictions: [], exhausted: [], seconds: modelledSeconds(words), words: words)
    }

    /// "Nothing", skip, "I don't know": there is less likely anything to tell.
    private func nothing(_ id: AnswerID, _ turn: Turn, _ intent: Intent, words: Int) -> InterviewEvent.Analysed {
        var analysed = standing(id, intent, words: words)
        analysed.closesTurn = true
        analysed.shifts = mains(turn).map { field in
            let known = confidence(field)
            return FieldShift(
                field: field, question: turn.key, before: known, after: known, existence: Int(Double(existence(field)) * settings.scoring.nothing))
        }
        if turn.kind == .followUp, let field = turn.subject.field { analysed.exhausted = [field] }
        if let change = contradictionChange(turn, settledBy: nil) { analysed.contradictions = [change] }
        return analysed
    }

    private mutating func answerQuestion(_ reading: TextReading, _ turn: Turn) {
        let replies = phrases.replies
        if reading.first(.askPrivacy) != nil {
            reply(.privacy, replies.privacy)
        } else if reading.first(.askPurpose) != nil {
            reply(.purpose, replies.purpose.filled([("why", whySentence(turn))]))
        } else if reading.first(.askTime) != nil {
            reply(.timeLeft, replies.timeLeft.filled([("questions", "\(questionsLeft)"), ("minutes", "\(minutesLeft)")]))
        } else {
            reply(.help, replies.help)
        }
    }

    /// The fields that the turn is mainly about.
    func mains(_ turn: Turn) -> [Field.ID] { turn.targets.filter { $0.prior >= 50 }.map(\.field) }

    func confidence(_ field: Field.ID) -> Int { state.fields[field]?.confidence ?? 0 }

    /// 0…1000.
    func existence(_ field: Field.ID) -> Int { interviewer.existence(field, state) }

    private var nextAnswer: AnswerID { AnswerID("\(prefix).a\(state.answers.count + 1)") }

    /// What stands behind the interview's id and its dot.
    func suffix(_ id: Identifier<some Any>) -> String { String(id.rawValue.dropFirst(prefix.utf8.count + 1)) }

    private func modelledSeconds(_ words: Int) -> Int {
        let asked = state.open.flatMap { turn in self.words.text(turn.text.id) }.map { TextReading.words($0.utf8) } ?? 20
        let pace = settings.pace
        return Int((Double(asked) * pace.secondsPerWordRead + pace.secondsToStart + Double(words) * pace.secondsPerWordSaid).rounded())
    }
}
