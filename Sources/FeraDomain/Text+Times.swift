extension TextScan {
    /// How a text writes `03/04/2026`.
    package enum DateOrder: String, Codable, Hashable, Sendable {
        case dayFirst, monthFirst
    }

    /// A part of a stretch of time.
    enum Part { case whole, early, mid, late }

    /// What a text calls a time, as the days that it may mean: everything that `dates` finds, and besides `13/10/26`, `13-Oct-2026`,
    /// `13 October` and `the 13th` (nearest to `near`), `October 2026`, `Oct '26`, `mid-October`, `end of Q3`, `Q3 2026`, `H1 2027`,
    /// `the third quarter of 2026`, `next March`, `year-end`, with the months of English, German, French and Spanish.
    /// - Parameters:
    ///   - near: the day of the message or document; without it a time that names no year is not found.
    ///   - order: how the document writes dates with slashes. Without it `03/04/2026` is either of two days.
    package static func times(in text: String, near: Day? = nil, order: DateOrder? = nil) -> [TextFound<DaySpan>] {
        let scan = TimeScan(bytes: TextBytes(text), near: near, order: order)
        var found: [TextFound<DaySpan>] = []
        var at = 0
        while at < scan.bytes.count {
            guard scan.bytes.isWord(at), !scan.bytes.isWord(at - 1) else {
                at += 1
                continue
            }
            if let hit = scan.time(at) {
                found.append(hit)
                at = max(hit.range.upperBound, at + 1)
            } else {
                while scan.bytes.isWord(at) { at += 1 }
            }
        }
        return found
    }

    /// How the dates with slashes of a text are to be read, where one of them can be read in one way only and none in the other.
    package static func dateOrder(of text: String) -> DateOrder? {
        let bytes = TextBytes(text)
        var seen: Set<DateOrder> = []
        var at = 0
        while at < bytes.count {
            guard bytes[at] == 47, bytes.isDigit(at - 1), bytes.isDigit(at + 1) else {
                at += 1
                continue
            }
            var start = at
            while at - start < 3, bytes.isDigit(start - 1) { start -= 1 }
            let end = bytes.digitsEnd(at + 1, limit: 3)
            let year = bytes.digitsEnd(end + 1, limit: 5)
            if bytes[end] == 47, [2, 4].contains(year - end - 1), let a = bytes.number(start..<at), let b = bytes.number(at + 1..<end) {
                if (13...31).contains(a), b <= 12 { seen.insert(.dayFirst) }
                if (13...31).contains(b), a <= 12 { seen.insert(.monthFirst) }
            }
            at = max(end, at + 1)
        }
        return seen.count == 1 ? seen.first : nil
    }
}

/// One pass over a text for times. Every function looks at a place and answers with what begins there.
struct TimeScan {
    let bytes: TextBytes
    let near: Day?
    let order: TextScan.DateOrder?

    func time(_ start: Int) -> TextFound<DaySpan>? {
        if bytes.isDigit(start) {
            guard bytes[start - 1] != 46 || !bytes.isDigit(start - 2) else { return nil }
            return numeric(start) ?? dayFirst(start) ?? ordinal(start) ?? yearFirst(start)
        }
        if let week = week(start) { return week }
        guard TimeWords.starts.mayBegin(bytes, start) else { return nil }
        return period(start, .whole, from: start) ?? modified(start)
    }

    private func found(_ span: DaySpan?, _ range: Range<Int>) -> TextFound<DaySpan>? { span.map { TextFound(value: $0, range: range) } }

    // MARK: Words

    /// The word that begins at the place, ASCII letters in lower case.
    func word(_ start: Int) -> (text: String, end: Int) {
        var end = start
        while end - start < 24, bytes.isWord(end) { end += 1 }
        return (String(decoding: bytes.units[min(start, bytes.count)..<min(end, bytes.count)].map(TextBytes.lower), as: UTF8.self), end)
    }

    private func month(_ start: Int) -> (month: Int, end: Int)? {
        let (text, end) = word(start)
        guard end - start >= 3, let month = TimeWords.months[text] else { return nil }
        return (month, bytes[end] == 46 ? end + 1 : end)
    }

