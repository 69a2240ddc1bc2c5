/// Which words stand for which, by stem. The index does not know them, so that the lists may grow without new clones.
struct WordKin: Sendable {
    /// The same word in other forms: “won” for “win”, “2” for “two”.
    private(set) var same: [String: [String]] = [:]
    /// Other words for a thing.
    private(set) var related: [String: [String]] = [:]

    /// How much a related word counts beside the word itself.
    static let likeness = 0.6

    /// The lists of a language; none for any but English.
    static func of(_ language: Language) -> WordKin { language == .english ? english : WordKin() }

    private init() {}

    /// - Parameters:
    ///   - same: groups with commas between them, words with spaces.
    ///   - related: likewise.
    ///   - language: where there is no stemmer for it, there are no lists.
    init(same: String, related: String, language: Language) {
        guard let analyzer = try? TextAnalyzer(language) else { return }
        func groups(_ lists: String) -> [[String]] { lists.split(separator: ",").map { analyzer.analyze(String($0)).map(\.term) } }
        for list in groups(same) { Self.join(list, in: &self.same) }
        for list in groups(related) { Self.join(list, in: &self.related) }
    }

    private static func join(_ stems: [String], in table: inout [String: [String]]) {
        for stem in stems {
            for other in stems where other != stem && table[stem]?.contains(other) != true { table[stem, default: []].append(other) }
        }
    }

    /// Other spellings of a term that the lists need not name: “1980s” and “1980”, “184k” and “184000”, “1.2m” and “1200000”.
    static func spellings(_ term: String) -> [String] {
        let bytes = Array(term.utf8)
        guard let last = bytes.last, let first = bytes.first, first &- 0x30 < 10 else { return [] }
        if last == 0x6B || last == 0x6D { return written(bytes.dropLast(), zeros: last == 0x6B ? 3 : 6).map { [$0] } ?? [] }
        if bytes.count == 5, last == 0x73, bytes[3] == 0x30, isYear(bytes.dropLast()) { return [String(term.dropLast())] }
        guard last == 0x30, bytes.allSatisfy({ $0 &- 0x30 < 10 }) else { return [] }
        let zeros = bytes.reversed().prefix { $0 == 0x30 }.count
        if bytes.count == 4, isYear(bytes[...]) { return [term + "s"] }
        if zeros >= 3, bytes.count < 7 { return [String(term.dropLast(3)) + "k"] }
        guard zeros >= 5, bytes.count >= 7 else { return [] }
        return [String(term.dropLast(6)) + (zeros == 5 ? ".\(term.suffix(6).prefix(1))m" : "m")]
    }

    private static func isYear(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.count == 4 && (bytes.first == 0x31 || bytes.first == 0x32) }

    /// A number with one fraction at most times 10 to the power of `zeros`, without its point; `nil` for anything else.
    private static func written(_ bytes: ArraySlice<UInt8>, zeros: Int) -> String? {
        let parts = bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty, bytes.allSatisfy({ $0 == 0x2E || $0 &- 0x30 < 10 }) else { return nil }
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        guard fraction.count <= zeros else { return nil }
        return String(decoding: Array(whole) + fraction, as: UTF8.self) + String(repeating: "0", count: zeros - fraction.count)
    }
}
