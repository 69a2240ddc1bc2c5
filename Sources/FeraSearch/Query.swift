/// What kind of thing a question asks for.
package enum AnswerType: Hashable, Sendable { case person, date, number, place, cause, other }

/// A question, cut and stemmed once. It knows no index.
package struct Query: Hashable, Sendable {
    /// The words in order, as they were asked.
    package let tokens: [AnalyzedToken]
    /// The different terms it is about, in order: all but stop words, or all when nothing else is left. At most 64.
    package let terms: [String]
    /// Which of `terms` are names or hold digits.
    package let entities: [String]
    /// What would be an answer.
    package let type: AnswerType
    /// The question was asked of stop words only.
    package let isEmpty: Bool

    static let maximumTerms = 64

    /// - Parameters:
    ///   - text: as asked.
    ///   - analyzer: of the clone's language.
    package init(_ text: String, analyzer: TextAnalyzer) {
        tokens = analyzer.analyze(text)
        let content = tokens.filter { !$0.flags.contains(.stop) }
        isEmpty = content.isEmpty
        var seen: Set<String> = []
        terms = Array((content.isEmpty ? tokens : content).map(\.term).filter { seen.insert($0).inserted }.prefix(Self.maximumTerms))
        var named: Set<String> = []
        for (index, token) in tokens.enumerated() where !token.flags.contains(.stop) {
            let digits = token.folded.utf8.contains { $0 &- 0x30 < 10 }
            if digits || (index > 0 && token.flags.contains(.capital)) { named.insert(token.term) }
        }
        entities = terms.filter(named.contains)
        type = AnswerType(tokens.map(\.folded), language: analyzer.language)
    }
}

extension AnswerType {
    /// Reads the question words. Only English is known; any other language asks for `other`.
    init(_ words: [String], language: Language) {
        self = .other
        guard language == .english else { return }
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1] : ""
            switch word {
            case "who", "whom", "whose", "who's", "who'll", "who'd": self = .person
            case "when", "when's": self = .date
            case "where", "where's": self = .place
            case "why": self = .cause
            case "how" where next == "long" && words.dropFirst(index + 2).first == "ago": self = .date
            case "how" where Self.measures.contains(next): self = .number
            case "what", "which":
                if let found = Self.asked[next] { self = found } else { continue }
            case "reason" where index > 0 && words.contains("what"): self = .cause
            default: continue
            }
            return
        }
    }

    private static let measures: Set<String> = [
        "many", "much", "old", "long", "far", "often", "large", "big", "tall", "high", "fast", "deep", "wide",
    ]

    private static let asked: [String: AnswerType] = {
        let lists: [(AnswerType, String)] = [
            (.person, "person people man woman leader king author scientist manager colleague contact"),
            (.date, "year date day month century decade time era period quarter week weekday"),
            (.number, "percent percentage number amount size population fraction proportion temperature distance price cost value share discount"),
            (.place, "country city place state town region continent location area county river office site"),
            (.cause, "caused causes cause"),
        ]
        return Dictionary(uniqueKeysWithValues: lists.flatMap { type, list in list.split(separator: " ").map { (String($0), type) } })
    }()
}