    /// After blanks, and a word such as "of" or "de" with its blank.
    private func afterOf(_ index: Int) -> Int {
        let at = bytes.afterBlanks(index)
        for word in ["of ", "de ", "del ", "the ", "des ", "du "] as [StaticString] where bytes.hasWord(word, at: at) {
            return bytes.afterBlanks(at + word.utf8CodeUnitCount)
        }
        return at
    }

    /// A year of four digits, or of two after an apostrophe (or, where `short`, bare).
    private func year(_ start: Int, short: Bool = false) -> (year: Int, end: Int)? {
        var at = start
        if bytes[at] == 39 { at += 1 } else if bytes[at] == 0xE2, bytes[at + 1] == 0x80, bytes[at + 2] == 0x99 { at += 3 }
        let end = bytes.digitsEnd(at, limit: 5)
        guard !bytes.isWord(end), let number = bytes.number(at..<end) else { return nil }
        if end - at == 4, at == start, (1900...2199).contains(number) { return (number, end) }
        if end - at == 2, at > start || short, (10...79).contains(number) { return (2000 + number, end) }
        return nil
    }

    // MARK: Days

    private func numeric(_ start: Int) -> TextFound<DaySpan>? {
        guard let numbers = bytes.threeNumbers(start) else { return nil }
        let (a, b, c) = numbers.values
        let range = numbers.range
        if numbers.firstLength == 4, (1...2).contains(numbers.lastLength) { return found(Day(year: a, month: b, day: c).map { DaySpan($0) }, range) }
        guard (1...2).contains(numbers.firstLength), numbers.lastLength == 4 || numbers.lastLength == 2 else { return nil }
        let year = c < 100 ? 2000 + c : c
        guard (1900...2199).contains(year) else { return nil }
        let dayFirst = Day(year: year, month: b, day: a)
        let monthFirst = numbers.mark == 46 ? nil : Day(year: year, month: a, day: b)
        switch (dayFirst, monthFirst) {
        case (let day?, nil), (nil, let day?): return found(DaySpan(day), range)
        case (let a?, let b?): return found(order == .dayFirst ? DaySpan(a) : order == .monthFirst ? DaySpan(b) : DaySpan(a, or: b), range)
        case (nil, nil): return nil
        }
    }

    private func afterOrdinal(_ index: Int) -> Int {
        if bytes[index] == 46 { return index + 1 }
        for suffix in ["st", "nd", "rd", "th", "er"] as [StaticString] where bytes.hasWord(suffix, at: index) && !bytes.isWord(index + 2) { return index + 2 }
        return index
    }

    private func dayFirst(_ start: Int) -> TextFound<DaySpan>? {
        let end = bytes.digitsEnd(start, limit: 3)
        guard (1...2).contains(end - start), let day = bytes.number(start..<end), (1...31).contains(day) else { return nil }
        let dashed = bytes[end] == 45 || bytes[end] == 47
        let at = dashed ? end + 1 : afterOf(afterOrdinal(end))
        guard at > end, let (month, afterMonth) = month(at) else { return nil }
        return dated(day, month, start, afterMonth)
    }

    /// A day and a month, with or without the year behind them.
    private func dated(_ day: Int, _ month: Int, _ start: Int, _ end: Int) -> TextFound<DaySpan>? {
        var at = afterOf(bytes[end] == 44 || bytes[end] == 45 || bytes[end] == 47 ? end + 1 : end)
        if bytes.hasWord("in ", at: at) { at += 3 }
        if let (year, end) = year(at, short: bytes[at - 1] != 44 && at <= end + 1) {
            return found(Day(year: year, month: month, day: day).map { DaySpan($0) }, start..<end)
        }
        return found(closest { Day(year: $0, month: month, day: day) }.map { DaySpan($0) }, start..<end)
    }

