import FeraDomain

extension Work {
    /// Files what was written, each under a turn of its own, as ordinary answers. A question that is open in the chat is answered where it
    /// is one of them, else it is put off and asked again.
    mutating func write(_ writing: Writing) throws(Refusal) {
        guard !state.isExpired else { throw Refusal(.expired, "The last working day has passed; nothing new is taken in.") }
        guard !writing.entries.isEmpty || writing.isOver else { throw Refusal(.empty, "Nothing was written.") }
        guard writing.entries.count <= 100 else { throw Refusal(.tooLong, "The form has \(writing.entries.count) answers; at most 100 are taken.") }
        var found: [(candidate: Candidate, text: String)] = []
        for entry in writing.entries {
            try checkLength(entry.text)
            guard entry.text.utf8.contains(where: { $0 > 32 }) else { throw Refusal(.empty, "The answer to '\(entry.key)' is empty.") }
            guard let candidate = interviewer.candidate(entry.key, state) else { throw Refusal(.unknownField, "'\(entry.key)' is no question of this form.") }
            found.append((candidate, entry.text))
        }
        let isShut = [.closing, .done].contains(state.phase)
        if isShut, found.isEmpty { throw Refusal(.settled, "The interview is over already; the pass over the lines is next.") }
        if writing.comesIn { comeIn() }
        if isShut { emit(.reopened(InterviewEvent.Reopened(reason: .question))) }

        var ambiguous: (subject: Turn.Subject, chapter: Chapter)?
        if let open = state.open, let place = found.firstIndex(where: { $0.candidate.asks(open) }) {
            ambiguous = file(found.remove(at: place).text, under: open).map { ($0, open.chapter) }
        }
        if !found.isEmpty || writing.isOver { setAside() }
        for (candidate, text) in found {
            let turn = turn(again(candidate), text: keep("t\(state.turns.count + 1)", writtenWording(candidate)))
            emit(.turnOpened(turn))
            if let subject = file(text, under: turn) { ambiguous = ambiguous ?? (subject, turn.chapter) }
        }
        if writing.isOver, [.asking, .paused, .ready].contains(state.phase) { return close(.stopped) }
        if let ambiguous, state.phase == .asking, state.open == nil { ask(which: ambiguous.subject, chapter: ambiguous.chapter) }
        if state.open == nil { next() }
    }

    /// Who writes is here, unless a sitting is planned for a later day: then what they write is taken, and the sitting waits.
    private mutating func comeIn() {
        guard state.isDue(command.day) else { return }
        switch state.phase {
        case .ready:
            let welcome = phrases.welcome.filled([
                ("account", state.accountName), ("questions", "\(state.questionBudget)"), ("minutes", "\(state.minuteBudget)"),
            ])
            emit(.joined(InterviewEvent.Joined(text: keep("j\(state.eventCount + 1)", welcome))))
        case .paused: emit(.resumed(InterviewEvent.Empty()))
        default: break
        }
    }

    private mutating func setAside() {
        guard let open = state.open else { return }
        let isPassing = [.whoKnows, .which, .closing].contains(open.kind)
        let id = nextAnswer
        emit(.answered(InterviewEvent.Answered(answer: id, turn: open.id, action: isPassing ? .skip : .defer, text: nil, redactions: 0)))
        var analysed = standing(id, isPassing ? .skip : .defer, words: 0)
        analysed.closesTurn = true
        emit(.analysed(analysed))
    }

    /// The same question as one that was put off, so that it is not put off any more.
    private func again(_ candidate: Candidate) -> Candidate {
        var candidate = candidate
        candidate.again = state.deferred.map { state.turns[$0] }.first { candidate.asks($0) }?.id
        return candidate
    }

    /// - Returns: what would have to be asked where a correction could mean either of two lines.
    private mutating func file(_ text: String, under turn: Turn) -> Turn.Subject? {
        let redacted = SecretRedactor.redact(text)
        let reading = TextReading(redacted.text, index: interviewer.index)
        let words = reading.tokens.ranges.count
        let intent = interviewer.intent(reading)
        let id = nextAnswer
        let ref = intent == .abusive ? nil : keep(suffix(id), redacted.text)
        emit(.answered(InterviewEvent.Answered(answer: id, turn: turn.id, action: .answer, text: ref, redactions: redacted.findings.count)))
        if !redacted.isClean { reply(.redacted, phrases.replies.redacted) }
        func closed(_ intent: Intent, words: Int) -> InterviewEvent.Analysed {
            var analysed = standing(id, intent, words: words)
            analysed.closesTurn = true
            return analysed
        }
        switch intent {
        case .answer, .correction:
            var analysed = analyse(id, turn, reading)
            special(&analysed, turn, reading)
            let ambiguous = untie(&analysed)
            replaceReviewed(&analysed, turn)
            emit(.analysed(secured(analysed, reading)))
            return ambiguous
        case .refer: refer(id, turn, reading)
        case .defer where turn.again == nil: emit(.analysed(secured(closed(.defer, words: words), reading)))
        case .skip, .defer, .empty: emit(.analysed(secured(nothing(id, turn, .skip, words: words), reading)))
        case .none, .unknown: emit(.analysed(secured(nothing(id, turn, intent, words: words), reading)))
        case .question:
            emit(.analysed(secured(closed(.question, words: words), reading)))
            answerQuestion(reading, turn)
        case .abusive:
            emit(.analysed(closed(.abusive, words: 0)))
            reply(.abusive, phrases.replies.abusive)
        }
        return nil
    }

    /// A question as a form puts it: what the record hints at stands beside it, not in it. The same each time.
    func writtenWording(_ candidate: Candidate) -> String {
        if candidate.kind == .gap, candidate.subject.gap == nil, let field = candidate.subject.field.flatMap({ catalogue.field($0) }) { return field.question }
        return wording(candidate, number: 0)
    }

    /// The turn that would put a question now.
    func turn(_ candidate: Candidate, text: TextRef? = nil) -> Turn {
        let number = state.turns.count + 1
        return Turn(
            id: Turn.ID("\(prefix).t\(number)"), kind: candidate.kind, subject: candidate.subject, chapter: candidate.chapter, targets: candidate.targets,
            why: why(candidate), probes: candidate.subject.question.flatMap { catalogue.question($0)?.probes.count } ?? 0, again: candidate.again,
            text: text ?? TextRef(id: .init("\(prefix).t\(number)"), hash: ""))
    }
}
