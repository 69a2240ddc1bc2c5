import CAssets
import FeraDomain
import Foundation

/// Which words stand for which: `config/words.json5`, embedded, by stem. The index does not know them, so that the lists may grow
/// without new clones.
struct WordKin: Sendable {
    /// The same word in other forms: “won” for “win”, “2” for “two”.
    private(set) var same: [String: [String]] = [:]
    /// Other words for a thing.
    private(set) var related: [String: [String]] = [:]

    /// How much a related word counts beside the word itself.
    static let likeness = 0.6

    /// The lists of a language; none for any but English.
    static func of(_ language: Language) -> WordKin { language == .english ? english : WordKin() }

    // The program's own file: a test holds that it reads, and without it every word still stands for itself.
    private static let english: WordKin = (try? WordKin(json5: embedded("config/words.json5"), language: .english)) ?? WordKin()

    init() {}

    /// - Throws: where the bytes are no such lists.
    init(json5: Data, language: Language) throws {
        struct Lists: Decodable {
            var same: [[String]]
            var related: [[String]]
        }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let lists = try decoder.decode(Lists.self, from: json5)
        let analyzer = try TextAnalyzer(language)
        func stems(_ list: [String]) -> [String] { list.compactMap { analyzer.analyze($0).first?.term } }
        for list in lists.same { Self.join(stems(list), in: &same) }
        for list in lists.related { Self.join(stems(list), in: &related) }
    }

    private static func join(_ stems: [String], in table: inout [String: [String]]) {
        for stem in stems {
            for other in stems where other != stem && table[stem]?.contains(other) != true { table[stem, default: []].append(other) }
        }
    }

    /// Other spellings of a term that the lists need not name: “1980s” and “1980”.
    static func spellings(_ term: String) -> [String] {
        let digits = term.utf8.filter { $0 &- 0x30 < 10 }.count
        guard digits == 4, term.utf8.first == 0x31 || term.utf8.first == 0x32 else { return [] }
        if term.utf8.count == 4, term.hasSuffix("0") { return [term + "s"] }
        return term.utf8.count == 5 && term.hasSuffix("0s") ? [String(term.dropLast())] : []
    }

    private static func embedded(_ path: String) -> Data {
        var count = 0
        guard let table = fera_assets(&count) else { return Data() }
        for asset in UnsafeBufferPointer(start: table, count: count) where String(cString: asset.path) == path {
            return Data(bytes: asset.bytes, count: asset.count)
        }
        return Data()
    }
}
