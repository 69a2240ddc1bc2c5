import FeraDomain

extension Work {
    /// "Ask X" by button, with X typed or chosen.
    mutating func refer(_ turn: Turn.ID?, _ name: String, _ person: Person.ID?) throws(Refusal) -> Decision.Outcome {
        guard let open = try target(turn) else { return .stale(open: state.open?.id) }
        try checkLength(name)
        let redacted = SecretRedactor.redact(name)
        let name = redacted.text
        guard name.utf8.contains(where: { $0 > 32 }) else { throw Refusal(.empty, "Whom should one ask? A name is needed.") }
        if state.phase == .paused { emit(.resumed(InterviewEvent.Empty())) }
        let id = nextAnswer
        let ref = keep(suffix(id), name)
        emit(.answered(InterviewEvent.Answered(answer: id, turn: open.id, action: .refer, text: ref, redactions: redacted.findings.count)))
        if !redacted.isClean { reply(.redacted, phrases.replies.redacted) }
        refer(id, open, name, WordSpan(text: ref.id, start: 0, end: name.utf8.count), person: person)
        next()
        return .accepted(answer: id)
    }

    mutating func refer(_ id: AnswerID, _ turn: Turn, _ reading: TextReading) {
        let bare = turn.kind == .whoKnows ? bareName(reading) : nil
        guard let range = interviewer.referred(reading) ?? bare, let name = reading.text.utf8Slice(range.lowerBound, range.upperBound),
            let text = state.answers.last?.text?.id
        else { return emit(.analysed(secured(nothing(id, turn, .unknown, words: reading.tokens.ranges.count), reading))) }
        refer(id, turn, name, WordSpan(text: text, start: range.lowerBound, end: range.upperBound), person: nil, reading)
    }

    private mutating func refer(_ id: AnswerID, _ turn: Turn, _ name: String, _ span: WordSpan, person: Person.ID?, _ reading: TextReading? = nil) {
        var analysed = standing(id, .refer, words: 3)
        analysed.closesTurn = true
        let worth = percent(settings.confidence.referral)
        let field = turn.targets.filter { $0.prior >= 50 }.max { stake($0) < stake($1) }?.field ?? turn.targets.first?.field
        analysed.referral = Referral(
            field: field, name: span, key: state.interview.map { Mention.key(name, in: $0) }, person: person, turn: turn.id, confidence: worth)
        if let field {
            let before = confidence(field)
            analysed.shifts = [FieldShift(field: field, question: turn.key, before: before, after: max(before, worth), existence: existence(field))]
        }
        if let change = contradictionChange(turn, settledBy: nil) { analysed.contradictions = [change] }
        emit(.analysed(secured(analysed, reading)))
        reply(.referred, phrases.replies.referred.filled([("name", name)]))
    }

    private func stake(_ target: Turn.Target) -> Int {
        target.prior * (catalogue.field(target.field)?.weight ?? 1) * (100 - confidence(target.field))
    }

    /// A name that stands alone, as an answer to "who would know?": "Jonas Holt", "Jonas would", "maybe Jonas".
    func bareName(_ reading: TextReading) -> Range<Int>? {
        let count = reading.tokens.ranges.count
        guard count <= 4 else { return nil }
        if let name = reading.names.first { return name.range }
        let bytes = Array(reading.text.utf8)
        let start = interviewer.contentStart(reading)
        // The first word of a sentence is capitalised anyway: alone it is a name, before others it is not.
        return reading.tokens.ranges.enumerated().first { place, range in
            let isCapital = (65...90).contains(bytes[range.lowerBound]) && range.count >= 2
            return isCapital && (place > start || count == start + 1)
        }?.element
    }

    /// "Who would know?", once for a question, and not to somebody who has twice said that nobody would.
    mutating func askWhoKnows(_ turn: Turn) {
        guard state.phase == .asking, state.open == nil, ![.whoKnows, .which, .closing].contains(turn.kind), !state.isExpired else { return }
        let last = state.turns.filter { $0.kind == .whoKnows }.suffix(2)
        guard last.count < 2 || last.contains(where: { turn in state.referrals.contains { $0.turn == turn.id } }) else { return }
        let number = state.turns.count + 1
        let ranked = turn.targets.filter { $0.prior >= 50 }.sorted { (stake($1), $0.field) < (stake($0), $1.field) } + turn.targets.filter { $0.prior < 50 }
        emit(
            .turnOpened(
                Turn(
                    id: Turn.ID("\(prefix).t\(number)"), kind: .whoKnows, subject: turn.subject, chapter: turn.chapter,
                    targets: ranked.map { Turn.Target(field: $0.field, likelihood: 0, prior: min(40, $0.prior)) }, why: turn.why, probes: 0,
                    text: keep("t\(number)", phrases.course.whoKnows))))
    }

    /// What became of a referral.
    mutating func changed(_ change: InterviewEvent.ReferralChanged) throws(Refusal) {
        guard (1...max(1, state.referrals.count)).contains(change.referral), !state.referrals.isEmpty else {
            throw Refusal(.unknownReferral, "Nothing was passed on under the number \(change.referral).")
        }
        switch (change.status, state.referralStates[change.referral]?.status) {
        case (_, .answered): throw Refusal(.settled, "This was answered already.")
        case (.sent, .sent): throw Refusal(.settled, "This was sent already; its link can be made again.")
        case (.answered, nil): throw Refusal(.settled, "This was not sent to anybody.")
        default: emit(.referralChanged(change))
        }
    }
}
