/// A share of a whole in percent; both ends are equal where the text names one number.
package struct TextShare: Hashable, Sendable {
    package var low: Double
    package var high: Double
    /// The counted part and the whole, where the text counts: "96 of 120 seats".
    package var part: Int?
    package var whole: Int?

    package init(low: Double, high: Double, part: Int? = nil, whole: Int? = nil) {
        self.low = low
        self.high = high
        self.part = part
        self.whole = whole
    }
}

extension TextScan {
    /// Shares: `82 %`, `82 percent`, `80-85 %`, `80 to 85 percent`, `four out of five`, `8 of 10`, `96 of the 120 seats`, `96/120`,
    /// `three quarters`, `two thirds`, `half`, `a third`. What they are shares of, a caller has to know.
    package static func shares(in text: String) -> [TextFound<TextShare>] {
        let bytes = TextBytes(text)
        var found: [TextFound<TextShare>] = []
        for hit in percentages(in: text) where hit.value <= 1000 {
            var share = TextShare(low: hit.value, high: hit.value)
            var start = hit.range.lowerBound
            if let (low, at) = rangeStart(bytes, before: start), low < hit.value {
                share.low = low
                start = at
            }
            found.append(TextFound(value: share, range: start..<hit.range.upperBound))
        }
        let words = bytes.words()
        let percent = found
        var next = 0
        for (index, word) in words.enumerated() {
            while next < percent.count, percent[next].range.upperBound <= word.lowerBound { next += 1 }
            if next < percent.count, percent[next].range.overlaps(word) { continue }
            guard let hit = counted(bytes, words, index) ?? fraction(bytes, words, index) else { continue }
            found.append(hit)
        }
        return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// "80-", "80 –", "80 to ", "between 80 and " before the number at `index`.
    private static func rangeStart(_ bytes: TextBytes, before index: Int) -> (Double, Int)? {
        var at = index
        while at > 0, bytes[at - 1] == 32 { at -= 1 }
        if bytes[at - 1] == 45 {
            at -= 1
        } else if at >= 3, bytes[at - 3] == 0xE2, bytes[at - 2] == 0x80 {
            at -= 3
        } else if at >= 3, bytes.hasWord(" to", at: at - 3) || bytes.hasWord("bis", at: at - 3) {
            at -= 3
        } else if at >= 4, bytes.hasWord(" and", at: at - 4) {
            at -= 4
        } else {
            return nil
        }
        while at > 0, bytes[at - 1] == 32 || bytes[at - 1] == 37 { at -= 1 }
        var start = at
        while at - start < 4, bytes.isDigit(start - 1) { start -= 1 }
        guard start < at, !bytes.isWord(start - 1), bytes[start - 1] != 46, let value = bytes.number(start..<at) else { return nil }
        return (Double(value), start)
    }

    /// "96 of 120", "four out of five", "8 in 10", "96/120".
    private static func counted(_ bytes: TextBytes, _ words: [Range<Int>], _ index: Int) -> TextFound<TextShare>? {
        guard let part = small(bytes, words[index]) else { return nil }
        var next = index + 1
        if bytes[words[index].upperBound] == 47, next < words.count, words[next].lowerBound == words[index].upperBound + 1 {
            guard let whole = small(bytes, words[next]), whole >= part, whole >= 5, bytes[words[next].upperBound] != 47 else { return nil }
            guard bytes[words[index].lowerBound - 1] != 47 else { return nil }
            return share(part, whole, words[index].lowerBound..<words[next].upperBound)
        }
        guard next < words.count,
            bytes.hasWord("of", at: words[next].lowerBound) || bytes.hasWord("out", at: words[next].lowerBound) || isWord(bytes, words[next], "in")
                || isWord(bytes, words[next], "von")
        else { return nil }
        var sawOf = isWord(bytes, words[next], "of") || isWord(bytes, words[next], "von")
        let sawIn = isWord(bytes, words[next], "in")
        next += 1
        while next < words.count, next < index + 5,
            isWord(bytes, words[next], "of") || isWord(bytes, words[next], "the") || isWord(bytes, words[next], "our") || isWord(bytes, words[next], "their")
                || isWord(bytes, words[next], "every")
        {
            if isWord(bytes, words[next], "of") { sawOf = true }
            next += 1
        }
        guard next < words.count, sawOf || sawIn, let whole = small(bytes, words[next]), whole > part, !sawIn || whole <= 10 else { return nil }
        return share(part, whole, words[index].lowerBound..<words[next].upperBound)
    }

    private static func share(_ part: Int, _ whole: Int, _ range: Range<Int>) -> TextFound<TextShare>? {
        guard whole > 1 else { return nil }
        let value = 100 * Double(part) / Double(whole)
        return TextFound(value: TextShare(low: value, high: value, part: part, whole: whole), range: range)
    }

    private static func isWord(_ bytes: TextBytes, _ range: Range<Int>, _ word: StaticString) -> Bool {
        range.count == word.utf8CodeUnitCount && bytes.hasWord(word, at: range.lowerBound)
    }

    /// A number below a million in digits, or one to ten in a word.
    private static func small(_ bytes: TextBytes, _ range: Range<Int>) -> Int? {
        if bytes.isDigit(range.lowerBound) {
            guard range.count <= 6, range.allSatisfy({ bytes.isDigit($0) }) else { return nil }
            return bytes.number(range)
        }
        guard range.count <= 5 else { return nil }
        let names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        let word = bytes.string(range).lowercased()
        return names.firstIndex(of: word).map { $0 + 1 }
    }

    /// "three quarters", "two-thirds", "half", "a third".
    private static func fraction(_ bytes: TextBytes, _ words: [Range<Int>], _ index: Int) -> TextFound<TextShare>? {
        // One, two, half, three and the words with a hyphen.
        guard [1, 3, 4, 5].contains(words[index].count) || words[index].contains(where: { bytes[$0] == 45 }) else { return nil }
        let word = bytes.string(words[index]).lowercased()
        func found(_ value: Double, _ range: Range<Int>) -> TextFound<TextShare> { TextFound(value: TextShare(low: value, high: value), range: range) }
        let joined: [String: Double] = [
            "three-quarters": 75, "two-thirds": 66.7, "four-fifths": 80, "one-third": 33.3, "one-quarter": 25, "half": 50, "drei viertel": 75,
        ]
        if let value = joined[word] { return found(value, words[index]) }
        guard index + 1 < words.count, words[index + 1].lowerBound == words[index].upperBound + 1 else { return nil }
        let range = words[index].lowerBound..<words[index + 1].upperBound
        switch (word, bytes.string(words[index + 1]).lowercased()) {
        case ("three", "quarters"), ("drei", "viertel"): return found(75, range)
        case ("two", "thirds"), ("zwei", "drittel"): return found(66.7, range)
        case ("four", "fifths"): return found(80, range)
        case ("nine", "tenths"): return found(90, range)
        case ("a", "third"), ("one", "third"): return found(33.3, range)
        case ("a", "quarter"), ("one", "quarter"): return found(25, range)
        default: return nil
        }
    }
}
