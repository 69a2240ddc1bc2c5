/// Bytes to text: UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252, which covers Latin-1.
enum TextDecoding {
    struct Decoded {
        /// Line ends are LF.
        var text: String
        /// What to tell when the encoding was guessed.
        var notice: String?
    }

    /// - Throws: `.unreadable` for binary content (a NUL byte) and broken UTF-16.
    static func decode(_ bytes: [UInt8]) throws(IngestError) -> Decoded {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes) }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        if let nul = body.firstIndex(of: 0) { throw .unreadable(place: "byte \(nul)", why: "a NUL byte; this is not a text file") }
        let plain = withoutCarriageReturns(body)
        if let text = String(validating: plain, as: UTF8.self) { return Decoded(text: text, notice: nil) }
        return Decoded(text: windows1252(plain), notice: "the text is not UTF-8 and was read as Windows-1252; check accents and signs")
    }

    /// Decodes by a MIME charset's name; an unknown one is guessed.
    static func decode(_ bytes: [UInt8], charset: String) -> Decoded {
        let plain = withoutCarriageReturns(bytes[...]).filter { $0 != 0 }
        switch charset.lowercased() {
        case "iso-8859-1", "latin1", "windows-1252", "cp1252", "iso-8859-15": return Decoded(text: windows1252(plain), notice: nil)
        case "", "utf-8", "utf8", "us-ascii", "ascii":
            if let text = String(validating: plain, as: UTF8.self) { return Decoded(text: text, notice: nil) }
            return Decoded(text: windows1252(plain), notice: "a part says it is \(charset.isEmpty ? "ASCII" : charset) and is not; it was read as Windows-1252")
        default:
            let text = String(validating: plain, as: UTF8.self) ?? windows1252(plain)
            return Decoded(text: text, notice: "the character set '\(charset)' is unknown; the text was guessed")
        }
    }

    private static func utf16(_ bytes: [UInt8]) throws(IngestError) -> Decoded {
        let big = bytes[0] == 0xFE
        guard bytes.count.isMultiple(of: 2) else { throw .unreadable(place: "byte \(bytes.count)", why: "UTF-16 text with half a character at its end") }
        let units = stride(from: 2, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << (big ? 8 : 0) | UInt16(bytes[$0 + 1]) << (big ? 0 : 8) }
        guard let text = String(validating: units, as: UTF16.self) else { throw .unreadable(place: "the file", why: "its UTF-16 text has a broken character") }
        return Decoded(text: String(decoding: withoutCarriageReturns(Array(text.utf8)[...]), as: UTF8.self), notice: nil)
    }

    private static func withoutCarriageReturns(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(13) else { return Array(bytes) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == 13 {
                out.append(10)
                if index + 1 < bytes.endIndex, bytes[index + 1] == 10 { index += 1 }
            } else {
                out.append(bytes[index])
            }
            index += 1
        }
        return out
    }

    private static func windows1252(_ bytes: [UInt8]) -> String {
        var text = ""
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            let value = (0x80...0x9F).contains(byte) ? high[Int(byte) - 0x80] : UInt16(byte)
            text.unicodeScalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return text
    }

    /// 0x80…0x9F of Windows-1252 (WHATWG Encoding); the five unused bytes stay control characters.
    private static let high: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
}

/// The lines of a text with their numbers, without line ends.
struct TextLines {
    /// Line 1 is at index 0.
    let lines: [String]

    init(_ text: String) { lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(Substring($0)) } }

    /// Refuses a line past the limit, before anything longer than a glance is spent on it.
    static func check(_ text: String, limits: IngestLimits) throws(IngestError) {
        var line = 1
        var length = 0
        for unit in text.utf8 {
            length = unit == 10 ? 0 : length + 1
            if unit == 10 { line += 1 }
            guard length <= limits.pieceBytes else { throw .tooLarge(what: "bytes in line \(line)", limit: limits.pieceBytes) }
        }
    }

    static func trimmed(_ line: String) -> String { String(Substring(trimmed(line.utf8[...]))) }

    static func isBlank(_ line: String) -> Bool { line.utf8.allSatisfy { $0 == 32 || $0 == 9 } }

    private static func trimmed(_ line: Substring.UTF8View) -> Substring.UTF8View {
        var rest = line
        while let first = rest.first, first == 32 || first == 9 || first == 10 { rest.removeFirst() }
        while let last = rest.last, last == 32 || last == 9 || last == 10 { rest.removeLast() }
        return rest
    }
}
