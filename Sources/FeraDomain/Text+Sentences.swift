extension TextScan {
    /// The sentences of a text, without the blanks around them. A sentence ends at `.`, `!`, `?` or `…` before a blank (not after an
    /// abbreviation, an initial or the number of a date), at an empty line, before a list item, and at the end of a line too
    /// short to have been wrapped.
    package static func sentences(in text: String) -> [Range<Int>] {
        let bytes = TextBytes(text)
        var found: [Range<Int>] = []
        var start = 0
        var lineStart = 0
        func close(_ end: Int) {
            var from = start
            var to = end
            while from < to, bytes.isSpace(from) { from += 1 }
            while to > from, bytes.isSpace(to - 1) { to -= 1 }
            if from < to { found.append(from..<to) }
            start = end
        }
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case 10:
                if breaksLine(bytes, at, lineStart: lineStart) { close(at) }
                lineStart = at + 1
                at += 1
            case 46, 33, 63:
                let mark = at
                while [46, 33, 63, 41, 34, 39].contains(bytes[at]) { at += 1 }
                if bytes[at] == 0xE2, bytes[at + 1] == 0x80, bytes[at + 2] == 0x99 || bytes[at + 2] == 0x9D { at += 3 }
                if at >= bytes.count || (bytes.isSpace(at) && !(bytes[mark] == 46 && at == mark + 1 && isAbbreviation(bytes, mark))) { close(at) }
            case 0xE2 where bytes[at + 1] == 0x80 && bytes[at + 2] == 0xA6:
                at += 3
                if bytes.isSpace(at), TextBytes.isUpper(bytes[bytes.afterBlanks(at)]) { close(at) }
            default:
                at += 1
            }
        }
        close(bytes.count)
        return found
    }

    private static func breaksLine(_ bytes: TextBytes, _ index: Int, lineStart: Int) -> Bool {
        let next = bytes.afterBlanks(index + 1)
        let unit = bytes[next]
        if unit == 10 || unit == 13 || next >= bytes.count { return true }
        if (unit == 45 || unit == 42 || unit == 35 || unit == 62) && (bytes.isSpace(next + 1) || unit == 35) { return true }
        let number = bytes.digitsEnd(next, limit: 3)
        // Entries of a log: this line begins with a date or a time, and so does the next.
        if isStamp(bytes, next), isStamp(bytes, lineStart) { return true }
        if number > next, bytes[number] == 46 || bytes[number] == 41, bytes.isSpace(number + 1) { return true }
        // Mail programs wrap lines at 65 bytes and more; a line shorter than this that is followed by a capital was ended by hand.
        return index - lineStart < 50 && !TextBytes.isLower(unit)
    }

    private static func isStamp(_ bytes: TextBytes, _ start: Int) -> Bool {
        let end = bytes.digitsEnd(start, limit: 5)
        return end > start && end - start <= 4 && [45, 46, 47, 58].contains(bytes[end]) && bytes.isDigit(end + 1)
    }

    private static func isAbbreviation(_ bytes: TextBytes, _ dot: Int) -> Bool {
        var start = dot
        while start > 0, bytes.isWord(start - 1) || (bytes[start - 1] == 46 && dot - start < 4) { start -= 1 }
        let word = String(decoding: bytes.units[start..<dot].map(TextBytes.lower), as: UTF8.self)
        if word.utf8.count == 1, TextBytes.isUpper(bytes[start]), bytes[start] != 73 { return true }
        if word.utf8.count <= 2, word.utf8.allSatisfy(TextBytes.isDigit) {
            return start == 0 || bytes[start - 1] == 10 || month(bytes, bytes.afterBlanks(dot + 1)) != nil
        }
        return abbreviations.contains(word)
    }

    private static let abbreviations: Set<String> = [
        "e.g", "i.e", "eg", "ie", "dr", "mr", "mrs", "ms", "prof", "no", "nr", "st", "vs", "approx", "incl", "excl", "cf", "resp", "dept", "ext",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "z.b", "bzw", "ca", "sr", "jr",
    ]
}
