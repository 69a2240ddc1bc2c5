import FeraDomain

extension Work {
    /// What Fera says between an answer and the next question: that it has heard, in the owner's own words, and now and then
    /// where we stand. Nothing is said where something else has been replied already.
    mutating func talk() {
        guard let answer = lastHeard, !hasReplied else { return }
        if isRecapDue {
            reply(.recap, recap())
        } else if let words = acknowledgement(answer) {
            // Under the answer's own number, so that taking the answer back erases the quotation too.
            emit(.replied(InterviewEvent.Replied(kind: .acknowledged, text: keep(Self.acknowledgement(of: answer.answer, prefix), words))))
        }
    }

    /// What the text of an acknowledgement is called behind the interview's id: that of answer `a7` is `k7`.
    static func acknowledgement(of answer: AnswerID, _ prefix: String) -> String { "k" + answer.rawValue.dropFirst(prefix.utf8.count + 2) }

    /// The answer of this decision, where it told something.
    private var lastHeard: InterviewEvent.Analysed? {
        for event in events.reversed() {
            if case .analysed(let value) = event.body { return value.statements.isEmpty ? nil : value }
        }
        return nil
    }

    private var hasReplied: Bool { events.contains { if case .replied = $0.body { true } else { false } } }

    /// Every few questions, but not on the way out.
    private var isRecapDue: Bool {
        let count = state.turns.count
        return settings.recapEvery > 0 && count > 0 && count.isMultiple(of: settings.recapEvery) && !interviewer.isLate(state)
    }

    private func recap() -> String {
        pick(phrases.recap, state.turns.count / max(1, settings.recapEvery)).filled([
            ("statements", "\(state.statements.count(where: \.isLive))"), ("chapters", chapters()), ("questions", "\(questionsLeft)"),
        ])
    }

    /// "5 on relationships, 3 on the commercial side": the lines that stand, by chapter, most first.
    func chapters() -> String {
        var counts: [Chapter: Int] = [:]
        for statement in state.statements where statement.isLive {
            if let chapter = catalogue.field(statement.fact.field)?.chapter { counts[chapter, default: 0] += 1 }
        }
        return Chapter.allCases.filter { counts[$0] != nil }.sorted { (counts[$0] ?? 0, $1.rawValue) > (counts[$1] ?? 0, $0.rawValue) }
            .compactMap { chapter in
                phrases.chapterCount[chapter.rawValue].map { $0.filled([("count", "\(counts[chapter] ?? 0)")]) }
            }
            .joined(separator: ", ")
    }

    /// A phrase of the answer, given back. Lines that are private or that few may read are not repeated.
    private func acknowledgement(_ answer: InterviewEvent.Analysed) -> String? {
        // Nor is what is still thin: whoever hears half a thought back hears that nobody listened.
        let sure = percent(settings.scoring.known)
        let told = answer.statements.filter { ![Label.private, .security, .personnel].contains($0.label) && $0.confidence >= sure }
        let heaviest = told.max { weight($0) < weight($1) }
        guard let heaviest, let sentence = lookup(heaviest.span) else { return nil }
        // An answer that is only a few words is not repeated whole: that sounds like a machine.
        guard let phrase = Self.phrase(of: sentence), let text = lookup(WordSpan(text: heaviest.span.text ?? .init(""), start: 0, end: heaviest.span.end)),
            text.contains(phrase)
        else { return nil }
        let number = state.turns.count
        // Each kind of invitation once.
        if let probe = heaviest.probe, let words = phrases.acknowledge[probe.rawValue],
            !state.statements.contains(where: { $0.fact.probe == probe && $0.answer != answer.answer })
        {
            return pick(words, number).filled([("quote", phrase)])
        }
        let variants = phrases.acknowledge[heaviest.kind.rawValue] ?? []
        // The kind's own words every other time, the plain ones in between.
        let own = number.isMultiple(of: 2) && !variants.isEmpty
        return pick(own ? variants : phrases.acknowledge["any"] ?? [], own ? number / 2 : number).filled([("quote", phrase)])
    }

