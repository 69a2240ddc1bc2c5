extension TextScan {
    /// The days that a text names in full: `2026-10-13`, `2026/10/13`, `13.10.2026`, `13 October 2026`, `13. Oktober 2026`,
    /// `the 3rd of October 2026`, `Oct 13, 2026`, and `10/13/2026` where only one reading is a date. A day without a year is
    /// not a date, and `03/04/2026` is left alone: nobody can tell which it means.
    package static func dates(in text: String) -> [TextFound<Day>] {
        let bytes = TextBytes(text)
        var found: [TextFound<Day>] = []
        var at = 0
        while at < bytes.count {
            let startsWord = !bytes.isWord(at - 1) && !(bytes[at - 1] == 46 && bytes.isDigit(at - 2))
            guard startsWord, let hit = bytes.isDigit(at) ? numeric(bytes, at) ?? dayFirst(bytes, at) : monthFirst(bytes, at) else {
                at += 1
                continue
            }
            found.append(hit)
            at = hit.range.upperBound
        }
        return found
    }

    private static func numeric(_ bytes: TextBytes, _ start: Int) -> TextFound<Day>? {
        guard let numbers = bytes.threeNumbers(start) else { return nil }
        let (a, b, c) = numbers.values
        let day: Day?
        switch (numbers.firstLength, numbers.lastLength, numbers.mark) {
        case (4, 1...2, 45), (4, 1...2, 47): day = Day(year: a, month: b, day: c)
        case (1...2, 4, 46): day = Day(year: c, month: b, day: a)
        case (1...2, 4, 47): day = a > 12 ? Day(year: c, month: b, day: a) : b > 12 || a == b ? Day(year: c, month: a, day: b) : nil
        default: day = nil
        }
        return day.map { TextFound(value: $0, range: numbers.range) }
    }

    private static func dayFirst(_ bytes: TextBytes, _ start: Int) -> TextFound<Day>? {
        let end = bytes.digitsEnd(start, limit: 3)
        guard (1...2).contains(end - start), let day = bytes.number(start..<end) else { return nil }
        var at = bytes.afterBlanks(afterOrdinal(bytes, end))
        if bytes.hasWord("of ", at: at) { at = bytes.afterBlanks(at + 3) }
        guard let (month, afterMonth) = month(bytes, at) else { return nil }
        at = bytes.afterBlanks(bytes[afterMonth] == 44 ? afterMonth + 1 : afterMonth)
        return year(bytes, at).flatMap { year, end in Day(year: year, month: month, day: day).map { TextFound(value: $0, range: start..<end) } }
    }

    private static func monthFirst(_ bytes: TextBytes, _ start: Int) -> TextFound<Day>? {
        guard TextBytes.isLetter(bytes[start]), let (month, afterMonth) = month(bytes, start) else { return nil }
        let at = bytes.afterBlanks(afterMonth)
        let end = bytes.digitsEnd(at, limit: 3)
        guard at > afterMonth, (1...2).contains(end - at), let day = bytes.number(at..<end) else { return nil }
        var next = afterOrdinal(bytes, end)
        if bytes[next] == 44 { next += 1 }
        let yearStart = bytes.afterBlanks(next)
        guard yearStart > end else { return nil }
        return year(bytes, yearStart).flatMap { year, end in Day(year: year, month: month, day: day).map { TextFound(value: $0, range: start..<end) } }
    }

    private static func year(_ bytes: TextBytes, _ start: Int) -> (Int, Int)? {
        let end = bytes.digitsEnd(start, limit: 5)
        guard end - start == 4, !bytes.isWord(end), let year = bytes.number(start..<end), (1900...2199).contains(year) else { return nil }
        return (year, end)
    }

    private static func afterOrdinal(_ bytes: TextBytes, _ index: Int) -> Int {
        if bytes[index] == 46 { return index + 1 }
        for suffix in ["st", "nd", "rd", "th"] as [StaticString] where bytes.hasWord(suffix, at: index) && !bytes.isWord(index + 2) { return index + 2 }
        return index
    }

    /// The month whose English or German name, or its first letters, stands at `index`, and where the name ends.
    static func month(_ bytes: TextBytes, _ index: Int) -> (month: Int, end: Int)? {
        var end = index
        while bytes.isWord(end) { end += 1 }
        guard (3...10).contains(end - index), starts.mayBegin(bytes, index) else { return nil }
        let word = String(decoding: bytes.units[index..<end].map(TextBytes.lower), as: UTF8.self)
        guard let month = monthNames[word] else { return nil }
        return (month, bytes[end] == 46 ? end + 1 : end)
    }

    private static let monthNames: [String: Int] = {
        let english = "january february march april may june july august september october november december".split(separator: " ")
        let german = "januar februar märz april mai juni juli august september oktober november dezember".split(separator: " ")
        var names: [String: Int] = ["sept": 9, "mrz": 3]
        for list in [english, german] {
            for (index, name) in list.enumerated() {
                names[String(name)] = index + 1
                names[String(name.prefix(3))] = index + 1
            }
        }
        return names
    }()

    private static let starts = WordStarts(monthNames.keys)

    /// Whether the word (any case) is the name of a month or of a day of the week.
    static func isCalendarWord(_ word: String) -> Bool {
        let folded = word.lowercased()
        // "Jan" and "Juli" are people as often as months: only what cannot be mistaken counts.
        return (folded.utf8.count > 4 || folded == "june" || folded == "july" || folded == "may") && monthNames[folded] != nil || weekdays.contains(folded)
    }

    private static let weekdays: Set<String> = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
}
