package import FeraSearch

/// A sentence that a model wrote, with the numbers of the passages it cites.
package struct DraftSentence: Hashable, Sendable {
    /// Without its marks.
    package var text: String
    /// The numbers in its marks, in order, each once.
    package var marks: [Int]

    /// A sentence with its marks.
    package init(text: String, marks: [Int]) {
        self.text = text
        self.marks = marks
    }
}

/// Why a sentence is held back. The words of the sentence are not in a name that is logged: `code` is.
package enum CheckFailure: Hashable, Sendable {
    /// It cites nothing.
    case noCitation
    /// It cites a passage that was not given.
    case invalidCitation(Int)
    /// A number, date, amount, percentage or ticket that the passages do not have in this form.
    case number(String)
    /// “about”, “only”, “less than” beside a number, or their absence, is not as the passages have it.
    case qualifier(String)
    /// A name that the passages do not have, or have only in another connection.
    case name(String)
    /// A negation is missing that the passage has, or is there and the passage has none.
    case negation
    /// can, may, must, should, would: added, dropped or changed.
    case modal
    /// Too few of its content words are in the passages; the share that is.
    case coverage(Double)
    /// It holds no content word.
    case empty

    /// A stable name, free of content.
    package var code: String {
        switch self {
        case .noCitation: "no_citation"
        case .invalidCitation: "invalid_citation"
        case .number: "number"
        case .qualifier: "qualifier"
        case .name: "name"
        case .negation: "negation"
        case .modal: "modal"
        case .coverage: "coverage"
        case .empty: "empty"
        }
    }
}

/// Holds a sentence against the passages it cites, word by word and without understanding: what it lets through says nothing
/// that is not there. It is strict, and holds back true sentences too; the extractive answer stands behind it.
package struct SentenceCheck: Sendable {
    /// The share of content words that the passages must have.
    package var coverage: Double
    /// The share that each clause must reach for itself, so that a long true sentence carries no short added one.
    package var clauseCoverage: Double

    /// The shipped shares unless told otherwise.
    package init(coverage: Double = 0.8, clauseCoverage: Double = 0.6) {
        self.coverage = coverage
        self.clauseCoverage = clauseCoverage
    }

    /// Every reason to hold the sentence back; empty when it passes.
    ///
    /// - Parameters:
    ///   - sentence: text and marks.
    ///   - passages: the text of each passage by the number it was given under.
    ///   - language: of the clone.
    package func failures(_ sentence: DraftSentence, passages: [Int: String], language: Language = .english) throws(SearchError) -> [CheckFailure] {
        if sentence.marks.isEmpty { return [.noCitation] }
        var cited: [String] = []
        for mark in sentence.marks {
            guard let text = passages[mark] else { return [.invalidCitation(mark)] }
            cited.append(text)
        }
        let analyzer = try TextAnalyzer(language)
        let draft = CheckedText(sentence.text, analyzer)
        let source = CheckedText(cited.joined(separator: "\n"), analyzer)
        guard draft.hasContent else { return [.empty] }
        return numbers(draft, source) + names(draft, source) + operators(draft, source) + covered(draft, source)
    }

    private func covered(_ draft: CheckedText, _ source: CheckedText) -> [CheckFailure] {
        let known = Set(source.words.map(\.term))
        func share(_ words: some Sequence<AnalyzedToken>) -> Double {
            let content = words.filter { !$0.flags.contains(.stop) }
            return content.isEmpty ? 1 : Double(content.count { known.contains($0.term) }) / Double(content.count)
        }
        let whole = share(draft.words)
        if whole < coverage { return [.coverage(whole)] }
        let clauses = draft.clauses.map { share(draft.words[$0]) }
        return clauses.min().map { $0 < clauseCoverage ? [.coverage($0)] : [] } ?? []
    }
}
