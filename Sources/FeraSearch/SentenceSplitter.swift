/// Cuts a text into sentences with exact UTF-8 offsets, so that a quote is a slice of the text and nothing else.
///
/// A sentence ends at `.`, `!` or `?` (with closing quotes and brackets, and footnote marks like [3]) before white space, or at a
/// newline. A full stop after an abbreviation, after a single letter, or before a small letter ends nothing.
package enum SentenceSplitter {
    /// The sentences of `text`: half-open ranges of UTF-8 offsets, without white space at either end, in order.
    package static func sentences(_ text: String) -> [Range<Int>] {
        var text = text
        return text.withUTF8 { sentences($0) }
    }

    static func sentences(_ bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        let reader = ScalarReader(bytes: bytes)
        var out: [Range<Int>] = []
        var start = 0
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x0A || byte == 0x0D {
                add(start..<at, reader, to: &out)
                at += 1
                start = at
            } else if byte == 0x2E || byte == 0x21 || byte == 0x3F {
                let mark = at
                while at < bytes.count, bytes[at] == 0x2E || bytes[at] == 0x21 || bytes[at] == 0x3F { at += 1 }
                at = afterClosers(at, bytes)
                guard at < bytes.count, ScalarReader.isSpace(reader.scalar(at: at).value) else { continue }
                if byte == 0x2E, isAbbreviation(before: mark, from: start, next: at, bytes) { continue }
                if ScalarReader.isLower(nextScalar(at, reader)) { continue }
                add(start..<at, reader, to: &out)
                start = at
            } else {
                at += 1
            }
        }
        add(start..<bytes.count, reader, to: &out)
        return out
    }

    private static func add(_ range: Range<Int>, _ reader: ScalarReader, to out: inout [Range<Int>]) {
        var start = range.lowerBound
        while start < range.upperBound {
            let (value, width) = reader.scalar(at: start)
            guard ScalarReader.isSpace(value) else { break }
            start += width
        }
        // What comes last is found going forward: a continuation byte read backwards tells nothing.
        var end = start
        var at = start
        while at < range.upperBound {
            let (value, width) = reader.scalar(at: at)
            at += width
            if !ScalarReader.isSpace(value) { end = at }
        }
        if start < end { out.append(start..<end) }
    }

    private static func afterClosers(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var at = index
        while at < bytes.count {
            switch bytes[at] {
            case 0x22, 0x27, 0x29, 0x5D: at += 1
            case 0xE2 where at + 2 < bytes.count && bytes[at + 1] == 0x80 && (bytes[at + 2] == 0x9D || bytes[at + 2] == 0x99): at += 3
            case 0x5B:
                var close = at + 1
                while close < bytes.count, bytes[close] &- 0x30 < 10 { close += 1 }
                guard close > at + 1, close < bytes.count, bytes[close] == 0x5D else { return at }
                at = close + 1
            default: return at
            }
        }
        return at
    }

    private static func nextScalar(_ index: Int, _ reader: ScalarReader) -> UInt32 {
        var at = index
        while at < reader.bytes.count {
            let (value, width) = reader.scalar(at: at)
            if !ScalarReader.isSpace(value) { return value }
            at += width
        }
        return 0
    }

    private static func isAbbreviation(before mark: Int, from start: Int, next: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var begin = mark
        while begin > start, bytes[begin - 1] > 0x20 { begin -= 1 }
        while begin < mark, bytes[begin] == 0x28 || bytes[begin] == 0x22 || bytes[begin] == 0x27 { begin += 1 }
        let length = mark - begin
        guard length > 0, length <= 6 else { return false }
        let word = Fold.lower(UnsafeBufferPointer(rebasing: bytes[begin..<mark]))
        if length == 1 { return (bytes[begin] | 0x20) &- 0x61 < 26 && bytes[begin] != 0x49 }
        // "No." abbreviates "number" only before one; elsewhere it is an answer.
        if word == "no" { return next + 1 < bytes.count && bytes[next + 1] &- 0x30 < 10 }
        return abbreviations.contains(word)
    }

    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "inc", "ltd", "co", "corp", "jr", "sr", "vol", "fig", "e.g", "i.e", "u.s", "u.k", "ca",
        "approx", "gen", "col", "lt", "sgt", "rev", "dept", "est", "al", "op", "cf", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
        "oct", "nov", "dec", "bzw", "z.b", "d.h", "nr", "usw", "p.ej", "sra",
    ]
}
