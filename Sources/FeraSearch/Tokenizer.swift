/// One word, number or name as it stands in a text.
package struct Token: Hashable, Sendable {
    /// What a token is, as far as its spelling tells.
    package enum Kind: Hashable, Sendable { case word, number, money, percent, date, time, identifier }

    /// UTF-8 offsets in the text, `start..<end`; a currency sign and a per cent sign belong to their number.
    package var start: Int
    /// See `start`.
    package var end: Int
    /// What the spelling shows.
    package var kind: Kind
    /// Where the token's letters and digits are, without the signs around them.
    package var core: Range<Int>
    /// The first letter is a capital.
    package var isCapital: Bool
}

/// Cuts UTF-8 into tokens in one pass. Letters and digits make words; a number keeps its grouping and fraction (48,000.50), a
/// date its separators (2026-03-31, 31.3.2026), a time its colon, a ticket its prefix (T-1234, INC0012), money its currency sign.
/// Hyphens split words (go-live is two), an apostrophe inside a word stays, except in languages that elide.
package enum Tokenizer {
    /// The tokens of `text` in order, with UTF-8 offsets.
    package static func tokens(_ text: String, language: Language = .english) -> [Token] {
        var text = text
        return text.withUTF8 { tokens($0, language: language) }
    }

    static func tokens(_ bytes: UnsafeBufferPointer<UInt8>, language: Language) -> [Token] {
        var scan = TokenScan(reader: ScalarReader(bytes: bytes), elides: language.elides)
        scan.run()
        return scan.out
    }
}

struct TokenScan {
    let reader: ScalarReader
    let elides: Bool
    var out: [Token] = []
    private var at = 0

    init(reader: ScalarReader, elides: Bool) {
        self.reader = reader
        self.elides = elides
        out.reserveCapacity(reader.bytes.count / 5)
    }

    private var bytes: UnsafeBufferPointer<UInt8> { reader.bytes }

    mutating func run() {
        while at < bytes.count {
            let (value, width) = reader.scalar(at: at)
            switch ScalarReader.classify(value) {
            case .other: at += width
            case .ideograph: add(at, at + width, .word)
            case .digit: number()
            case .letter: word()
            }
        }
    }

    private mutating func add(_ start: Int, _ end: Int, _ kind: Token.Kind, core: Range<Int>? = nil) {
        let core = core ?? start..<end
        let capital = ScalarReader.isUpper(reader.scalar(at: core.lowerBound).value)
        out.append(Token(start: start, end: end, kind: kind, core: core, isCapital: capital))
        at = end
    }

    private func digit(_ index: Int) -> Bool { index < bytes.count && bytes[index] &- 0x30 < 10 }

    private func digits(from index: Int) -> Int {
        var end = index
        while digit(end) { end += 1 }
        return end
    }

    /// The end of the run of letters and digits at `index`, with apostrophes between letters where the language keeps them.
    private func run(from index: Int) -> (end: Int, hasDigit: Bool) {
        var end = index
        var hasDigit = false
        while end < bytes.count {
            let (value, width) = reader.scalar(at: end)
            switch ScalarReader.classify(value) {
            case .letter: break
            case .digit: hasDigit = true
            case .ideograph: return (end, hasDigit)
            case .other:
                guard !elides, value == 0x27 || value == 0x2019, end > index, end + width < bytes.count,
                    ScalarReader.classify(reader.scalar(at: end + width).value) == .letter
                else { return (end, hasDigit) }
            }
            end += width
        }
        return (end, hasDigit)
    }

    private mutating func word() {
        let start = at
        let (end, hasDigit) = run(from: start)
        // T-1234, ACME-77: a short prefix, a hyphen, digits. In lower case only with three digits, or "top-10" were a ticket.
        var close = end
        while close + 1 < bytes.count, bytes[close] == 0x2D, digit(close + 1), digits(from: close + 1) == run(from: close + 1).end {
            close = digits(from: close + 1)
        }
        let prefix = end - start
        let capital = bytes[start..<end].allSatisfy { $0 &- 0x41 < 26 || $0 &- 0x30 < 10 }
        if close > end, capital ? prefix <= 8 : prefix <= 4 && close - end > 3 { return add(start, close, .identifier) }
        add(start, end, hasDigit ? .identifier : .word)
    }

    private mutating func number() {
        let start = at
        if let end = date(from: start) { return add(start, end, .date) }
        var end = digits(from: start)
        if end - start <= 2, end < bytes.count, bytes[end] == 0x3A, digits(from: end + 1) == end + 3 { return add(start, end + 3, .time) }
        while end < bytes.count, bytes[end] == 0x2C, digits(from: end + 1) == end + 4 { end += 4 }
        while end < bytes.count, bytes[end] == 0x2E, digit(end + 1) { end = digits(from: end + 1) }
        let (close, _) = run(from: end)
        let core = start..<max(end, close)
        let currency = currencyStart(before: start)
        if let currency { return add(currency, core.upperBound, .money, core: core) }
        if core.upperBound < bytes.count, bytes[core.upperBound] == 0x25 { return add(start, core.upperBound + 1, .percent, core: core) }
        add(start, core.upperBound, close > end ? .identifier : .number)
    }

    /// yyyy-mm-dd, d.m.yyyy or d/m/yyyy at `start`: its end, or `nil`.
    private func date(from start: Int) -> Int? {
        let first = digits(from: start)
        guard first < bytes.count else { return nil }
        let separator = bytes[first]
        let second = digits(from: first + 1)
        guard separator == 0x2D || separator == 0x2E || separator == 0x2F, second < bytes.count, bytes[second] == separator else { return nil }
        let third = digits(from: second + 1)
        let lengths = (first - start, second - first - 1, third - second - 1)
        guard run(from: third).end == third, (1...2).contains(lengths.1) else { return nil }
        if lengths.0 == 4, (1...2).contains(lengths.2) { return third }
        return (1...2).contains(lengths.0) && (lengths.2 == 4 || (lengths.2 == 2 && separator != 0x2E)) ? third : nil
    }

    /// Where the currency sign directly before a number begins, one space allowed between.
    private func currencyStart(before start: Int) -> Int? {
        var end = start
        if end > 0, bytes[end - 1] == 0x20 { end -= 1 }
        if end >= 1, bytes[end - 1] == 0x24 { return end - 1 }
        if end >= 2, bytes[end - 2] == 0xC2, bytes[end - 1] == 0xA3 || bytes[end - 1] == 0xA5 { return end - 2 }
        if end >= 3, bytes[end - 3] == 0xE2, bytes[end - 2] == 0x82, bytes[end - 1] == 0xAC { return end - 3 }
        return nil
    }
}
