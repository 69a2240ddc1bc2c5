/// A query bound to one index: terms as numbers, their weights there, everything a sentence is compared with. Sets of question
/// terms are bits of one word, at most 64.
struct QueryPlan {
    /// The terms the index knows; unknown ones keep their place with `nil`.
    let terms: [Int?]
    let weights: [Double]
    /// The sum of the weights, above zero.
    let mass: Double
    /// What the index's terms are to the question's.
    let table: TermTable
    /// For each term, those of the index that count as it when passages are found.
    let groups: [[WeightedTerm]]
    /// The place of the first term after “what”, “which” or “whose”.
    let focus: Int?
    let entities: UInt64
    let unknown: UInt64
    /// The words that only name the kind of thing asked for (“which day”): any such thing stands for them.
    let kinds: UInt64
    /// The terms of time units, where a length of time is asked for.
    let units: [Int]
    /// The weight of a word that no document has.
    let rarest: Double
    let pairs: [(Int, Int)]
    let everyTerm: [Int]
    let type: AnswerType

    init(_ query: Query, index: InvertedIndex) throws(SearchError) {
        var terms: [Int?] = []
        var weights: [Double] = []
        var kin = KinFinder(index: index, language: index.language)
        var unknown: UInt64 = 0
        var entities: UInt64 = 0
        var kinds: UInt64 = 0
        for (place, term) in query.terms.enumerated() {
            let number = try kin.find(term, place)
            terms.append(number)
            weights.append(try index.inverseFrequency(ofAny: kin.same))
            if kin.same.isEmpty { unknown |= 1 << UInt64(place) }
            if query.kinds.contains(term) { kinds |= 1 << UInt64(place) }
            if query.entities.contains(term) { entities |= 1 << UInt64(place) }
        }
        let every = try query.tokens.map { (token) throws(SearchError) in try index.term(token.term) ?? -1 }
        var pairs: [(Int, Int)] = []
        for place in every.indices.dropFirst() {
            let both = query.tokens[place - 1].flags.contains(.stop) && query.tokens[place].flags.contains(.stop)
            if !both, !pairs.contains(where: { $0 == (every[place - 1], every[place]) }) { pairs.append((every[place - 1], every[place])) }
        }
        self.terms = terms
        self.weights = weights
        table = TermTable(kin.entries)
        groups = kin.groups
        focus = query.focus.flatMap { query.terms.firstIndex(of: $0) }
        self.unknown = unknown
        self.entities = entities
        self.kinds = kinds
        var units: [Int] = []
        for unit in query.type == .duration ? AnswerType.units : [] { if let term = try index.term(unit) { units.append(term) } }
        self.units = units
        rarest = try index.inverseFrequency(nil)
        self.pairs = pairs
        everyTerm = every
        mass = max(weights.reduce(0, +), 1e-9)
        type = query.type
    }

    /// The share of the mass that a set of question terms carries.
    func share(_ set: UInt64) -> Double {
        var sum = 0.0
        var rest = set
        while rest != 0 {
            sum += weights[rest.trailingZeroBitCount]
            rest &= rest - 1
        }
        return sum / mass
    }

    /// How much was found, in weights of one unknown word, at most 3.
    func foundMass(_ set: UInt64) -> Double { min(3, share(set) * mass / rarest) }

    /// The set with the words that name a kind where such a thing was found, and without them where none was: “the number is out of
    /// date” tells no number.
    func with(_ set: UInt64, kind isFound: Bool) -> UInt64 { isFound ? set | kinds : set & ~kinds }

    func entityShare(_ set: UInt64) -> Double {
        entities == 0 ? 1 : Double((set & entities).nonzeroBitCount) / Double(entities.nonzeroBitCount)
    }

    /// The heaviest term outside `set`, in mean weights.
    func heaviestMissing(_ set: UInt64) -> Double {
        var heaviest = 0.0
        for place in weights.indices where set & 1 << UInt64(place) == 0 { heaviest = max(heaviest, weights[place]) }
        return heaviest * Double(max(1, weights.count)) / mass
    }
}
