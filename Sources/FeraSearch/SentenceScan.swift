/// One sentence of the forward index, compared with a query in one pass over its words.
struct SentenceScan {
    /// Which question terms stand here.
    private(set) var found: UInt64 = 0
    /// Which stand here, or share five letters with a word here.
    private(set) var similar: UInt64 = 0
    private(set) var wordCount = 0
    private(set) var hasNegation = false
    private(set) var typeFound = false
    private var hasUnit = false
    /// How much the likest word is like each of the question's terms; empty where none is.
    private var likeness: [Double] = []
    /// The places of things of the kind asked for.
    private var values: [Int] = []
    /// Numbers and dates that the question did not bring.
    private(set) var newNumbers = 0
    /// The places of question terms, in the order of the sentence: (word, term).
    private var places: [(word: Int, term: Int)] = []
    private var pairHits: UInt64 = 0

    init(_ sentence: IndexedSentence, plan: QueryPlan, index: InvertedIndex) throws(SearchError) {
        wordCount = sentence.words.count
        var previous = -2
        var counted = -3
        for number in sentence.words {
            let word = try index.word(number)
            if let entry = plan.table.place(of: word.term) { note(plan.table[entry], number - sentence.words.lowerBound, plan) }
            for (place, pair) in plan.pairs.prefix(64).enumerated() where pair.0 == previous && pair.1 == word.term { pairHits |= 1 << UInt64(place) }
            if word.flags.contains(.negation) { hasNegation = true }
            if word.flags.contains(.number) { counted = number }
            // “four months”, “half an hour”: the number stands close before its unit.
            if plan.units.contains(word.term), number - counted <= 2 { hasUnit = true }
            if plan.type != .other {
                if try Self.answers(plan, word, number, in: sentence.words, index) { values.append(number - sentence.words.lowerBound) }
            } else if !word.flags.isDisjoint(with: [.number, .date]), !plan.everyTerm.contains(word.term) {
                newNumbers += 1
            }
            previous = word.term
        }
        if plan.type == .duration, !hasUnit { values = [] }
        typeFound = !values.isEmpty
        found = plan.with(found, kind: typeFound)
        similar = plan.with(similar, kind: typeFound) | found
        places.removeAll { found & 1 << UInt64($0.term) == 0 }
    }

    private mutating func note(_ entry: TermTable.Entry, _ place: Int, _ plan: QueryPlan) {
        found |= entry.found
        similar |= entry.similar
        var rest = entry.found
        while rest != 0 {
            places.append((place, rest.trailingZeroBitCount))
            rest &= rest - 1
        }
        if entry.likeness.isEmpty { return }
        if likeness.isEmpty { likeness = [Double](repeating: 0, count: plan.weights.count) }
        for like in entry.likeness { likeness[like.place] = max(likeness[like.place], like.grade) }
    }

    /// Whether a word is of the kind the question asks for, and not one that the question itself brought.
    private static func answers(
        _ plan: QueryPlan, _ word: (term: Int, flags: TokenFlags), _ number: Int, in words: Range<Int>, _ index: InvertedIndex
    ) throws(SearchError) -> Bool {
        let wanted: TokenFlags
        switch plan.type {
        case .other: return false
        case .cause: return word.flags.contains(.cause)
        case .date: wanted = .date
        case .number, .duration: wanted = .number
        case .place: wanted = .place
        case .person: wanted = .capital
        }
        guard word.flags.contains(wanted), !word.flags.contains(.stop) || wanted == .number, !plan.everyTerm.contains(word.term) else { return false }
        // A month and a ticket have a capital too, and a year is no amount.
        if plan.type == .person, !word.flags.isDisjoint(with: [.date, .number]) { return false }
        if wanted == .number, word.flags.contains(.date) { return false }
        guard plan.type == .person, number == words.lowerBound else { return true }
        // The first word has its capital anyway; it is a name when the next has one too.
        return number + 1 < words.upperBound ? try index.word(number + 1).flags.contains(.capital) : false
    }

    /// The share of the question's neighbouring pairs that are neighbours here.
    func pairShare(_ plan: QueryPlan) -> Double { plan.pairs.isEmpty ? 0 : Double(pairHits.nonzeroBitCount) / Double(plan.pairs.count) }

    /// Coverage where words that are only like one of the question's count by how much they are.
    func gradedCoverage(_ plan: QueryPlan) -> Double {
        var sum = plan.share(found)
        for place in likeness.indices where found & 1 << UInt64(place) == 0 { sum += likeness[place] * plan.weights[place] / plan.mass }
        return sum
    }

    /// The mass found, each word less the farther the nearest thing of the kind asked for is: half at four words.
    func closeness(_ plan: QueryPlan) -> Double {
        guard !values.isEmpty else { return 0 }
        var nearest = [Int](repeating: .max, count: plan.weights.count)
        for (word, term) in places { for value in values { nearest[term] = min(nearest[term], abs(word - value)) } }
        var sum = 0.0
        for place in nearest.indices where nearest[place] < .max { sum += plan.weights[place] / (1 + Double(nearest[place]) / 4) }
        return sum / plan.mass
    }

    /// Whether the word after “what” or “which” stands here (1), or one like it (½).
    func focus(_ plan: QueryPlan) -> Double {
        guard let focus = plan.focus else { return 0 }
        let bit: UInt64 = 1 << UInt64(focus)
        return found & bit != 0 ? 1 : similar & bit != 0 ? 0.5 : 0
    }

    /// BM25 of the sentence as if it were a document, over the question's mass.
    func bm25(_ plan: QueryPlan, meanLength: Double) -> Double {
        var sum = 0.0
        var rest = found
        while rest != 0 {
            let term = rest.trailingZeroBitCount
            rest &= rest - 1
            let count = Double(places.count { $0.term == term })
            sum += plan.weights[term] * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * Double(wordCount) / meanLength))
        }
        return sum / plan.mass
    }

    /// The found terms over the shortest stretch that holds them all, times the share of terms found.
    func proximity(_ plan: QueryPlan) -> Double {
        let need = found.nonzeroBitCount
        guard need >= 2 else { return 0 }
        var best = wordCount
        var counts = [Int](repeating: 0, count: plan.terms.count)
        var have = 0
        var left = 0
        for right in places.indices {
            counts[places[right].term] += 1
            if counts[places[right].term] == 1 { have += 1 }
            while have == need {
                best = min(best, places[right].word - places[left].word + 1)
                counts[places[left].term] -= 1
                if counts[places[left].term] == 0 { have -= 1 }
                left += 1
            }
        }
        return Double(need) / Double(best) * Double(need) / Double(plan.terms.count)
    }

    /// The longest common subsequence of question terms, over their number.
    func order(_ plan: QueryPlan) -> Double {
        guard !places.isEmpty, !plan.terms.isEmpty else { return 0 }
        var row = [Int](repeating: 0, count: places.count + 1)
        for term in plan.terms.indices {
            var diagonal = 0
            for column in places.indices {
                let above = row[column + 1]
                row[column + 1] = places[column].term == term ? diagonal + 1 : max(above, row[column])
                diagonal = above
            }
        }
        return Double(row[places.count]) / Double(plan.terms.count)
    }
}
