/// What the words of a question ask for.
struct Asked {
    /// The kind of thing.
    private(set) var type: AnswerType = .other
    /// The places of the words that only name it: “day” in “which day”, “big” in “how big”.
    private(set) var kinds: [Int] = []

    /// Reads the question words; the first decides, so that “what … when it breaks” asks for no date. Only English is known; any
    /// other language asks for `other`.
    ///
    /// - Parameter words: folded, in order.
    init(_ words: [String], language: Language) {
        guard language == .english, let first = words.first else { return }
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1] : ""
            switch word {
            case "who", "whom", "whose", "who's", "who'll", "who'd": type = .person
            case "when", "when's", "where", "where's":
                // “Can I call when it breaks?” asks for neither.
                if index > 0, Self.yesOrNo.contains(first) { return }
                type = word.hasPrefix("when") ? .date : .place
            case "why": type = .cause
            case "how":
                guard Self.measures.contains(next) else { return }
                let isAgo = next == "long" && words.dropFirst(index + 2).first == "ago"
                type = isAgo ? .date : next == "long" || next == "old" ? .duration : .number
                kinds = [index + 1]
            case "what", "which", "what's", "what're": readNoun(words, after: index)
            default: continue
            }
            return
        }
    }

    /// “which (adoption) number”, “what is the (renewal) date”, “what … cost”.
    private mutating func readNoun(_ words: [String], after index: Int) {
        var place = index + 1
        var isDirect = true
        while place < words.count, Self.between.contains(words[place]) {
            place += 1
            isDirect = false
        }
        for (step, word) in words[min(place, words.count)...].prefix(3).prefix(while: { !Self.ends.contains($0) }).enumerated() {
            guard let found = Self.nouns[word] else { continue }
            if step > 0 || !isDirect, found == .place || found == .cause { continue }
            type = found
            if Self.generic.contains(word) { kinds = [place + step] }
            return
        }
        if words.contains("reason") {
            type = .cause
        } else if words[index...].contains(where: Self.costs.contains) {
            type = .number
        }
    }

    private static func words(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }

    private static let yesOrNo = words("is are was were do does did can could should shall would will may might must has have had")
    private static let measures = words("many much old long far often large big tall high fast deep wide quickly soon expensive")
    private static let between = words("is are was were the our their a an")
    private static let ends = words("of in on at to for from by with do does did can could should would will may must has have had is are was were")
    private static let generic = words("year date day month week weekday time percent percentage number amount figure")
    private static let costs = words("cost costs pay pays charge charged worth")

    private static let nouns: [String: AnswerType] = {
        let lists: [(AnswerType, String)] = [
            (.person, "person people man woman leader king author scientist manager colleague contact"),
            (.date, "year date day month century decade time era period quarter week weekday"),
            (.number, "percent percentage number amount figure size population fraction proportion temperature distance price cost value share discount fee"),
            (.place, "country city place state town region continent location area county river office site"),
            (.cause, "caused causes cause"),
        ]
        return Dictionary(uniqueKeysWithValues: lists.flatMap { type, list in list.split(separator: " ").map { (String($0), type) } })
    }()
}

extension AnswerType {
    /// The stems of units of time.
    static let units = ["minut", "hour", "day", "week", "month", "year"]
}