    /// The day of the years around `near` that a reader would take: rather soon to come than long past.
    private func closest(_ make: (Int) -> Day?) -> Day? {
        guard let near else { return nil }
        let year = near.components.year
        return (year - 1...year + 1).compactMap(make).first { $0.days(since: near) >= -75 }
    }

    /// "the 13th", where nothing that is numbered follows.
    private func ordinal(_ start: Int) -> TextFound<DaySpan>? {
        let digits = bytes.digitsEnd(start, limit: 3)
        let end = afterOrdinal(digits)
        guard let near, end == digits + 2, let day = bytes.number(start..<digits), (1...31).contains(day) else { return nil }
        guard start >= 4, bytes.hasWord("the ", at: start - 4) else { return nil }
        let next = bytes.afterBlanks(end)
        let following = word(next).text
        guard !bytes.isWord(next) || ["at", "if", "so", "and", "or", "but", "is", "then", "when", "unless", "as"].contains(following) else { return nil }
        for offset in 0..<62 {
            let candidate = near.adding(days: offset)
            if candidate.components.day == day { return found(DaySpan(candidate), start..<end) }
        }
        return nil
    }

    /// `2026 Q3`, `2026-Q3`, `2026-10`.
    private func yearFirst(_ start: Int) -> TextFound<DaySpan>? {
        guard let (year, end) = year(start) else { return nil }
        let at = bytes[end] == 45 || bytes[end] == 47 ? end + 1 : bytes.afterBlanks(end)
        if let (quarter, end) = quarter(at) { return found(DaySpan(year: year, month: quarter * 3 - 2, months: 3), start..<end) }
        guard bytes[end] == 45 || bytes[end] == 47 else { return nil }
        let last = bytes.digitsEnd(at, limit: 3)
        guard last - at == 2, !bytes.isWord(last), bytes[last] != 45, bytes[last] != 47, let month = bytes.number(at..<last), (1...12).contains(month) else {
            return nil
        }
        return found(DaySpan(year: year, month: month), start..<last)
    }

    // MARK: Stretches

    /// A month with a day, a month, a quarter, a half or a year, as far as it is named at the place. `from`: where the whole began.
    private func period(_ start: Int, _ part: TextScan.Part, from: Int) -> TextFound<DaySpan>? {
        if let (month, end) = month(start) { return monthFirst(month, start, end, part, from) }
        if let (quarter, end) = quarter(start) {
            let at = afterOf(bytes[end] == 47 || bytes[end] == 45 || bytes[end] == 44 ? end + 1 : end)
            let named = year(at, short: false)
            return stretch(named, end, from, part) { DaySpan(year: $0, month: quarter * 3 - 2, months: 3) }
        }
        let (text, end) = word(start)
        if text == "h1" || text == "h2" {
            return stretch(year(afterOf(end)), end, from, part) { DaySpan(year: $0, month: text == "h1" ? 1 : 7, months: 6) }
        }
        return nil
    }

    private func monthFirst(_ month: Int, _ start: Int, _ end: Int, _ part: TextScan.Part, _ from: Int) -> TextFound<DaySpan>? {
        var at = bytes.afterBlanks(end)
        if bytes[end] == 45 || bytes[end] == 47 { at = end + 1 }
        let digits = bytes.digitsEnd(at, limit: 3)
        if part == .whole, at > end || bytes[end - 1] == 46, (1...2).contains(digits - at), let day = bytes.number(at..<digits), (1...31).contains(day) {
            let after = afterOrdinal(digits)
            // "Oct-26" is a month of a year, "October 13" a day.
            if !(bytes[end] == 45 && digits - at == 2 && day > 12 && !bytes.isDigit(bytes.afterBlanks(digits))), !bytes.isWord(after) {
                return dated(day, month, from, after == digits + 1 ? digits : after)
            }
        }
        at = afterOf(bytes[end] == 44 || bytes[end] == 45 || bytes[end] == 47 ? end + 1 : end)
        if let (year, last) = year(at, short: bytes[end] == 45) { return found(DaySpan(year: year, month: month)?.part(part), from..<last) }
        guard part != .whole || isIntroduced(start) else { return nil }
        // "may" and "march" are verbs.
        guard TextBytes.isUpper(bytes[start]) || bytes[start] >= 0x80 || TimeWords.foreign.contains(word(start).text) else { return nil }
        let first = closest { Day(year: $0, month: month, day: 28) }.map(\.components)
        return found(first.flatMap { DaySpan(year: $0.year, month: month) }?.part(part), from..<end)
    }

