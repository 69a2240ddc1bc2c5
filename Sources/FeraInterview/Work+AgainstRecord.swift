import FeraDomain

extension Work {
    /// The most contradictions that one answer may raise: more would be an interrogation.
    static let mostDisputes = 2

    /// What the answer says otherwise than the record, under ids of their own. Left out is what answers a question about that very
    /// contradiction, what corrects an earlier line, what is only guessed, what the owner keeps private, and what is in dispute already:
    /// nobody is asked about one thing twice.
    func disputes(_ analysed: InterviewEvent.Analysed, _ turn: Turn, _ text: String) -> [InterviewEvent.Dispute] {
        guard !state.reading.facts.isEmpty, [.bank, .gap, .followUp, .who, .closing].contains(turn.kind) else { return [] }
        var found: [InterviewEvent.Dispute] = []
        var number = state.contradictionCount
        for fact in analysed.statements where fact.label != .private && fact.supersedes == nil && found.count < Self.mostDisputes {
            guard let said = text.utf8Slice(fact.span.start, fact.span.end), isFirm(said), !isElsewhere(said) else { continue }
            for finding in findings(of: said, at: fact.span)
            where found.count < Self.mostDisputes && isAbout(finding, fact) && !isDisputed(finding, found.map(\.finding)) {
                number += 1
                found.append(InterviewEvent.Dispute(id: Contradiction.ID("\(prefix).c\(number)"), finding: finding, statement: fact.id))
            }
        }
        return found
    }

    /// What a line says otherwise than the record.
    func findings(of said: String, at span: WordSpan) -> [RecordReading.Finding] {
        RecordReader(interviewer).contradictions(
            of: said, at: span, against: state.reading.facts, words: words, accountName: state.accountName, day: command.day)
    }

    /// Whether the line is filed where the finding belongs: "the order waits until March" speaks of the order, not of the renewal. Tickets,
    /// seats and shares are named outright, wherever the line belongs.
    private func isAbout(_ finding: RecordReading.Finding, _ fact: StatementFact) -> Bool {
        guard [.dateMismatch, .amountMismatch, .ownerMismatch].contains(finding.rule) else { return true }
        return fact.field == finding.field || fact.also.contains { $0.field == finding.field }
    }

    /// Whether a line is said as a fact: what is rounded, guessed or taken back in the same breath is held against nobody.
    private func isFirm(_ said: String) -> Bool {
        let reading = TextReading(said, index: interviewer.index)
        return reading.sentences.allSatisfy { !reading.has(.correction, in: $0) && reading.count(.hedge, in: $0) == 0 }
    }

    /// Whether the line speaks of another place: "at Baltic Rail it is Jonas Holt".
    private func isElsewhere(_ said: String) -> Bool {
        let words = said.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" })
        let own = Set(state.accountName.lowercased().split(separator: " ").map(String.init))
        return zip(words, words.dropFirst()).contains { before, name in
            before.lowercased() == "at" && name.first?.isUppercase == true && !own.contains(name.lowercased())
        }
    }

    /// Whether somebody was or will be asked about the same thing anyway.
    private func isDisputed(_ finding: RecordReading.Finding, _ others: [RecordReading.Finding]) -> Bool {
        (state.contradictions.map(\.finding) + others).contains { other in
            guard other.rule == finding.rule, other.field == finding.field else { return false }
            // Of tickets each is a thing of its own.
            return finding.rule != .ticketStateMismatch || other.a == finding.a
        }
    }

    /// The owner's own line against the record, once they have said that the record is right: what they said first is replaced.
    /// - Returns: the line, where the new one takes a value of the record's side and none of theirs.
    func conceded(_ turn: Turn, _ statement: StatementFact, _ said: String) -> Statement.ID? {
        guard let contradiction = state.contradictions.first(where: { $0.id == turn.subject.contradiction }), let id = contradiction.said,
            let first = state.statement(id), first.isLive, first.fact.field == statement.field, let b = contradiction.finding.b,
            let record = lookup(contradiction.finding.a), let own = lookup(b)
        else { return nil }
        func takes(_ side: String, _ other: String) -> Bool {
            func only(_ a: some Sequence<String>, _ b: some Sequence<String>) -> Set<String> { Set(a).subtracting(b) }
            let names = only(TextScan.names(in: side).map(\.value), TextScan.names(in: other).map(\.value))
            return Self.shareValue(side, said) || names.contains(where: said.contains)
        }
        return takes(record, own) && !takes(own, record) ? id : nil
    }

    /// What a corrected line no longer says otherwise than the record is settled by the line itself.
    func settled(by statement: InterviewState.StatementState, correctedTo text: String) -> [ContradictionChange] {
        let open = state.contradictions.filter { $0.said == statement.fact.id && ($0.status == .open || $0.status == .unresolved) }
        guard !open.isEmpty else { return [] }
        let found = findings(of: text, at: statement.span)
        return open.filter { old in !found.contains { $0.rule == old.finding.rule && $0.a == old.finding.a } }
            .map { ContradictionChange(contradiction: $0.id, status: .explained, statement: statement.fact.id) }
    }
}
