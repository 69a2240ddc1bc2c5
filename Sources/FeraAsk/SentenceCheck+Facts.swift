import FeraSearch

extension SentenceCheck {
    /// Numbers, dates, amounts and tickets must stand in the passages in the same form, with the same qualifier beside them.
    func numbers(_ draft: CheckedText, _ source: CheckedText) -> [CheckFailure] {
        var out: [CheckFailure] = []
        for (place, word) in draft.words.enumerated() where Self.isFact(word) {
            let same = source.words.indices.filter { source.words[$0].term == word.term && Self.form(source, $0) == Self.form(draft, place) }
            if same.isEmpty {
                out.append(.number(draft.spelling(word)))
            } else if word.flags.contains(.number), !same.contains(where: { Self.qualifiers(source, $0) == Self.qualifiers(draft, place) }) {
                out.append(.qualifier(draft.spelling(word)))
            }
        }
        return out
    }

    private static func isFact(_ word: AnalyzedToken) -> Bool {
        word.token.kind != .word || word.flags.contains(.number) || word.flags.contains(.date)
    }

    /// What a number is of: its currency sign or code, per cent, or nothing. “EUR 40,000” and “€40,000” are the same.
    private static func form(_ text: CheckedText, _ place: Int) -> String {
        let word = text.words[place]
        switch word.token.kind {
        case .percent: return "%"
        case .money: return codes[String(text.spelling(word).prefix(1))] ?? "?"
        case .number:
            let before = place > 0 ? text.words[place - 1].folded : ""
            let after = place + 1 < text.words.count ? text.words[place + 1].folded : ""
            if after == "percent" { return "%" }
            return Set(codes.values).contains(before) ? before : codes[after] ?? (Set(codes.values).contains(after) ? after : "")
        default: return ""
        }
    }

    private static let codes: [String: String] = [
        "€": "eur", "$": "usd", "£": "gbp", "¥": "jpy", "euros": "eur", "euro": "eur", "dollars": "usd", "pounds": "gbp", "dkk": "dkk", "chf": "chf",
        "sek": "sek", "nok": "nok",
    ]

    /// The words directly before a number that change what it says.
    private static func qualifiers(_ text: CheckedText, _ place: Int) -> Set<String> {
        let clause = text.clause(of: place)
        var out: Set<String> = []
        for before in text.words[max(clause.lowerBound, place - 3)..<place] {
            if let meaning = meanings[before.folded] { out.insert(meaning) }
        }
        return out
    }

    private static let meanings: [String: String] = [
        "about": "about", "around": "about", "approximately": "about", "roughly": "about", "nearly": "almost", "almost": "almost", "only": "only",
        "least": "least", "most": "most", "fewer": "less", "less": "less", "under": "less", "below": "less", "more": "more", "over": "more", "above": "more",
        "up": "most", "maximum": "most", "minimum": "least",
    ]

    /// Names must be there, and beside the words they are used with.
    func names(_ draft: CheckedText, _ source: CheckedText) -> [CheckFailure] {
        var out: [CheckFailure] = []
        for (place, word) in draft.words.enumerated() where isName(draft, place, source) {
            let standing = source.words.indices.filter { source.words[$0].folded == word.folded || Self.bare(source.words[$0]) == Self.bare(word) }
            if standing.isEmpty || !standing.contains(where: { fits(draft, place, source, $0) }) { out.append(.name(draft.spelling(word))) }
        }
        return out
    }

    private static func bare(_ word: AnalyzedToken) -> Substring {
        word.folded.hasSuffix("'s") ? word.folded.dropLast(2) : word.folded[...]
    }

    /// A capital inside a sentence makes a name. The first word has its capital anyway: it is a name when the passages write it
    /// with one inside a sentence, or do not know it at all.
    private func isName(_ draft: CheckedText, _ place: Int, _ source: CheckedText) -> Bool {
        let word = draft.words[place]
        guard word.flags.contains(.capital), !word.flags.contains(.stop), word.token.kind == .word, !word.flags.contains(.date) else { return false }
        if !draft.sentences.contains(where: { $0.lowerBound == place }) { return true }
        let standing = source.words.indices.filter { source.words[$0].term == word.term || Self.bare(source.words[$0]) == Self.bare(word) }
        return standing.allSatisfy { source.words[$0].flags.contains(.capital) }
    }

    /// Whether the words around a name in the draft are those around it in the passage: at least half of the clause's content
    /// words stand in the same sentence of the passage, or in the one after it, which may say “she”.
    private func fits(_ draft: CheckedText, _ place: Int, _ source: CheckedText, _ standing: Int) -> Bool {
        let company = draft.words[draft.clause(of: place)].filter { !$0.flags.contains(.stop) && $0 != draft.words[place] }.map(\.term)
        if company.isEmpty { return true }
        let home = source.sentence(of: standing)
        let next = home.upperBound < source.words.count ? source.sentence(of: home.upperBound).upperBound : home.upperBound
        let known = Set(source.words[home.lowerBound..<next].map(\.term))
        return 2 * company.count(where: known.contains) >= company.count
    }
}
