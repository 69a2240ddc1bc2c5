import FeraDomain

extension Work {
    /// The words of a turn. What it quotes is looked up now; where that was erased, the plain wording stands.
    func wording(_ candidate: Candidate, number: Int) -> String {
        if candidate.again != nil {
            var fresh = candidate
            fresh.again = nil
            return pick(phrases.deferred, number).filled([("question", wording(fresh, number: number))])
        }
        if let gap = candidate.subject.gap { return raisedWording(gap, candidate, number) }
        if let field = candidate.subject.field.flatMap({ state.special($0) }) { return specialWording(field) }
        switch candidate.kind {
        case .bank, .closing: return candidate.subject.question.flatMap { catalogue.question($0)?.text } ?? ""
        case .gap: return gapWording(candidate, number)
        case .followUp: return followUpWording(candidate, number)
        case .contradiction: return contradictionWording(candidate, number)
        case .who, .acronym: return mentionWording(candidate, number)
        case .which: return whichWording(candidate.subject, number)
        case .whoKnows: return phrases.course.whoKnows
        }
    }

    /// The wording whose turn it is: by number, so that a replay says the same.
    func pick(_ variants: [String], _ number: Int) -> String { variants.isEmpty ? "" : variants[number % variants.count] }

    private func raisedWording(_ gap: Gap.ID, _ candidate: Candidate, _ number: Int) -> String {
        if let question = reviewWording(gap, number) { return question }
        let fact = state.raised.first { $0.fact.gap == gap }?.fact
        guard let question = fact.flatMap({ words.text($0.question.id) }) else { return phrases.raisedPlain.filled([("title", title(candidate))]) }
        return pick(phrases.raised, number).filled([("question", quote(question))])
    }

    private func gapWording(_ candidate: Candidate, _ number: Int) -> String {
        guard let field = candidate.subject.field.flatMap({ catalogue.field($0) }) else { return "" }
        if let said = candidate.subject.statement.flatMap({ state.statement($0) }).flatMap({ lookup($0.span) }) {
            return pick(phrases.mitigation, number).filled([("quote", quote(said))])
        }
        let question = pairWording(candidate, number) ?? field.question
        guard let span = state.fields[field.id]?.hint, let line = lookup(span).flatMap(Self.hint), let source = source(span) else { return question }
        // What is asked of a person is not recalled by a line that names nobody.
        guard field.kind != .person || !TextScan.names(in: line).isEmpty else { return question }
        let frame = pick(phrases.hint, number)
        // Quoting helps to remember, once; a long question does not.
        guard !state.turns.contains(where: { $0.kind == .gap && $0.subject.field == field.id && $0.subject.gap == nil }) else { return question }
        guard wordCount(frame) + wordCount(source) + wordCount(question) <= Phrases.longestPair + 2 else { return question }
        return frame.filled([("quote", quote(line)), ("source", source)]) + question
    }