    private func weight(_ fact: StatementFact) -> Int { catalogue.field(fact.field)?.weight ?? 0 }

    /// A piece of the sentence, verbatim, that a person would repeat: a part between commas and joining words that says something
    /// particular, of three to ten words; `nil` where there is none.
    static func phrase(of sentence: String) -> String? {
        var best: (score: Int, text: String)?
        for part in parts(of: sentence) {
            for var words in pieces(part) {
                // "They leave unless it is solved" must not come back as "it is solved".
                if let first = words.first, conditions.contains(first.lowercased()) { continue }
                while let first = words.first, openers.contains(first.lowercased()) { words.removeFirst() }
                while let last = words.last, dangling.contains(last.lowercased()) { words.removeLast() }
                guard (3...10).contains(words.count), let first = words.first, let last = words.last else { continue }
                var text = String(sentence[first.startIndex..<last.endIndex])
                while text.last == "." { text.removeLast() }
                // "He can present it" says nothing to whoever does not know who he is.
                let particular = words.dropFirst().contains { $0.contains(where: \.isNumber) || ($0.first?.isUppercase ?? false) }
                guard particular || !pronouns.contains(first.lowercased()) else { continue }
                let score = min(words.count, 6) + 2 * words.count { $0.contains(where: \.isNumber) || ($0.first?.isUppercase ?? false) }
                if score > best?.score ?? 0 { best = (score, text) }
            }
        }
        return best?.text
    }

    /// A part, cut before its joining words; these stay in front, so that one sees how the piece hangs on what is before it.
    private static func pieces(_ part: Substring) -> [[Substring]] {
        var pieces: [[Substring]] = [[]]
        for word in part.split(separator: " ") {
            if joints.contains(word.lowercased()), !(pieces.last?.isEmpty ?? true) { pieces.append([]) }
            pieces[pieces.count - 1].append(word)
        }
        return pieces
    }

    /// The sentence between its marks; a comma or a colon inside a number is none.
    private static func parts(of sentence: String) -> [Substring] {
        var parts: [Substring] = []
        var start = sentence.startIndex
        for at in sentence.indices where ",;:()\n\"“”?!".contains(sentence[at]) {
            let next = sentence.index(after: at)
            if next < sentence.endIndex, sentence[next].isNumber, at > start, sentence[sentence.index(before: at)].isNumber { continue }
            parts.append(sentence[start..<at])
            start = next
        }
        return parts + [sentence[start...]]
    }

    private static let joints: Set<String> = [
        "because", "that", "until", "so", "which", "and", "but", "who", "when", "whenever", "if", "before", "after", "since",
        "unless", "once", "whether", "although", "without",
    ]
    private static let conditions: Set<String> = ["unless", "until", "if", "when", "whenever", "before", "once", "whether", "although", "without", "as"]
    private static let openers: Set<String> = [
        "only", "who", "since", "and", "but", "so", "because", "that", "which", "well", "then", "or", "yes", "no", "ok", "correction", "also",
    ]
    private static let pronouns: Set<String> = ["he", "she", "it", "they", "we", "this", "these", "those", "there", "i", "you", "one", "here"]
    private static let dangling: Set<String> = [
        "said", "says", "told", "asked", "thinks", "knows", "where", "why", "how", "what", "whom", "whose", "about", "very", "i",
        "you", "there", "be", "been", "am", "can", "could", "should", "must", "may", "might", "do", "does", "did", "into", "over", "under", "after", "before",
        "a", "an", "the", "of", "to", "in", "on", "at", "for", "from", "by", "with", "and", "or", "but", "because", "that", "which", "who", "is", "are", "was",
        "were", "our", "their", "his", "her", "we", "they", "it", "if", "when", "than", "as", "until", "not", "will", "would", "has", "have", "had", "so",
    ]
}
