import FeraDomain

extension Work {
    /// Splits a transcript; words that one person said have no parts.
    func transcript(_ text: String, _ speakers: Speakers?) throws(Refusal) -> Transcript? {
        guard let speakers else { return nil }
        guard let speaker = speakers.speaker else { return try Transcript(text, roster: speakers.roster) }
        guard speakers.roster.contains(where: { $0.person == speaker }) else {
            throw Refusal(.unknownSpeaker, "Who is said to have spoken has no part in this transfer. Add them first.")
        }
        return nil
    }

    /// One answer in which several people spoke: each part is read by itself, so that no sentence runs over two of them, and its
    /// statements carry who said them.
    func analyse(_ id: AnswerID, _ turn: Turn, _ text: String, _ transcript: Transcript) -> InterviewEvent.Analysed {
        var all = standing(id, .answer, words: TextReading.words(text.utf8))
        all.closesTurn = true
        for part in transcript.parts {
            guard let words = text.utf8Slice(part.range.lowerBound, part.range.upperBound) else { continue }
            let reading = TextReading(words, index: interviewer.index)
            var found = analyse(id, turn, reading)
            special(&found, turn, reading)
            take(found, part, into: &all)
        }
        return all
    }

    private func take(_ found: InterviewEvent.Analysed, _ part: Transcript.Part, into all: inout InterviewEvent.Analysed) {
        let shift = part.range.lowerBound
        func moved(_ span: WordSpan) -> WordSpan {
            var span = span
            if span.text != nil { (span.start, span.end) = (span.start + shift, span.end + shift) }
            return span
        }
        var ids: [Statement.ID: Statement.ID] = [:]
        for fact in found.statements {
            var fact = fact
            let id = Statement.ID("\(prefix).s\(state.statements.count + all.statements.count + 1)")
            ids[fact.id] = id
            fact.id = id
            fact.span = moved(fact.span)
            fact.support = fact.support.map { StatementFact.Support(excerpt: $0.excerpt, span: moved($0.span)) }
            fact.speaker = part.speaker
            fact.mitigates = fact.mitigates.map { ids[$0] ?? $0 }
            if let old = fact.supersedes {
                if all.superseded.contains(old) { fact.supersedes = nil } else { all.superseded.append(old) }
            }
            all.statements.append(fact)
        }
        if found.intent == .correction { all.intent = .correction }
        func add(_ mentions: [Mention], _ known: inout [Mention], _ count: Int, _ letter: String) {
            for mention in mentions where !known.contains(where: { $0.key == mention.key }) {
                known.append(
                    Mention(
                        id: Mention.ID("\(prefix).\(letter)\(count + known.count + 1)"), key: mention.key, span: moved(mention.span),
                        context: moved(mention.context)))
            }
        }
        add(found.people, &all.people, state.people.count, "p")
        add(found.acronyms, &all.acronyms, state.acronyms.count, "w")
        for shift in found.shifts {
            guard let place = all.shifts.firstIndex(where: { $0.field == shift.field }) else {
                all.shifts.append(shift)
                continue
            }
            all.shifts[place].after = max(all.shifts[place].after, shift.after)
            all.shifts[place].existence = max(all.shifts[place].existence, shift.existence)
        }
        for change in found.contradictions {
            var change = change
            change.statement = change.statement.flatMap { ids[$0] }
            if let place = all.contradictions.firstIndex(where: { $0.contradiction == change.contradiction }) {
                if all.contradictions[place].status != .explained { all.contradictions[place] = change }
            } else {
                all.contradictions.append(change)
            }
        }
        for field in found.exhausted where !all.exhausted.contains(field) { all.exhausted.append(field) }
    }

    /// Lets somebody type here, or not any more.
    mutating func admit(_ person: Person.ID, _ isIn: Bool) throws(Refusal) {
        guard person != state.owner else { throw Refusal(.settled, "The owner is here anyway.") }
        guard state.admitted.contains(person) != isIn else {
            throw Refusal(.settled, isIn ? "This person may type here already." : "This person may not type here anyway.")
        }
        emit(.admitted(InterviewEvent.Admitted(person: person, isIn: isIn)))
    }
}