    private func stretch(
        _ named: (year: Int, end: Int)?, _ end: Int, _ from: Int, _ part: TextScan.Part, _ make: (Int) -> DaySpan?
    ) -> TextFound<DaySpan>? {
        if let named { return found(make(named.year)?.part(part), from..<named.end) }
        guard let near else { return nil }
        let year = near.components.year
        let span = (year - 1...year + 1).compactMap(make).first { $0.last.days(since: near) >= -45 }
        return found(span?.part(part), from..<end)
    }

    /// `wk 49 2026`, `week 49`, `KW 49/2026`, `CW49`: Monday to Sunday (ISO 8601, 2.2.10).
    private func week(_ start: Int) -> TextFound<DaySpan>? {
        for word in ["week", "wk", "kw", "cw", "woche"] as [StaticString] where bytes.hasWord(word, at: start) {
            var at = start + word.utf8CodeUnitCount
            if bytes[at] == 46 { at += 1 }
            at = bytes.afterBlanks(at)
            let end = bytes.digitsEnd(at, limit: 3)
            guard (1...2).contains(end - at), let number = bytes.number(at..<end), (1...53).contains(number), !bytes.isWord(end), bytes[end] != 37 else {
                return nil
            }
            let next = bytes[end] == 47 || bytes[end] == 45 || bytes[end] == 44 ? end + 1 : end
            if let (year, last) = year(afterOf(next)) { return found(Self.week(number, of: year), start..<last) }
            guard let near else { return nil }
            let year = near.components.year
            let span = (year - 1...year + 1).compactMap { Self.week(number, of: $0) }.first { $0.last.days(since: near) >= -45 }
            return found(span, start..<end)
        }
        return nil
    }

    /// The week that holds the fourth of January is the first.
    private static func week(_ number: Int, of year: Int) -> DaySpan? {
        guard let fourth = Day(year: year, month: 1, day: 4) else { return nil }
        // 1970-01-01 was a Thursday.
        let monday = fourth.adding(days: -((fourth.number + 3) % 7 + 7) % 7 + (number - 1) * 7)
        return DaySpan(monday, monday.adding(days: 6))
    }

    /// `Q3`, `3Q`, "third quarter".
    private func quarter(_ start: Int) -> (quarter: Int, end: Int)? {
        let (text, end) = word(start)
        let units = Array(text.utf8)
        if units.count == 2, units[0] == 113, (49...52).contains(units[1]) { return (Int(units[1]) - 48, end) }
        guard let number = TimeWords.ordinals[text] else { return nil }
        let next = word(bytes.afterBlanks(end))
        return next.text == "quarter" || next.text == "quartal" || next.text == "trimestre" ? (number, next.end) : nil
    }

    /// Whether a word before the place says that a month is meant: "in October", "by March".
    private func isIntroduced(_ start: Int) -> Bool {
        var end = start
        while end > 0, bytes[end - 1] == 32 || bytes[end - 1] == 45 { end -= 1 }
        var from = end
        while end - from < 12, bytes.isWord(from - 1) { from -= 1 }
        return from < end && TimeWords.introductions.contains(word(from).text)
    }

