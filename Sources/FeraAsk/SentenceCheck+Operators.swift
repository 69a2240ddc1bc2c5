import FeraSearch

/// A word that turns the meaning of others round or weakens it.
private struct Operator {
    /// `not` for every negation; otherwise the modal's group.
    var kind: String
    /// The content terms it governs.
    var scope: Set<String>
}

extension SentenceCheck {
    /// Negations and modals of the passage must be in the draft where the draft uses the words they govern, and the draft may
    /// bring none of its own.
    func operators(_ draft: CheckedText, _ source: CheckedText) -> [CheckFailure] {
        let mine = Self.operators(draft)
        let theirs = Self.operators(source)
        let used = Set(draft.words.map(\.term))
        var out: Set<CheckFailure> = []
        for one in mine where !theirs.contains(where: { $0.kind == one.kind && !$0.scope.isDisjoint(with: one.scope) }) { out.insert(Self.failure(one)) }
        for one in theirs where !one.scope.isEmpty {
            // The draft speaks of what this word governs when it uses at least half of it …
            guard 2 * one.scope.intersection(used).count >= one.scope.count else { continue }
            // … unless the passage says the same words elsewhere without it.
            if mine.contains(where: { $0.kind == one.kind && !$0.scope.isDisjoint(with: one.scope) }) { continue }
            if Self.saysPlainly(one, source, theirs) { continue }
            out.insert(Self.failure(one))
        }
        return out.sorted { $0.code < $1.code }
    }

    private static func failure(_ one: Operator) -> CheckFailure { one.kind == "not" ? .negation : .modal }

    /// Whether some clause of the passage has all the governed words and no operator of this kind.
    private static func saysPlainly(_ one: Operator, _ source: CheckedText, _ all: [Operator]) -> Bool {
        source.clauses.contains { clause in
            one.scope.isSubset(of: source.words[clause].map(\.term)) && !source.words[clause].contains { kinds($0).contains(one.kind) }
        }
    }

    private static func operators(_ text: CheckedText) -> [Operator] {
        text.words.indices.flatMap { place in
            kinds(text.words[place]).map { Operator(kind: $0, scope: text.scope(of: place, reach: $0 == "not" ? 3 : 2)) }
        }
    }

    private static func kinds(_ word: AnalyzedToken) -> [String] {
        var out: [String] = []
        if word.flags.contains(.negation) || word.folded == "unless" { out.append("not") }
        // The month has its capital, the modal has none inside a sentence; taken for the modal it is only strict.
        if let modal = modals[word.folded] { out.append(modal) }
        return out
    }

    private static let modals: [String: String] = {
        let groups = [
            "can": "can can't cannot able", "could": "could couldn't", "may": "may might", "must": "must mustn't shall", "should": "should shouldn't",
            "would": "would wouldn't", "will": "will won't", "perhaps": "perhaps maybe probably possibly likely",
        ]
        return Dictionary(uniqueKeysWithValues: groups.flatMap { kind, words in words.split(separator: " ").map { (String($0), kind) } })
    }()
}
