import FeraDomain

/// What a phrase says about its sentence, for the rules that find contradictions. The phrases are in `MarkTable`.
enum Mark: UInt8, CaseIterable, Sendable {
    // Terms of a contract
    case termEnd, termWeak, period, contract, notice, otherThing, event, start
    // Money
    case fee, yearly, monthly, quarterly, perSeat, otherMoney, total, gross, billing
    // People
    case sponsor, decision, champion, owner, procurement, ourSide, tookOver, left, holds
    // State
    case health, good, bad, angry, adoption, everyone, hardly, otherShare, seats, added, closed, open, delivered
    // Promises
    case vow, gift, will, refusal, courtesy, request, include, them
    // How it is said
    case history, hypothetical, negation, elsewhere, target, update
}

/// The marks of a sentence, as bits.
struct MarkSet: Sendable {
    private var bits: UInt64 = 0

    mutating func insert(_ mark: Mark) { bits |= 1 << UInt64(mark.rawValue) }

    func contains(_ mark: Mark) -> Bool { bits & (1 << UInt64(mark.rawValue)) != 0 }

    func hasAny(_ marks: Mark...) -> Bool { marks.contains(where: contains) }

    var isEmpty: Bool { bits == 0 }
}

/// A phrase of the table that stands in a text.
struct MarkHit: Sendable {
    var mark: Mark
    /// UTF-8 bytes of the text.
    var range: Range<Int>
    var token: Int
}

/// All phrases of the table by their first word, so that a text is looked through once.
struct MarkIndex: Sendable {
    private struct Entry: Sendable {
        /// The words after the first.
        var rest: [[UInt8]]
        var first: [UInt8]
        var isPrefix: Bool
        var mark: Mark
    }

    private var whole: [UInt64: [Entry]] = [:]
    /// Single words of which only the beginning counts, by their first four bytes.
    private var prefixes: [UInt32: [Entry]] = [:]

    static let shared = MarkIndex()

    init() {
        for (mark, phrases) in MarkTable.phrases {
            for phrase in phrases.split(separator: "|") {
                let text = phrase.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                let isPrefix = text.hasSuffix("*")
                let tokens = Tokens(text)
                let words = tokens.ranges.map { Array(tokens.folded[$0]) }
                guard let first = words.first else { continue }
                let entry = Entry(rest: Array(words.dropFirst()), first: first, isPrefix: isPrefix, mark: mark)
                if isPrefix, words.count == 1, first.count >= 4 {
                    prefixes[Self.head(first[...]), default: []].append(entry)
                } else {
                    whole[Self.hash(first[...]), default: []].append(entry)
                }
            }
        }
    }

    private static func hash(_ word: ArraySlice<UInt8>) -> UInt64 { word.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }

    private static func head(_ word: ArraySlice<UInt8>) -> UInt32 { word.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }

    /// Everything that stands in the text, in the order of the first word. Of two phrases of one mark at one place the longer counts.
    func hits(_ text: Tokens) -> [MarkHit] {
        var found: [MarkHit] = []
        for (number, range) in text.ranges.enumerated() {
            let word = text.folded[range]
            if let entries = whole[Self.hash(word)] {
                for entry in entries where entry.first.count == word.count && matches(entry, text, number) {
                    let end = text.ranges[number + entry.rest.count].upperBound
                    if let last = found.last, last.token == number, last.mark == entry.mark {
                        if last.range.upperBound < end { found[found.count - 1].range = range.lowerBound..<end }
                    } else {
                        found.append(MarkHit(mark: entry.mark, range: range.lowerBound..<end, token: number))
                    }
                }
            }
            if word.count >= 4, let entries = prefixes[Self.head(word)] {
                for entry in entries where word.count >= entry.first.count && word.starts(with: entry.first) {
                    found.append(MarkHit(mark: entry.mark, range: range, token: number))
                }
            }
        }
        return found
    }

    private func matches(_ entry: Entry, _ text: Tokens, _ start: Int) -> Bool {
        guard start + entry.rest.count < text.ranges.count, text.folded[text.ranges[start]].elementsEqual(entry.first) else { return false }
        for (offset, word) in entry.rest.enumerated() {
            let token = text.folded[text.ranges[start + offset + 1]]
            let isLast = offset == entry.rest.count - 1
            guard token.count == word.count || (isLast && entry.isPrefix && token.count > word.count), token.starts(with: word) else { return false }
        }
        return true
    }
}
