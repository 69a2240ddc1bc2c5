import FeraDomain

extension Work {
    /// The turn that a command is about, or why it is not.
    func target(_ turn: Turn.ID?) throws(Refusal) -> Turn? {
        guard let open = state.open else {
            if turn != nil { return nil }
            let advice =
                switch state.phase {
                case .ready: "Join the interview first."
                case .paused: "The interview waits; resume it."
                default: "The interview is over; it can be reopened."
                }
            throw Refusal(.noOpenTurn, "No question is open. \(advice)")
        }
        return turn == nil || turn == open.id ? open : nil
    }

    /// - Parameter speakers: who said it, where that is not who typed it.
    mutating func answer(_ turn: Turn.ID?, _ text: String, _ speakers: Speakers? = nil) throws(Refusal) -> Decision.Outcome {
        // Before anything else: what is too long is kept nowhere, not even as a draft.
        try checkLength(text)
        if state.phase == .closing, let edits = edits(text) {
            for edit in edits { try correct(edit.id, edit.text) }
            return .accepted(answer: nil)
        }
        guard let open = try target(turn) else { return .stale(open: state.open?.id) }
        let redacted = SecretRedactor.redact(text)
        let transcript = try transcript(redacted.text, speakers)
        let reading = TextReading(redacted.text, index: interviewer.index)
        let intent = transcript == nil ? meant(reading) : .answer
        if state.phase == .paused { emit(.resumed(InterviewEvent.Empty())) }
        let id = nextAnswer
        let ref = intent == .abusive ? nil : keep(suffix(id), redacted.text)
        emit(
            .answered(
                InterviewEvent.Answered(
                    answer: id, turn: open.id, action: .answer, text: ref, redactions: redacted.findings.count, speaker: speakers?.speaker,
                    parts: transcript?.parts.map { .init(speaker: $0.speaker, start: $0.range.lowerBound, end: $0.range.upperBound) })))
        if !redacted.isClean { reply(.redacted, phrases.replies.redacted) }
        var ambiguous: Turn.Subject?
        switch intent {
        case _ where offered(open, reading) != nil:
            emit(.analysed(standing(id, .question, words: reading.tokens.ranges.count)))
            try take(offered(open, reading), day: nil)
        case .answer, .correction:
            if open.kind == .which, let picked = picked(open, reading) {
                emit(.analysed(picked))
            } else {
                var analysed = transcript.map { analyse(id, open, redacted.text, $0) } ?? analyse(id, open, reading)
                if transcript == nil { special(&analysed, open, reading) }
                ambiguous = untie(&analysed)
                replaceReviewed(&analysed, open)
                let said = disputes(analysed, open, redacted.text)
                if !said.isEmpty { analysed.disputes = said }
                secure(&analysed, reading, redacted.findings.count)
                emit(.analysed(analysed))
            }
        case .refer: refer(id, open, reading)
        case .defer: putOff(id, open, reading)
        case .skip, .none, .unknown: emit(.analysed(secured(nothing(id, open, intent, words: reading.tokens.ranges.count), reading)))
        case .question:
            emit(.analysed(secured(standing(id, .question, words: reading.tokens.ranges.count), reading)))
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
        if let ambiguous { ask(which: ambiguous, chapter: open.chapter) }
        if intent == .unknown { askWhoKnows(open) }
        if state.open == nil { next() }
        return .accepted(answer: id)
    }

    /// What a message is meant as; after "who would know?" a bare name is whom to ask.
    private func meant(_ reading: TextReading) -> Intent {
        let intent = interviewer.intent(reading)
        return state.open?.kind == .whoKnows && intent == .answer && bareName(reading) != nil ? .refer : intent
    }

    /// Skip and defer by button.
    mutating func act(_ turn: Turn.ID?, _ action: InterviewEvent.Answered.Action) throws(Refusal) -> Decision.Outcome {
        guard let open = try target(turn) else { return .stale(open: state.open?.id) }
        if state.phase == .paused { emit(.resumed(InterviewEvent.Empty())) }
        let id = nextAnswer
        emit(.answered(InterviewEvent.Answered(answer: id, turn: open.id, action: action, text: nil, redactions: 0)))
        if action == .defer { putOff(id, open, nil) } else { emit(.analysed(nothing(id, open, .skip, words: 0))) }
        next()
        return .accepted(answer: id)
    }

    /// Put off once; a question that was put off before is left out instead.
    private mutating func putOff(_ id: AnswerID, _ turn: Turn, _ reading: TextReading?) {
        let words = reading?.tokens.ranges.count ?? 0
        guard turn.again == nil, turn.kind != .whoKnows else { return emit(.analysed(secured(nothing(id, turn, .skip, words: words), reading))) }
        var analysed = standing(id, .defer, words: words)
        analysed.closesTurn = true
        emit(.analysed(secured(analysed, reading)))
        reply(.deferred, phrases.replies.deferred)
    }

    /// An analysis that changes nothing; the turn stays open.
    func standing(_ id: AnswerID, _ intent: Intent, words: Int) -> InterviewEvent.Analysed {
        InterviewEvent.Analysed(
            answer: id, intent: intent, closesTurn: false, statements: [], superseded: [], shifts: [], referral: nil, people: [], acronyms: [],
            contradictions: [], exhausted: [], seconds: modelledSeconds(words), words: words)
    }

    /// "Nothing", skip, "I don't know": there is less likely anything to tell.
    func nothing(_ id: AnswerID, _ turn: Turn, _ intent: Intent, words: Int) -> InterviewEvent.Analysed {
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

    mutating func answerQuestion(_ reading: TextReading, _ turn: Turn) {
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

    var nextAnswer: AnswerID { AnswerID("\(prefix).a\(state.answers.count + 1)") }

    /// What stands behind the interview's id and its dot.
    func suffix(_ id: Identifier<some Any>) -> String { String(id.rawValue.dropFirst(prefix.utf8.count + 1)) }

    private func modelledSeconds(_ words: Int) -> Int {
        let asked = state.open.flatMap { turn in self.words.text(turn.text.id) }.map { TextReading.words($0.utf8) } ?? 20
        let pace = settings.pace
        return Int((Double(asked) * pace.secondsPerWordRead + pace.secondsToStart + Double(words) * pace.secondsPerWordSaid).rounded())
    }
}
