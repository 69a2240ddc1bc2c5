/// Money as a text names it: whole units of a currency, cents rounded away.
package struct TextAmount: Codable, Hashable, Sendable {
    package var units: Int
    /// ISO 4217 (`USD`, `EUR`, …); `$` counts as USD, `£` as GBP.
    package var currency: String

    package init(units: Int, currency: String) {
        self.units = units
        self.currency = currency
    }
}

extension TextScan {
    /// Amounts with a currency before or after: `USD 96,000`, `$38k`, `EUR 1.2m`, `38.000 €`, `12 500 CHF`, `1.5 million euros`.
    /// A number without a currency is no amount.
    package static func amounts(in text: String) -> [TextFound<TextAmount>] {
        let bytes = TextBytes(text)
        var found: [TextFound<TextAmount>] = []
        var at = 0
        while at < bytes.count {
            guard let hit = amount(bytes, at) else {
                at += 1
                continue
            }
            found.append(hit)
            at = hit.range.upperBound
        }
        return found
    }

    /// Percentages: `92%`, `92 %`, `92 percent`, `12.5 per cent`, `7 pct`.
    package static func percentages(in text: String) -> [TextFound<Double>] {
        let bytes = TextBytes(text)
        var found: [TextFound<Double>] = []
        var at = 0
        while at < bytes.count {
            guard bytes.isDigit(at), !bytes.isWord(at - 1), let (value, end) = decimal(bytes, at, spaced: false) else {
                at += 1
                continue
            }
            let next = bytes.afterBlanks(end)
            if let word = percentWords.first(where: { bytes.hasWord($0, at: next) && ($0.utf8CodeUnitCount == 1 || !bytes.isWord(next + $0.utf8CodeUnitCount)) }
            ) {
                found.append(TextFound(value: value, range: at..<next + word.utf8CodeUnitCount))
            }
            at = end
        }
        return found
    }

    private static func amount(_ bytes: TextBytes, _ start: Int) -> TextFound<TextAmount>? {
        if !bytes.isDigit(start), !bytes.isWord(start - 1), let (currency, end) = currency(bytes, start, after: false) {
            let digits = bytes.afterBlanks(end)
            guard bytes.isDigit(digits), let (value, end) = scaled(bytes, digits, spaced: true) else { return nil }
            return whole(value).map { TextFound(value: TextAmount(units: $0, currency: currency), range: start..<end) }
        }
        guard bytes.isDigit(start), !bytes.isWord(start - 1), bytes[start - 1] != 46, bytes[start - 1] != 44, bytes[start - 1] != 45 else { return nil }
        guard let (value, end) = scaled(bytes, start, spaced: true), let (currency, last) = currency(bytes, bytes.afterBlanks(end), after: true) else {
            return nil
        }
        return whole(value).map { TextFound(value: TextAmount(units: $0, currency: currency), range: start..<last) }
    }

    static func whole(_ value: Double) -> Int? { value < 1e15 ? Int(value.rounded()) : nil }

    static func scaled(_ bytes: TextBytes, _ start: Int, spaced: Bool) -> (Double, Int)? {
        guard let (value, end) = decimal(bytes, start, spaced: spaced) else { return nil }
        let next = bytes.afterBlanks(end)
        for (word, factor) in scales where bytes.hasWord(word, at: next) && !bytes.isWord(next + word.utf8CodeUnitCount) {
            // "5 m" may be metres: a single letter counts only where it touches the number.
            if word.utf8CodeUnitCount == 1, next != end, bytes[next + 1] != 0xE2 || bytes[next + 2] != 0x82 { continue }
            // With a scale behind it, "1.234" is a decimal and not grouped thousands.
            let plain = decimal(bytes, start, spaced: spaced, groups: false) ?? (value, end)
            let last = next + word.utf8CodeUnitCount
            // "1,2 Mio. €": the point belongs to the short form.
            let isShort = bytes[last] == 46 && (bytes[last + 1] == 32 || bytes[last + 1] >= 0x80) && word.utf8CodeUnitCount == 3
            return ((plain.1 == end ? plain.0 : value) * factor, isShort ? last + 1 : last)
        }
        return (value, end)
    }

