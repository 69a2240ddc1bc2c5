/// What kind of thing a question asks for.
package enum AnswerType: Hashable, Sendable { case person, date, number, duration, place, cause, other }

/// A question, cut and stemmed once. It knows no index.
package struct Query: Hashable, Sendable {
    /// The words in order, as they were asked.
    package let tokens: [AnalyzedToken]
    /// The different terms it is about, in order: all but stop words, or all when nothing else is left. At most 64.
    package let terms: [String]
    /// Which of `terms` are names or hold digits.
    package let entities: [String]
    /// Which of `terms` only name the kind of thing asked for: “day” in “by which day”.
    package let kinds: [String]
    /// The term within three words after “what”, “which” or “whose”: what kind of thing, or whose.
    package let focus: String?
    /// What would be an answer.
    package let type: AnswerType
    /// The question was asked of stop words only.
    package let isEmpty: Bool

    static let maximumTerms = 64

    /// - Parameters:
    ///   - text: as asked.
    ///   - analyzer: of the clone's language.
    package init(_ text: String, analyzer: TextAnalyzer) {
        let tokens = analyzer.analyze(text)
        self.tokens = tokens
        let told = tokens.filter { !$0.flags.contains(.stop) }
        isEmpty = told.isEmpty
        let spoken = StopWords.spoken(analyzer.language)
        let topical = told.filter { !spoken.contains($0.folded) }
        let content = topical.isEmpty ? told : topical
        var seen: Set<String> = []
        let terms = Array((content.isEmpty ? tokens : content).map(\.term).filter { seen.insert($0).inserted }.prefix(Self.maximumTerms))
        self.terms = terms
        var named: Set<String> = []
        for (index, token) in tokens.enumerated() where !token.flags.contains(.stop) {
            let digits = token.folded.utf8.contains { $0 &- 0x30 < 10 }
            if digits || (index > 0 && token.flags.contains(.capital)) { named.insert(token.term) }
        }
        entities = terms.filter(named.contains)
        let opener = tokens.firstIndex { ["what", "which", "whose"].contains($0.folded) }
        focus = opener.flatMap { place in tokens.dropFirst(place + 1).prefix(3).first { terms.contains($0.term) }?.term }
        let asked = Asked(tokens.map(\.folded), language: analyzer.language)
        type = asked.type
        let naming = Set(asked.kinds.map { tokens[$0].term })
        // What is only a kind leaves nothing to find.
        let isOnlyKind = naming.isSuperset(of: terms)
        kinds = isOnlyKind ? [] : terms.filter(naming.contains)
    }
}
