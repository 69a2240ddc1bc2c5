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
    case health, good, bad, angry, adoption, everyone, hardly, otherShare, seats, users, added, closed, open, delivered
    // Promises
    case vow, gift, will, refusal, courtesy, request, include, exclude, uncharged, them
    // How it is said
    case history, hypothetical, negation, elsewhere, target, update, amendment
}

extension Mark {
    func isOne(of marks: MarkSet) -> Bool { marks.contains(self) }
}

/// The marks of a sentence, as bits.
struct MarkSet: Sendable, ExpressibleByArrayLiteral {
    private var bits: UInt64 = 0

    init() {}

    init(arrayLiteral marks: Mark...) { self.init(marks) }

    mutating func insert(_ mark: Mark) { bits |= 1 << UInt64(mark.rawValue) }

    func contains(_ mark: Mark) -> Bool { bits & (1 << UInt64(mark.rawValue)) != 0 }

    func hasAny(_ marks: MarkSet) -> Bool { bits & marks.bits != 0 }

    init(_ marks: some Sequence<Mark>) { for mark in marks { insert(mark) } }

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

    /// By a hash of the first word; different words may share a place.
    private var whole = [[Entry]](repeating: [], count: 1 << 13)
    /// Single words of which only the beginning counts, by a hash of their first four bytes.
    private var prefixes = [[Entry]](repeating: [], count: 1 << 8)
    /// A bit for each place that holds anything.
    private var usedWhole = [UInt64](repeating: 0, count: 1 << 7)
    private var usedPrefixes = [UInt64](repeating: 0, count: 1 << 2)

    static let shared = MarkIndex()

    /// - Parameter table: marks with their phrases, a stroke between two.
    init(_ table: [(Mark, String)] = MarkTable.phrases) {
        for (mark, phrases) in table {
            for phrase in phrases.split(separator: "|") {
                let text = phrase.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                let isPrefix = text.hasSuffix("*")
                let tokens = Tokens(text)
                let words = tokens.ranges.map { Array(tokens.folded[$0]) }
                guard let first = words.first else { continue }
                let entry = Entry(rest: Array(words.dropFirst()), first: first, isPrefix: isPrefix, mark: mark)
                if isPrefix, words.count == 1, first.count >= 4 {
                    let place = Self.hash(first, 0..<4) & 0xFF
                    usedPrefixes[place >> 6] |= 1 << UInt64(place & 63)
                    prefixes[place].append(entry)
                } else {
                    let place = Self.hash(first, 0..<first.count) & 0x1FFF
                    usedWhole[place >> 6] |= 1 << UInt64(place & 63)
                    whole[place].append(entry)
                }
            }
        }
    }

    private static func hash(_ bytes: [UInt8], _ word: Range<Int>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for at in word { hash = (hash ^ UInt64(bytes[at])) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash >> 20)
    }

    /// Everything that stands in the text, in the order of the first word. Of two phrases of one mark at one place the longer counts.
    func hits(_ text: Tokens) -> [MarkHit] {
        var found: [MarkHit] = []
        for (number, range) in text.ranges.enumerated() {
            let place = Self.hash(text.folded, range) & 0x1FFF
            if usedWhole[place >> 6] >> UInt64(place & 63) & 1 == 1 {
                for entry in whole[place] where entry.first.count == range.count && matches(entry, text, number) {
                    let end = text.ranges[number + entry.rest.count].upperBound
                    if let last = found.last, last.token == number, last.mark == entry.mark {
                        if last.range.upperBound < end { found[found.count - 1].range = range.lowerBound..<end }
                    } else {
                        found.append(MarkHit(mark: entry.mark, range: range.lowerBound..<end, token: number))
                    }
                }
            }
            guard range.count >= 4 else { continue }
            let start = Self.hash(text.folded, range.lowerBound..<range.lowerBound + 4) & 0xFF
            if usedPrefixes[start >> 6] >> UInt64(start & 63) & 1 == 1 {
                for entry in prefixes[start]
                where range.count >= entry.first.count && text.folded[range].starts(with: entry.first) {
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
