/// Small pure scanners over text that reading files, analysing answers and finding contradictions share. Every range is in
/// UTF-8 bytes from the start of the text that was handed in. Nothing here decides; it only finds.
package enum TextScan {}

/// Something that a scanner found, and where.
package struct TextFound<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    /// UTF-8 bytes of the scanned text.
    package var range: Range<Int>

    package init(value: Value, range: Range<Int>) {
        self.value = value
        self.range = range
    }
}

/// The first three letters of some words, so that a scan spells out no word that cannot be one of them.
struct WordStarts: Sendable {
    private var bits = [UInt64](repeating: 0, count: 512)

    init(_ words: some Sequence<String>) {
        for word in words {
            guard let place = Self.place(Array(word.utf8.prefix(3))) else { continue }
            bits[place >> 6] |= 1 << UInt64(place & 63)
        }
    }

    /// A number for three letters of ASCII in lower case.
    private static func place(_ units: [UInt8]) -> Int? {
        guard units.count == 3, units.allSatisfy(TextBytes.isLower) else { return nil }
        return units.reduce(0) { $0 << 5 | Int($1 & 31) }
    }

    /// `false` where the three letters at the place begin none of the words. What holds another sign than a letter may be one.
    func mayBegin(_ bytes: TextBytes, _ index: Int) -> Bool {
        var place = 0
        for offset in 0..<3 {
            let unit = bytes[index + offset]
            guard TextBytes.isLetter(unit) else { return true }
            place = place << 5 | Int(unit & 31)
        }
        return bits[place >> 6] >> UInt64(place & 63) & 1 == 1
    }
}

/// The bytes of a text for hand scans: reading beyond an end gives 0, which no test accepts.
struct TextBytes {
    let units: [UInt8]

    init(_ text: String) { units = Array(text.utf8) }

    var count: Int { units.count }

    subscript(index: Int) -> UInt8 { index >= 0 && index < units.count ? units[index] : 0 }

    func string(_ range: Range<Int>) -> String { String(decoding: units[range], as: UTF8.self) }

    static func isDigit(_ unit: UInt8) -> Bool { unit >= 48 && unit <= 57 }

    static func isUpper(_ unit: UInt8) -> Bool { unit >= 65 && unit <= 90 }

    static func isLower(_ unit: UInt8) -> Bool { unit >= 97 && unit <= 122 }

    static func isSpace(_ unit: UInt8) -> Bool { unit == 32 || (unit >= 9 && unit <= 13) }

    static func isLetter(_ unit: UInt8) -> Bool { isUpper(unit) || isLower(unit) }

    static func lower(_ unit: UInt8) -> UInt8 { isUpper(unit) ? unit | 32 : unit }

    func isDigit(_ index: Int) -> Bool { Self.isDigit(self[index]) }

    func isSpace(_ index: Int) -> Bool { Self.isSpace(self[index]) }

    /// Whether the byte can be part of a word: a letter, a digit, or a byte of a non-ASCII letter. General punctuation
    /// (U+2000…U+206F: dashes, curly quotes, odd spaces) and U+0080…U+00BF (NBSP, « », ·) end a word.
    func isWord(_ index: Int) -> Bool {
        let unit = self[index]
        if unit < 0x80 { return Self.isLetter(unit) || Self.isDigit(unit) }
        var lead = index
        while lead > 0, index - lead < 3, self[lead] & 0xC0 == 0x80 { lead -= 1 }
        if self[lead] == 0xC2 { return false }
        return !(self[lead] == 0xE2 && (self[lead + 1] == 0x80 || self[lead + 1] == 0x81 || self[lead + 1] == 0x82))
    }

    /// Whether `word` (lower-case ASCII) stands at `index`, in any case of letters.
    func hasWord(_ word: StaticString, at index: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard index >= 0, index + length <= count else { return false }
        return word.withUTF8Buffer { buffer in
            for offset in 0..<length where Self.lower(units[index + offset]) != buffer[offset] { return false }
            return true
        }
    }

    /// Whether the lower-case ASCII stands anywhere, in any case of letters.
    func hold(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard count >= length else { return false }
        return word.withUTF8Buffer { buffer in
            for start in 0...(count - length) where Self.lower(units[start]) == buffer[0] {
                var offset = 1
                while offset < length, Self.lower(units[start + offset]) == buffer[offset] { offset += 1 }
                if offset == length { return true }
            }
            return false
        }
    }

    /// The end of the digits that begin at `index`, at most `limit` of them.
    func digitsEnd(_ index: Int, limit: Int = .max) -> Int {
        var end = index
        while end - index < limit, isDigit(end) { end += 1 }
        return end
    }

    /// Three numbers joined by the same `-`, `.` or `/`, as a date is written in figures, and nothing of the kind behind them.
    func threeNumbers(_ start: Int) -> (values: (Int, Int, Int), firstLength: Int, lastLength: Int, mark: UInt8, range: Range<Int>)? {
        let first = digitsEnd(start, limit: 5)
        let mark = self[first]
        guard mark == 45 || mark == 46 || mark == 47 else { return nil }
        let second = digitsEnd(first + 1, limit: 3)
        guard self[second] == mark, (1...2).contains(second - first - 1) else { return nil }
        let third = digitsEnd(second + 1, limit: 5)
        guard let a = number(start..<first), let b = number(first + 1..<second), let c = number(second + 1..<third) else { return nil }
        guard !isDigit(third), !(self[third] == mark && isDigit(third + 1)) else { return nil }
        return ((a, b, c), first - start, third - second - 1, mark, start..<third)
    }

    /// The number that the digits of `range` write; at most 15 digits, so that nothing overflows.
    func number(_ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count <= 15 else { return nil }
        return units[range].reduce(0) { $0 * 10 + Int($1 &- 48) }
    }

    /// The first index from `index` on that is no blank (space, tab, NBSP, narrow NBSP); lines are not left.
    func afterBlanks(_ index: Int) -> Int {
        var at = index
        while true {
            if self[at] == 32 || self[at] == 9 {
                at += 1
            } else if self[at] == 0xC2, self[at + 1] == 0xA0 {
                at += 2
            } else if self[at] == 0xE2, self[at + 1] == 0x80, self[at + 2] == 0xAF {
                at += 3
            } else {
                return at
            }
        }
    }

    /// The words: runs of letters and digits, with an apostrophe or hyphen between two letters inside the word.
    func words() -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = 0
        while at < count {
            guard isWord(at) else {
                at += 1
                continue
            }
            let start = at
            while at < count {
                if isWord(at) {
                    at += 1
                } else if (self[at] == 39 || self[at] == 45), isWord(at + 1) {
                    at += 1
                } else if self[at] == 0xE2, self[at + 1] == 0x80, self[at + 2] == 0x99, isWord(at + 3) {
                    at += 3
                } else {
                    break
                }
            }
            found.append(start..<at)
        }
        return found
    }
}
