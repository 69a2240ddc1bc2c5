import FeraSearch

/// A text cut into words and clauses, as the sentence check compares it.
struct CheckedText {
    let text: String
    let words: [AnalyzedToken]
    /// Runs of words between commas, semicolons, colons, dashes, full stops and the conjunctions that begin a new statement.
    let clauses: [Range<Int>]
    /// Runs of words of one sentence.
    let sentences: [Range<Int>]

    private static let conjunctions: Set<String> = [
        "and", "but", "because", "while", "although", "which", "so", "whereas", "if", "unless", "und", "aber", "weil",
    ]

    init(_ text: String, _ analyzer: TextAnalyzer) {
        self.text = text
        let words = analyzer.analyze(text)
        self.words = words
        let bytes = Array(text.utf8)
        var cuts: [Int] = []
        for place in words.indices.dropFirst() {
            let between = bytes[words[place - 1].token.end..<max(words[place].token.start, words[place - 1].token.end)]
            // A dash is E2 80 93 or 94; a hyphen inside a word leaves nothing else between its parts.
            let isCut = between.contains { [0x2C, 0x3B, 0x3A, 0x2E, 0x21, 0x3F, 0x28, 0x29, 0x0A].contains($0) } || between.contains(0xE2)
            if isCut || Self.conjunctions.contains(words[place].folded) { cuts.append(place) }
        }
        clauses = Self.runs(cuts, words.count)
        var ends: [Int] = []
        for range in SentenceSplitter.sentences(text).dropFirst() {
            if let place = words.firstIndex(where: { $0.token.start >= range.lowerBound }) { ends.append(place) }
        }
        sentences = Self.runs(ends, words.count)
    }

    var hasContent: Bool { words.contains { !$0.flags.contains(.stop) } }

    private static func runs(_ cuts: [Int], _ count: Int) -> [Range<Int>] {
        var out: [Range<Int>] = []
        var start = 0
        for cut in cuts + [count] where cut > start {
            out.append(start..<cut)
            start = cut
        }
        return out
    }

    /// The word as it is written, signs and all.
    func spelling(_ word: AnalyzedToken) -> String { Asker.quote(word.token.start..<word.token.end, in: text) ?? word.folded }

    func clause(of word: Int) -> Range<Int> { clauses.first { $0.contains(word) } ?? 0..<words.count }

    func sentence(of word: Int) -> Range<Int> { sentences.first { $0.contains(word) } ?? 0..<words.count }

    /// The content terms that a word governs: the next `reach` of its clause, or, when none follow, the last two before it.
    func scope(of word: Int, reach: Int) -> Set<String> {
        let clause = clause(of: word)
        func content(_ range: Range<Int>) -> [String] {
            words[range].filter { !$0.flags.contains(.stop) && !$0.flags.contains(.negation) }.map(\.term)
        }
        let after = content(min(word + 1, clause.upperBound)..<clause.upperBound).prefix(reach)
        return after.isEmpty ? Set(content(clause.lowerBound..<word).suffix(2)) : Set(after)
    }
}