    /// A line of the record as a question may quote it: without the marks of a list; `nil` for a heading or a name of something, which
    /// remind nobody of anything.
    static func hint(_ line: String) -> String? {
        var text = line[...]
        while let first = text.first, first.isWhitespace || "-*•>|".contains(first) { text.removeFirst() }
        guard text.first != "#" else { return nil }
        // "1. " and "(a) " number a clause.
        if let blank = text.firstIndex(of: " "), text[..<blank].count <= 5, text[..<blank].contains(where: { ".)§".contains($0) }),
            text[..<blank].allSatisfy({ $0.isNumber || ".()§".contains($0) || ($0.isLetter && text[..<blank].count <= 3) })
        {
            text = text[blank...].drop(while: \.isWhitespace)
        }
        while let last = text.last, last.isWhitespace || "|*".contains(last) { text.removeLast() }
        // The column of a free text says nothing; that of a code, a day or a state reminds nobody.
        if let colon = text.firstIndex(of: ":") {
            let column = text[..<colon].lowercased()
            if ["text", "notes", "note", "subject", "description", "comment", "comments", "body"].contains(column) {
                text = text[text.index(after: colon)...].drop(while: \.isWhitespace)
            } else if ["priority", "id", "ticket", "state", "status", "date", "tier", "segment", "reporter", "type", "severity", "account", "name"].contains(
                column)
            {
                return nil
            }
        }
        let start = text.lowercased()
        guard !text.hasSuffix("?"), !courtesies.contains(where: { start.hasPrefix($0) }) else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace)
        let isValue = text.contains(": ") || text.contains(where: \.isNumber)
        guard words.count >= 4 || (words.count >= 2 && isValue), !text.hasSuffix(":") else { return nil }
        return String(text)
    }

    /// How mails begin that tell nothing.
    private static let courtesies = [
        "attached", "please find", "thanks", "thank you", "hi ", "hi,", "hello", "dear ", "best regards", "kind regards", "see you", "fyi", "as discussed",
        "looking forward", "from:", "to:", "cc:", "re:", "fwd:", "sent:",
    ]

    private func pairWording(_ candidate: Candidate, _ number: Int) -> String? {
        guard candidate.things == 2 else { return nil }
        let clauses = candidate.targets.compactMap { clause($0.field) }
        guard clauses.count == 2 else { return nil }
        return pick(phrases.pair, number).filled([("first", clauses[0]), ("second", clauses[1])])
    }

    /// What a field asks for as a clause, by the name of whom it is about where the record names one.
    private func clause(_ field: Field.ID) -> String? {
        if let frame = phrases.thinClauses[field.rawValue], let name = interviewer.holder(field, state).flatMap(lookup), wordCount(name) <= 3 {
            return frame.filled([("name", name)])
        }
        return phrases.clauses[field.rawValue]
    }

    private func followUpWording(_ candidate: Candidate, _ number: Int) -> String {
        let statement = candidate.subject.statement.flatMap { state.statement($0) }
        let probe = statement.flatMap { $0.fact.followUp == nil ? $0.fact.probe : nil }
        let ask = pick(probe.map(phrases.ask.variants) ?? phrases.ask.variants(statement?.fact.missing.first), number)
        guard let statement, let said = lookup(statement.span) else { return phrases.followUpPlain.filled([("title", title(candidate)), ("ask", ask)]) }
        return pick(phrases.followUp, number).filled([("title", title(candidate)), ("quote", quote(said)), ("ask", ask)])
    }

    private func contradictionWording(_ candidate: Candidate, _ number: Int) -> String {
        guard let finding = state.contradictions.first(where: { $0.id == candidate.subject.contradiction })?.finding else { return "" }
        let rule = finding.rule.rawValue
        let subject = phrases.contradictionSubject["\(rule).\(finding.field)"] ?? phrases.contradictionSubject[rule] ?? ""
        guard let a = lookup(finding.a), let aSource = source(finding.a) else { return phrases.contradictionPlain.filled([("subject", subject)]) }
        var values = [("subject", subject), ("a", quote(a)), ("a_source", aSource)]
        let isAgain = state.turns.contains { $0.subject.contradiction == candidate.subject.contradiction }
        guard let b = finding.b else { return pick(phrases.contradictionAlone, number + (isAgain ? 1 : 0)).filled(values) }
        guard let line = lookup(b) else { return phrases.contradictionPlain.filled(values) }
        values += [("b", quote(line))]
        if b.text != nil { return pick(isAgain ? phrases.contradictionSaidAgain : phrases.contradictionSaid, number).filled(values) }
        guard let bSource = source(b) else { return phrases.contradictionPlain.filled(values) }
        values += [("b_source", bSource)]
        return pick(isAgain ? phrases.contradictionAgain : phrases.contradiction, number).filled(values)
    }

    private func mentionWording(_ candidate: Candidate, _ number: Int) -> String {
        if let place = candidate.subject.person, let field = candidate.subject.field.flatMap({ catalogue.field($0) }) {
            guard let name = lookup(place), let frames = phrases.thin[field.id.rawValue] else { return field.question }
            return pick(frames, number).filled([("name", name)])
        }
        let isPerson = candidate.kind == .who
        let mention = (isPerson ? state.people : state.acronyms).first { $0.id == candidate.subject.mention }
        guard let mention, let name = lookup(mention.span), let context = lookup(mention.context) else {
            return isPerson ? phrases.whoPlain : phrases.acronymPlain
        }
        return pick(isPerson ? phrases.who : phrases.acronym, number).filled([("name", name), ("quote", quote(context))])
    }

    /// The short form in which an open question is put once more.
    func shortForm(_ turn: Turn) -> String {
        let heaviest = turn.targets.filter(\.isMain).max { (catalogue.field($0.field)?.weight ?? 0) < (catalogue.field($1.field)?.weight ?? 0) }
        if turn.kind == .bank || turn.asksTwo, let field = heaviest.flatMap({ catalogue.field($0.field) }) { return field.question }
        return words.text(turn.text.id) ?? title(turn.targets.first?.field)
    }

    /// "Asked because …", from the first three reasons.
    func whySentence(_ turn: Turn) -> String {
        let parts = turn.why.prefix(3).map { term -> String in
            let why = phrases.why
            let values = [("title", title(term.field)), ("value", "\(term.value ?? 0)")]
            switch term.kind {
            case .weight: return why.weight.filled(values)
            case .open: return why.open.filled(values)
            case .hinted:
                guard let span = term.span, let line = lookup(span).flatMap(Self.hint), let source = source(span) else { return why.hintedPlain }
                return why.hinted.filled([("quote", quote(line)), ("source", source)])
            case .thin: return why.thin.filled(values)
            case .contradiction: return (isSaid(turn) ? why.contradictionSaid : why.contradiction).filled(values)
            case .unknownPerson: return why.unknownPerson
            case .acronym: return why.acronym
            case .deferred: return why.deferred
            case .raised: return why.raised
            case .closing: return why.closing
            case .also: return why.also.filled(values)
            case .ambiguous: return phrases.course.whyWhich
            case .special: return phrases.course.whySpecial
            case .thinPerson: return why.thinPerson
            }
        }
        return phrases.whyOpening + parts.joined(separator: phrases.whyJoin) + "."
    }

    /// Whether the turn is about the owner's own words against the record.
    private func isSaid(_ turn: Turn) -> Bool { state.contradictions.contains { $0.id == turn.subject.contradiction && $0.said != nil } }

    private func title(_ field: Field.ID?) -> String { field.flatMap { catalogue.field($0)?.title } ?? "" }

    private func title(_ candidate: Candidate) -> String { title(candidate.targets.first?.field) }

    private func source(_ span: WordSpan) -> String? { span.excerpt.flatMap { words.excerpt($0)?.source } }

    /// Words inside quotation marks: without marks of their own, on one line, and not longer than a person reads.
    func quote(_ text: String) -> String {
        var out = ""
        for character in text {
            if out.count >= settings.quoteCharacters { return out + "…" }
            switch character {
            case "\"", "“", "”", "„": out.append("'")
            case "\n", "\r", "\r\n", "\t": out.append(" ")
            default: out.append(character)
            }
        }
        return out
    }
}

extension Interviewer {
    /// Why the turn is asked, as a sentence for a person.
    package func why(_ turn: Turn, state: InterviewState, words: Words) -> String {
        let nobody = Command(.why, by: Person.ID("nobody"), day: Day(number: 0))
        return Work(interviewer: self, state: state, words: words, command: nobody) { id, _ in TextRef(id: .init(id), hash: "") }.whySentence(turn)
    }

    /// The probes that go with the turn, for a facilitator.
    package func probes(_ turn: Turn) -> [String] { turn.subject.question.flatMap { catalogue.question($0)?.probes } ?? [] }
}