    /// A number with its separators. A point or comma before exactly three digits groups thousands, otherwise it is the decimal
    /// mark; an apostrophe, NBSP or (where `spaced`) a space only groups.
    static func decimal(_ bytes: TextBytes, _ start: Int, spaced: Bool, groups: Bool = true) -> (Double, Int)? {
        var end = bytes.digitsEnd(start, limit: 16)
        guard var value = bytes.number(start..<end).map(Double.init) else { return nil }
        let mayGroup = groups && end - start <= 3 && bytes[start] != 48
        var grouped: UInt8 = 0
        while true {
            let mark = bytes[end]
            let width = mark == 0xC2 && bytes[end + 1] == 0xA0 ? 2 : mark == 0xE2 && bytes[end + 1] == 0x80 && bytes[end + 2] == 0xAF ? 3 : 1
            let isGroupMark = mark == 44 || mark == 46 || mark == 39 || width > 1 || (mark == 32 && spaced)
            guard isGroupMark, bytes.isDigit(end + width) else { return (value, end) }
            let next = bytes.digitsEnd(end + width, limit: 16)
            let length = next - end - width
            guard let digits = bytes.number(end + width..<next) else { return (value, end) }
            if length == 3, mayGroup, grouped == 0 || grouped == mark {
                value = value * 1000 + Double(digits)
                grouped = mark
                end = next
            } else if mark == 44 || mark == 46 {
                return (value + Double(digits) / (0..<length).reduce(1.0) { power, _ in power * 10 }, next)
            } else {
                return (value, end)
            }
        }
    }

    static func currency(_ bytes: TextBytes, _ index: Int, after: Bool) -> (String, Int)? {
        let unit = TextBytes.lower(bytes[index])
        guard unit == 36 || unit == 0xC2 || unit == 0xE2 || TextBytes.isLower(unit) else { return nil }
        if !TextBytes.isLower(unit) || bytes[index + 1] == 36 || bytes[index + 2] == 36 {
            for (symbol, code) in symbols where bytes.hasWord(symbol, at: index) { return (code, index + symbol.utf8CodeUnitCount) }
        }
        if TextBytes.isLower(unit), TextBytes.isLetter(bytes[index + 2]), !TextBytes.isLetter(bytes[index + 3]) {
            for (word, code) in codes where bytes.hasWord(word, at: index) { return (code, index + 3) }
        }
        guard after else { return nil }
        for (word, code) in currencyNames where bytes.hasWord(word, at: index) && !bytes.isWord(index + word.utf8CodeUnitCount) {
            return (code, index + word.utf8CodeUnitCount)
        }
        return nil
    }

    private static let scales: [(StaticString, Double)] = [
        ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("mio", 1e6), ("tsd", 1e3), ("mrd", 1e9), ("mln", 1e6), ("millionen", 1e6),
        ("tausend", 1e3), ("mille", 1e3), ("mil", 1e3), ("millones", 1e6), ("bn", 1e9), ("mm", 1e6), ("k", 1e3), ("m", 1e6), ("b", 1e9),
    ]

    private static let symbols: [(StaticString, String)] = [
        ("us$", "USD"), ("a$", "AUD"), ("c$", "CAD"), ("s$", "SGD"), ("r$", "BRL"), ("nz$", "NZD"), ("hk$", "HKD"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"),
        ("¥", "JPY"), ("₹", "INR"), ("₺", "TRY"),
    ]

    private static let codes: [(StaticString, String)] = [
        ("usd", "USD"), ("eur", "EUR"), ("gbp", "GBP"), ("chf", "CHF"), ("sek", "SEK"), ("nok", "NOK"), ("dkk", "DKK"), ("pln", "PLN"),
        ("cad", "CAD"), ("aud", "AUD"), ("inr", "INR"), ("jpy", "JPY"), ("brl", "BRL"), ("zar", "ZAR"), ("sgd", "SGD"), ("nzd", "NZD"), ("czk", "CZK"),
        ("huf", "HUF"), ("aed", "AED"), ("mxn", "MXN"), ("cny", "CNY"), ("krw", "KRW"),
    ]

    private static let currencyNames: [(StaticString, String)] = [
        ("dollars", "USD"), ("dollar", "USD"), ("euros", "EUR"), ("euro", "EUR"), ("pounds", "GBP"), ("francs", "CHF"), ("quid", "GBP"), ("franken", "CHF"),
        ("kronor", "SEK"),
    ]

    private static let percentWords: [StaticString] = ["%", "percent", "per cent", "pct", "prozent"]
}
