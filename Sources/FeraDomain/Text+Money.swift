/// Money as a text writes it, with what the writing leaves open.
package struct TextMoney: Codable, Hashable, Sendable {
    package var units: Int
    /// ISO 4217; `nil` for a number without a currency, as in a column that is called "ARR (EUR)".
    package var currency: String?
    /// How far off the true amount may be by the rounding of the writing: "$38k" may be anything from 37 500 to 38 499.
    package var slack: Int

    package init(units: Int, currency: String?, slack: Int = 0) {
        self.units = units
        self.currency = currency
        self.slack = slack
    }
}

extension TextScan {
    /// Amounts as `amounts` finds them, and besides those in words: `thirty-eight thousand dollars`, `sixty-eight thousand pounds`.
    package static func money(in text: String) -> [TextFound<TextMoney>] {
        let bytes = TextBytes(text)
        var found = amounts(in: text).map { hit in
            TextFound(value: TextMoney(units: hit.value.units, currency: hit.value.currency, slack: slack(bytes, hit.range)), range: hit.range)
        }
        guard bytes.hold("thousand") || bytes.hold("million") else { return found }
        for number in spelledNumbers(in: text) where number.value >= 1000 {
            let next = bytes.afterBlanks(number.range.upperBound)
            guard let (currency, end) = currency(bytes, next, after: true) else { continue }
            found.append(TextFound(value: TextMoney(units: number.value, currency: currency), range: number.range.lowerBound..<end))
        }
        return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// A cell that holds one number and perhaps a currency: `96000`, `96.000`, `38k`, `EUR 1.2m`; `nil` for anything else.
    package static func cellMoney(_ text: String) -> TextMoney? {
        if let hit = money(in: text).first { return hit.value }
        let bytes = TextBytes(text)
        let start = bytes.afterBlanks(0)
        guard bytes.isDigit(start), let (value, end) = scaled(bytes, start, spaced: true), bytes.afterBlanks(end) == bytes.count else { return nil }
        return whole(value).map { TextMoney(units: $0, currency: nil, slack: slack(bytes, start..<end)) }
    }

    /// The currency that a heading names: "ARR (EUR)", "Value in $".
    package static func currency(named heading: String) -> String? {
        let bytes = TextBytes(heading)
        for at in 0..<bytes.count where !bytes.isWord(at - 1) || !bytes.isWord(at) {
            if let (code, end) = currency(bytes, at, after: true), !bytes.isWord(end) || bytes[at] >= 0x80 { return code }
        }
        return nil
    }

    /// Half of the last digit's worth where a scale ("k", "m") shortens the number, else 0.
    private static func slack(_ bytes: TextBytes, _ range: Range<Int>) -> Int {
        guard let start = range.first(where: { bytes.isDigit($0) }), let (value, end) = scaled(bytes, start, spaced: false) else { return 0 }
        guard let plain = decimal(bytes, start, spaced: false, groups: false), plain.0 > 0, value > plain.0 * 2, end > plain.1 else { return 0 }
        // What stands between the number and the end is a scale, no further group of digits.
        guard !bytes.isDigit(plain.1 + 1) else { return 0 }
        var places = 0
        var at = plain.1 - 1
        while at > start, bytes.isDigit(at) { at -= 1 }
        if at > start, bytes[at] == 46 || bytes[at] == 44 { places = plain.1 - 1 - at }
        let unit = (0..<places).reduce(value / plain.0) { unit, _ in unit / 10 }
        return unit < 2e15 ? Int((unit / 2).rounded(.down)) : 0
    }

    /// Whole numbers in words, from two words on or where one word says it: `thirty-eight thousand five hundred`, `one hundred`, `fifty`.
    package static func spelledNumbers(in text: String) -> [TextFound<Int>] {
        let bytes = TextBytes(text)
        var found: [TextFound<Int>] = []
        var total = 0
        var group = 0
        var start = -1
        var end = 0
        func close() {
            if start >= 0, total + group > 0 { found.append(TextFound(value: total + group, range: start..<end)) }
            (total, group, start) = (0, 0, -1)
        }
        var at = 0
        while at < bytes.count {
            guard TextBytes.isLetter(bytes[at]), !bytes.isWord(at - 1) else {
                if bytes[at] == 32 || bytes[at] == 45 {
                    at += 1
                } else {
                    close()
                    at += 1
                    while bytes.isWord(at), bytes.isWord(at - 1) { at += 1 }
                }
                continue
            }
            var last = at
            while last < bytes.count, TextBytes.isLetter(bytes[last]) { last += 1 }
            let word = last - at <= 9 ? String(decoding: bytes.units[at..<last].map(TextBytes.lower), as: UTF8.self) : ""
            if let value = NumberWords.small[word] {
                if start < 0 { start = at }
                // "seventy eight" adds up; "seven eight" is two numbers.
                if group % 100 != 0, !(group % 10 == 0 && value < 10) {
                    close()
                    start = at
                }
                group += value
                end = last
            } else if word == "hundred", start >= 0, group < 100 {
                group = max(1, group) * 100
                end = last
            } else if let factor = NumberWords.large[word], start >= 0, group > 0 {
                total += group * factor
                group = 0
                end = last
            } else if word != "and" || start < 0 {
                close()
            }
            at = last
        }
        close()
        return found
    }
}

private enum NumberWords {
    static let small: [String: Int] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
        "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
        "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    ]
    static let large: [String: Int] = ["thousand": 1000, "million": 1_000_000]
}
