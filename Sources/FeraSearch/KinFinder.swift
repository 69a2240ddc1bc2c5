/// Finds what the terms of an index are to the terms of a question.
struct KinFinder {
    private let index: InvertedIndex
    private let words: WordKin
    /// By the number of the index's term.
    private(set) var entries: [Int: TermTable.Entry] = [:]
    /// For each term of the question, those of the index that count as it.
    private(set) var groups: [[WeightedTerm]] = []
    /// The numbers that the last term has, in all its forms.
    private(set) var same: [Int] = []

    /// How much a related word counts where passages are found.
    private static let relatedWeight = 0.4
    /// At most so many terms of one beginning are looked at, however large the clone.
    private static let mostAlike = 512

    init(index: InvertedIndex, language: Language) {
        self.index = index
        words = WordKin.of(language)
    }

    /// The term's own number, if the index has it; notes everything that is like it.
    mutating func find(_ term: String, _ place: Int) throws(SearchError) -> Int? {
        let number = try index.term(term)
        let bit: UInt64 = 1 << UInt64(place)
        same = number.map { [$0] } ?? []
        for form in (words.same[term] ?? []) + WordKin.spellings(term) {
            if let form = try index.term(form), !same.contains(form) { same.append(form) }
        }
        for form in same {
            entries[form, default: .init()].found |= bit
            entries[form, default: .init()].similar |= bit
        }
        var group = same.map { WeightedTerm(term: $0, weight: 1) }
        for other in words.related[term] ?? [] {
            guard let other = try index.term(other), !same.contains(other) else { continue }
            note(other, place, WordKin.likeness, isSimilar: true)
            group.append(WeightedTerm(term: other, weight: Self.relatedWeight))
        }
        groups.append(group)
        try findAlike(term, place)
        return number
    }

    private mutating func note(_ term: Int, _ place: Int, _ grade: Double, isSimilar: Bool) {
        guard isSimilar || grade >= 0.5 else { return }
        var entry = entries[term] ?? .init()
        if isSimilar { entry.similar |= 1 << UInt64(place) }
        if let known = entry.likeness.firstIndex(where: { $0.place == place }) {
            entry.likeness[known].grade = max(entry.likeness[known].grade, grade)
        } else if grade >= 0.5 {
            entry.likeness.append((place, grade))
        }
        entries[term] = entry
    }

    /// Terms with the same first four letters, by the share of the letters they begin with alike. Where digits are, likeness means nothing.
    private mutating func findAlike(_ term: String, _ place: Int) throws(SearchError) {
        let prefix = term.unicodeScalars.prefix(4)
        guard prefix.count == 4, !term.utf8.contains(where: { $0 &- 0x30 < 10 }) else { return }
        let ours = Array(term.utf8)
        let range = try index.terms(withPrefix: Array(String(String.UnicodeScalarView(prefix)).utf8))
        let length = term.unicodeScalars.count
        for number in range.prefix(Self.mostAlike) where !same.contains(number) {
            let theirs = try index.termBytes(number)
            let alike = Self.scalars(theirs.prefix(zip(ours, theirs).prefix { $0 == $1 }.count))
            note(number, place, Double(alike) / Double(max(length, Self.scalars(theirs[...]))), isSimilar: alike >= 5)
        }
    }

    private static func scalars(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }
}
