package import FeraDomain
package import Foundation

/// Word lists by which sentences are read (`config/lexicon.json5`), one language.
package struct Lexicon: Codable, Hashable, Sendable {
    /// What a word of the list says about its sentence.
    package enum Category: String, Codable, Hashable, Sendable, CaseIterable, CodingKeyRepresentable {
        case hedge, reason, artifact, mail, duration, promise, personnel, colleague, regulated, access, angry, warning, critical, abuse, secret
        case skip, later, overload, correction, nothing, already, unknown, refer, question, filler, verdict, rule,
            negation, risk, decision, undone, habit
        case askPrivacy = "ask_privacy"
        case askTime = "ask_time"
        case askPurpose = "ask_purpose"
    }

    package var language: String
    package var words: [Category: [String]]

    /// Reads the file.
    /// - Throws: `CatalogueError` that names the category and what is wrong with it.
    package static func decode(_ data: Data) throws(CatalogueError) -> Lexicon {
        let lexicon: Lexicon = try decodeJSON5(data, "lexicon.json5")
        for category in Category.allCases where lexicon.words[category]?.isEmpty ?? true {
            throw CatalogueError("lexicon.json5", "words", "has no list '\(category.rawValue)'")
        }
        return lexicon
    }
}

/// All cues and word lists in one index, so that a text is read once however many there are.
struct PhraseIndex: Sendable {
    enum Meaning: Hashable, Sendable {
        /// Field by its place in the catalogue, and what the cue is worth.
        case cue(field: Int, worth: Double)
        case word(Lexicon.Category)
    }

    private struct Entry: Sendable {
        var tokens: [[UInt8]]
        /// The last token may go on.
        var isPrefix: Bool
        /// The last token may have an s.
        var mayBePlural: Bool
        var meaning: Meaning
    }

    private var entries: [Entry] = []
    /// What an entry's first token begins with, so that most entries are passed over by one comparison.
    private struct Head: Sendable {
        var bytes: UInt64
        var mask: UInt64
        var entry: Int
    }
    /// By the first two bytes of the first token.
    private var buckets = [[Head]](repeating: [], count: 1 << 16)
    /// A bit for each bucket that holds anything: most words are passed over without looking further.
    private var used = [UInt64](repeating: 0, count: 1 << 10)

    init(catalogue: Catalogue, lexicon: Lexicon) {
        var shared: [String: Int] = [:]
        for cue in catalogue.fields.flatMap(\.cues) { shared[cue.lowercased(), default: 0] += 1 }
        for (index, field) in catalogue.fields.enumerated() {
            for cue in field.cues {
                let words = cue.split(separator: " ").count
                let worth = (0.6 + 0.25 * Double(words) + 0.03 * Double(cue.count)) / Double(shared[cue.lowercased()] ?? 1)
                add(cue, isPrefix: cue.count > 6, mayBePlural: cue.count <= 6, .cue(field: index, worth: worth))
            }
        }
        for category in Lexicon.Category.allCases {
            for word in lexicon.words[category] ?? [] {
                let isPrefix = word.hasSuffix("*")
                add(isPrefix ? String(word.dropLast()) : word, isPrefix: isPrefix, mayBePlural: false, .word(category))
            }
        }
    }

    private mutating func add(_ phrase: String, isPrefix: Bool, mayBePlural: Bool, _ meaning: Meaning) {
        let folded = Tokens(phrase)
        let tokens = folded.ranges.map { Array(folded.folded[$0]) }
        guard let first = tokens.first else { return }
        let mask = first.count >= 8 ? UInt64.max : 1 << UInt64(first.count * 8) - 1
        let bucket = Self.bucket(first, 0..<first.count)
        used[bucket >> 6] |= 1 << UInt64(bucket & 63)
        buckets[bucket].append(Head(bytes: Self.head(first, 0..<first.count), mask: mask, entry: entries.count))
        entries.append(Entry(tokens: tokens, isPrefix: isPrefix, mayBePlural: mayBePlural, meaning: meaning))
    }

    private static func bucket(_ bytes: [UInt8], _ token: Range<Int>) -> Int {
        Int(bytes[token.lowerBound]) << 8 | (token.count > 1 ? Int(bytes[token.lowerBound + 1]) : 0)
    }

    /// The first eight bytes of a token as one number, the first of them lowest.
    private static func head(_ bytes: [UInt8], _ token: Range<Int>) -> UInt64 {
        var head: UInt64 = 0
        for at in (token.lowerBound..<min(token.upperBound, token.lowerBound + 8)).reversed() { head = head << 8 | UInt64(bytes[at]) }
        return head
    }

    /// Something of the index that stands in a text.
    struct Hit: Hashable, Sendable {
        var entry: Int
        var meaning: Meaning
        /// Tokens, by number.
        var tokens: Range<Int>
    }

    /// Everything that stands in the text, in the order of the first token.
    func hits(_ text: Tokens) -> [Hit] {
        var found: [Hit] = []
        for (number, range) in text.ranges.enumerated() {
            let head = Self.head(text.folded, range)
            look(Self.bucket(text.folded, range), head, text, number, &found)
            if range.count > 1 { look(Int(text.folded[range.lowerBound]) << 8, head, text, number, &found) }
        }
        return found
    }

    private func look(_ bucket: Int, _ head: UInt64, _ text: Tokens, _ number: Int, _ found: inout [Hit]) {
        guard used[bucket >> 6] >> UInt64(bucket & 63) & 1 == 1 else { return }
        for candidate in buckets[bucket] where head & candidate.mask == candidate.bytes && matches(entries[candidate.entry], text, number) {
            let entry = candidate.entry
            found.append(Hit(entry: entry, meaning: entries[entry].meaning, tokens: number..<number + entries[entry].tokens.count))
        }
    }

    private func matches(_ entry: Entry, _ text: Tokens, _ start: Int) -> Bool {
        guard start + entry.tokens.count <= text.ranges.count else { return false }
        for (offset, token) in entry.tokens.enumerated() {
            let range = text.ranges[start + offset]
            let isLast = offset == entry.tokens.count - 1
            if range.count != token.count {
                guard isLast, range.count > token.count else { return false }
                let isPlural = entry.mayBePlural && range.count == token.count + 1 && text.folded[range.upperBound - 1] == UInt8(ascii: "s")
                guard entry.isPrefix || isPlural else { return false }
            }
            for position in 0..<token.count where text.folded[range.lowerBound + position] != token[position] { return false }
        }
        return true
    }
}

/// A text cut into words: runs of letters and digits, ASCII letters in lower case, other letters as they are.
struct Tokens: Sendable {
    /// The text's bytes with ASCII capitals made small: offsets are those of the text.
    let folded: [UInt8]
    let ranges: [Range<Int>]

    init(_ text: String) {
        var bytes = Array(text.utf8)
        var ranges: [Range<Int>] = []
        var start = -1
        var at = 0
        while at < bytes.count {
            var width = 1
            let isWord: Bool
            switch bytes[at] {
            case 48...57, 97...122: isWord = true
            case 65...90:
                bytes[at] |= 32
                isWord = true
            case 0xE2 where at + 2 < bytes.count && bytes[at + 1] == 0x80:
                // Curly quotes, dashes, ellipsis.
                isWord = false
                width = 3
            case 0xC2:
                isWord = false
                width = 2
            case 0x80...: isWord = true
            default: isWord = false
            }
            if isWord, start < 0 { start = at }
            if !isWord, start >= 0 {
                ranges.append(start..<at)
                start = -1
            }
            at += width
        }
        if start >= 0 { ranges.append(start..<bytes.count) }
        folded = bytes
        self.ranges = ranges
    }
}
