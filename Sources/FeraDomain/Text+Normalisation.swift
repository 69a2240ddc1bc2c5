extension TextScan {
    /// The text as rules compare it: lower case, curly quotes and dashes made plain, blanks and line breaks one space each, none at
    /// the ends. Offsets do not survive; for places use the scanners.
    package static func folded(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        var blank = true
        for scalar in text.lowercased().unicodeScalars {
            switch scalar.value {
            case 9...13, 32, 0xA0, 0x2007, 0x202F:
                if !blank { out.append(" ") }
                blank = true
                continue
            case 0x2018, 0x2019, 0x02BC: out.append("'")
            case 0x201C, 0x201D, 0x201E: out.append("\"")
            case 0x2010...0x2015, 0x2212: out.append("-")
            case 0x200B, 0xFEFF, 0xAD: continue
            default: out.unicodeScalars.append(scalar)
            }
            blank = false
        }
        if out.utf8.last == 32 { out.removeLast() }
        return out
    }

    /// The words of a text in lower case, with their places.
    package static func words(in text: String) -> [TextFound<String>] {
        let bytes = TextBytes(text)
        return bytes.words().map { TextFound(value: bytes.string($0).lowercased(), range: $0) }
    }

    /// Whether a word in lower case carries meaning: no article, pronoun, auxiliary and the like.
    package static func isContentWord(_ word: String) -> Bool { !TextWords.stop.contains(word) }

    /// The words that carry the meaning: in lower case, without articles, pronouns, auxiliaries and their like.
    package static func contentWords(in text: String) -> Set<String> {
        Set(words(in: text).lazy.map(\.value).filter { !TextWords.stop.contains($0) })
    }
}
