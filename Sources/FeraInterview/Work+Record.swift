import FeraDomain

extension Work {
    /// The record was read again with files that came later. What was known keeps its ids; an interview that is over opens again
    /// with what is new, and with nothing else.
    mutating func extend(_ reading: RecordReading) throws(Refusal) {
        let before = state
        let old = state.contradictions
        let sides = old.map { (lookup($0.finding.a), $0.finding.b.flatMap(lookup)) }
        // The same two lines in a newer file are the same contradiction.
        func known(_ finding: RecordReading.Finding) -> Int? {
            if let place = old.firstIndex(where: { $0.finding == finding }) { return place }
            guard let a = lookup(finding.a) else { return nil }
            let b = finding.b.flatMap(lookup)
            return old.indices.first { old[$0].finding.rule == finding.rule && old[$0].finding.field == finding.field && sides[$0] == (a, b) }
        }
        var seen: Set<Int> = []
        var found: [InterviewEvent.RecordExtended.Found] = []
        var number = state.contradictionCount
        for finding in reading.findings {
            if let place = known(finding) {
                seen.insert(place)
                continue
            }
            number += 1
            found.append(.init(id: Contradiction.ID("\(prefix).c\(number)"), finding: finding))
        }
        // What the owner said against the record stands as long as the record says so.
        for place in old.indices where old[place].said != nil {
            if reading.facts.contains(where: { $0.span == old[place].finding.a || lookup($0.span) == sides[place].0 }) { seen.insert(place) }
        }
        let gone = old.indices.filter { !seen.contains($0) && old[$0].status == .open && !old[$0].isAsked }.map { old[$0].id }
        let people = fresh(reading.people, state.people, "p").filter { !state.known.contains($0.key) }
        let acronyms = fresh(reading.acronyms, state.acronyms, "w")
        emit(
            .recordExtended(
                InterviewEvent.RecordExtended(asOf: command.day, reading: reading, found: found, gone: gone, people: people, acronyms: acronyms)))
        let isOver = [.closing, .done].contains(state.phase)
        guard !state.isExpired, isOver || (state.phase == .asking && state.asksRaisedOnly) else { return }
        var fresh = news(since: before, found, people + acronyms)
        guard !fresh.isEmpty else { return }
        if let waiting = state.fresh {
            fresh.contradictions = waiting.contradictions + fresh.contradictions
            fresh.fields = waiting.fields + fresh.fields.filter { !waiting.fields.contains($0) }
            fresh.mentions = waiting.mentions + fresh.mentions
        }
        emit(.reopened(InterviewEvent.Reopened(reason: .source, fresh: fresh)))
        next()
    }

    /// Mentions that nobody has made before, under numbers of their own.
    private func fresh(_ read: [Mention], _ known: [Mention], _ letter: String) -> [Mention] {
        var keys = Set(known.map(\.key))
        var number = highest(known.map(\.id.rawValue), letter)
        return read.compactMap { mention in
            guard keys.insert(mention.key).inserted else { return nil }
            number += 1
            return Mention(id: Mention.ID("\(prefix).\(letter)\(number)"), key: mention.key, span: mention.span, context: mention.context)
        }
    }

    private func highest(_ ids: [String], _ letter: String) -> Int {
        ids.compactMap { $0.hasPrefix("\(prefix).\(letter)") ? Int($0.dropFirst(prefix.utf8.count + 1 + letter.utf8.count)) : nil }.max() ?? 0
    }

    /// The most questions that a new source is worth once the interview is over.
    static let mostFresh = 6

    /// What a new source has brought that is worth a question: contradictions, then weighty fields with a new hint, then people.
    private func news(since before: InterviewState, _ found: [InterviewEvent.RecordExtended.Found], _ mentions: [Mention]) -> Fresh {
        var fresh = Fresh()
        fresh.contradictions = found.filter { catalogue.field($0.finding.field).map { state.weight($0) > 0 } ?? false }.map(\.id)
        let known = percent(settings.scoring.known)
        let hinted = catalogue.fields.filter { field in
            guard state.weight(field) >= settings.late.weight, let now = state.fields[field.id], now.confidence < known, !now.isSkipped else { return false }
            guard let hint = now.hint, hint != before.fields[field.id]?.hint else { return false }
            // The same words in a newer file are no news.
            return before.fields[field.id]?.hint.flatMap(lookup).map { $0 != lookup(hint) } ?? true
        }
        fresh.fields = hinted.sorted { (state.weight($1), $0.id) < (state.weight($0), $1.id) }.map(\.id)
        fresh.mentions = mentions.map(\.id)
        fresh.contradictions = Array(fresh.contradictions.prefix(Self.mostFresh))
        fresh.fields = Array(fresh.fields.prefix(Self.mostFresh - fresh.contradictions.count))
        fresh.mentions = Array(fresh.mentions.prefix(Self.mostFresh - fresh.contradictions.count - fresh.fields.count))
        return fresh
    }
}