    /// "mid-October", "end of Q3 2026", "next March", "year-end", "end of the year".
    private func modified(_ start: Int) -> TextFound<DaySpan>? {
        let (text, end) = word(start)
        if text == "year", bytes[end] == 45 || bytes[end] == 32, word(end + 1).text == "end" { return yearEnd(start, word(end + 1).end) }
        if text == "jahresende" { return yearEnd(start, end) }
        if text == "last" || text == "first", word(bytes.afterBlanks(end)).text == "day" {
            return edge(start, afterOf(word(bytes.afterBlanks(end)).end), text == "last")
        }
        guard let part = TimeWords.parts[text] else {
            return text == "next" ? next(start, end) : nil
        }
        let at = afterOf(bytes[end] == 45 ? end + 1 : end)
        let inner = bytes.hasWord("the ", at: at) || bytes.hasWord("our ", at: at) ? bytes.afterBlanks(at + 4) : at
        if let hit = period(inner, part, from: start) { return hit }
        if let (year, end) = year(inner) { return found(DaySpan(year: year, month: 1, months: 12)?.part(part), start..<end) }
        let (unit, last) = word(inner)
        if unit == "year" || unit == "jahres" || unit == "año" || unit == "l'année" { return part == .late ? yearEnd(start, last) : nil }
        if unit == "this" || unit == "next", part == .late, word(bytes.afterBlanks(last)).text == "year" {
            return yearEnd(start, word(bytes.afterBlanks(last)).end, later: unit == "next" ? 1 : 0)
        }
        return nil
    }

    /// The last or the first day of a month, a quarter or a year.
    private func edge(_ start: Int, _ at: Int, _ isLast: Bool) -> TextFound<DaySpan>? {
        let whole = period(at, .whole, from: start) ?? year(at).flatMap { found(DaySpan(year: $0.year, month: 1, months: 12), start..<$0.end) }
        return whole.map { TextFound(value: DaySpan(isLast ? $0.value.last : $0.value.first), range: $0.range) }
    }

    private func yearEnd(_ start: Int, _ end: Int, later: Int = 0) -> TextFound<DaySpan>? {
        if let (year, end) = year(bytes.afterBlanks(end)) { return found(DaySpan(year: year, month: 12)?.part(.late), start..<end) }
        return found(near.flatMap { DaySpan(year: $0.components.year + later, month: 12) }?.part(.late), start..<end)
    }

    private func next(_ start: Int, _ end: Int) -> TextFound<DaySpan>? {
        let at = bytes.afterBlanks(end)
        guard let near, let (month, last) = month(at) else { return nil }
        let here = near.components
        return found(DaySpan(year: month > here.month ? here.year : here.year + 1, month: month), start..<last)
    }
}

/// Words for times, in lower case.
private enum TimeWords {
    static let months: [String: Int] = {
        let lists = [
            "january february march april may june july august september october november december",
            "januar februar märz april mai juni juli august september oktober november dezember",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        ]
        var names: [String: Int] = ["sept": 9, "mrz": 3, "jänner": 1, "fevrier": 2, "aout": 8, "decembre": 12, "juil": 7, "setiembre": 9]
        for (language, list) in lists.enumerated() {
            for (index, name) in list.split(separator: " ").enumerated() {
                names[String(name)] = index + 1
                if language < 2 { names[String(name.prefix(3))] = index + 1 }
            }
        }
        return names
    }()

    /// Months that are written small.
    static let foreign: Set<String> = Set(
        """
        janvier février avril juin juillet août septembre octobre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre
        noviembre diciembre
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// How everything begins that may begin a time.
    static let starts = WordStarts(Array(months.keys) + Array(ordinals.keys) + Array(parts.keys) + ["year", "jahresende", "next", "last", "first"])

    static let ordinals: [String: Int] = [
        "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "erstes": 1, "zweites": 2, "drittes": 3, "viertes": 4,
        "premier": 1, "deuxième": 2, "troisième": 3, "quatrième": 4, "primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4,
    ]

    static let parts: [String: TextScan.Part] = [
        "early": .early, "beginning": .early, "start": .early, "anfang": .early, "début": .early, "principios": .early, "mid": .mid, "middle": .mid,
        "mitte": .mid, "mi": .mid, "mediados": .mid, "late": .late, "end": .late, "ende": .late, "fin": .late, "finales": .late, "close": .late,
    ]

    static let introductions: Set<String> = [
        "in", "by", "until", "till", "of", "this", "last", "before", "since", "for", "through", "from", "to", "im", "bis", "en", "para", "jusqu'en", "around",
        "come", "every",
    ]
}
