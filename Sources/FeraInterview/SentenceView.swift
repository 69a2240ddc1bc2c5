import FeraDomain

/// A sentence of the record as the rules' reader looks at it: its words, and the marks in it by their places.
struct SentenceView {
    let line: RecordReader.Line
    let text: String
    /// ASCII letters in lower case, typographic marks as ASCII; places are those of `text`.
    let bytes: [UInt8]
    /// Places in `text`.
    let hits: [MarkHit]
    let set: MarkSet
    /// The day that "the 13th" and "next March" count from.
    var near: Day?
    var order: TextScan.DateOrder?
    /// From here on it is a question.
    let questionFrom: Int

    /// - Parameter hits: the marks of the sentence, with places in the reading's text.
    init(_ line: RecordReader.Line, hits: ArraySlice<MarkHit>, near: Day?, order: TextScan.DateOrder?) {
        let base = line.sentence.range.lowerBound
        let bytes = Self.plain(Array(line.reading.tokens.folded[line.sentence.range]))
        self.line = line
        self.near = near
        self.order = order
        self.bytes = bytes
        text = line.words
        var set = MarkSet()
        var own: [MarkHit] = []
        own.reserveCapacity(hits.count)
        for hit in hits where hit.range.upperBound <= line.sentence.range.upperBound {
            // "non-renewal" is no renewal, and the "end" of "end date" is that phrase.
            if hit.mark == .termEnd || hit.mark == .termWeak || hit.mark == .start,
                hits.contains(where: {
                    $0.range.count > hit.range.count && $0.range.lowerBound <= hit.range.lowerBound && $0.range.upperBound >= hit.range.upperBound
                })
            {
                continue
            }
            // "without further notice" is no notice.
            if hit.mark == .notice, Self.isWithout(bytes, before: hit.range.lowerBound - base) { continue }
            set.insert(hit.mark)
            own.append(MarkHit(mark: hit.mark, range: hit.range.lowerBound - base..<hit.range.upperBound - base, token: hit.token))
        }
        self.hits = own
        self.set = set
        questionFrom = Self.questionStart(bytes)
    }

    private static func isWithout(_ bytes: [UInt8], before place: Int) -> Bool {
        String(decoding: bytes[max(0, place - 24)..<max(0, place)], as: UTF8.self).split(separator: " ").suffix(3).contains("without")
    }

    /// Dashes, curly quotes and odd blanks as ASCII of the same length.
    private static func plain(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: { $0 == 0xE2 || $0 == 0xC2 }) else { return bytes }
        var bytes = bytes
        for at in bytes.indices {
            if bytes[at] == 0xE2, at + 2 < bytes.count, bytes[at + 1] == 0x80 {
                let dash: UInt8 = (0x90...0x95).contains(bytes[at + 2]) ? 45 : bytes[at + 2] == 0x99 ? 39 : 32
                (bytes[at], bytes[at + 1], bytes[at + 2]) = (32, dash, 32)
            } else if bytes[at] == 0xC2, at + 1 < bytes.count, bytes[at + 1] == 0xA0 {
                (bytes[at], bytes[at + 1]) = (32, 32)
            }
        }
        return bytes
    }

    /// "…, correct?" asks about what stands before it; "is it correct that …?" is a question from its first word on.
    private static func questionStart(_ bytes: [UInt8]) -> Int {
        guard let mark = bytes.lastIndex(of: UInt8(ascii: "?")), bytes.count - mark <= 3 else { return .max }
        // "… (ask legal?)" asks in the brackets only.
        if let open = bytes[..<mark].lastIndex(of: UInt8(ascii: "(")), !bytes[open..<mark].contains(UInt8(ascii: ")")),
            bytes[mark...].contains(UInt8(ascii: ")"))
        {
            return open
        }
        var start = 0
        while start < bytes.count, !(97...122).contains(bytes[start]) { start += 1 }
        let first = String(decoding: bytes[start...].prefix { (97...122).contains($0) }, as: UTF8.self)
        let commas = bytes[..<mark].indices.filter { bytes[$0] == UInt8(ascii: ",") }
        if !interrogatives.contains(first),
            let asked = commas.first(where: { comma in
                interrogatives.contains(String(decoding: bytes[(comma + 1)...].drop { $0 == 32 }.prefix { (97...122).contains($0) }, as: UTF8.self))
            })
        {
            return asked
        }
        guard !interrogatives.contains(first), let comma = bytes[..<mark].lastIndex(of: UInt8(ascii: ",")), mark - comma <= 40 else { return 0 }
        return comma
    }

    private static let interrogatives: Set<String> = [
        "is", "are", "do", "does", "did", "can", "could", "should", "would", "will", "what", "when", "who", "why", "how", "which", "have", "has", "may",
        "shall", "any", "if", "was", "were", "where", "whose", "am", "might", "suppose", "wann", "wer", "ist", "sind", "können", "est", "pouvez", "hay", "es",
    ]

    // MARK: Looking around a place

    func last(_ marks: MarkSet, before place: Int) -> MarkHit? { hits.last { $0.range.upperBound <= place && marks.contains($0.mark) } }

    func first(_ marks: MarkSet, after place: Int) -> MarkHit? { hits.first { $0.range.lowerBound >= place && marks.contains($0.mark) } }

    /// The words between two places, ASCII letters in lower case.
    func words(_ from: Int, _ to: Int) -> [String] {
        guard from < to else { return [] }
        return bytes[from..<to].split { !((48...57).contains($0) || (97...122).contains($0) || $0 >= 0x80) }.map { String(decoding: $0, as: UTF8.self) }
    }

    func contains(_ unit: Character, _ from: Int, _ to: Int) -> Bool {
        guard from < to, let byte = unit.asciiValue else { return false }
        return bytes[from..<to].contains(byte)
    }

    /// The part of the sentence around a place: between semicolons, brackets apart, and (where `commas`) between commas that no digit follows.
    func piece(_ place: Int) -> Range<Int> {
        var from = min(place, bytes.count)
        while from > 0, bytes[from - 1] != 59 { from -= 1 }
        var to = place
        while to < bytes.count, bytes[to] != 59 { to += 1 }
        return from..<max(from, to)
    }

    /// Whether a mark stands in a part of the sentence.
    func has(_ mark: Mark, in range: Range<Int>) -> Bool { set.contains(mark) && hits.contains { $0.mark == mark && range.contains($0.range.lowerBound) } }

    // MARK: How it is said

    /// Whether what stands at the place is asked, supposed, of the past, about others or denied, and so tells nothing of today.
    func isUnreal(at place: Int) -> Bool {
        if place >= questionFrom || set.contains(.elsewhere) { return true }
        let piece = piece(place)
        return hits.contains { hit in
            guard hit.mark == .hypothetical, hit.range.lowerBound < place || hit.range.lowerBound - place < 30 else { return false }
            // "Subject to clause 13" is how contracts refer.
            if line.passage.excerpt.shape == .clause, words(hit.range.lowerBound, hit.range.upperBound) == ["subject", "to"] { return false }
            // "…, so tell me if …" comes after what is told.
            return hit.range.lowerBound < place ? true : piece.contains(hit.range.lowerBound) && !contains(",", place, hit.range.lowerBound)
        }
    }

    /// Whether the past is spoken of at the place.
    func isPast(at place: Int) -> Bool {
        guard set.contains(.history) else { return false }
        let piece = piece(place)
        return hits.contains { hit in
            guard hit.mark == .history, piece.contains(hit.range.lowerBound) else { return false }
            // "The end date is replaced by …": what follows is the new one.
            if hit.range.upperBound <= place, place - hit.range.upperBound < 16, words(hit.range.lowerBound, hit.range.upperBound) == ["replaced", "by"] {
                return false
            }
            if hit.range.lowerBound < place { return true }
            return hit.range.lowerBound - place < 40
        }
    }

    /// Whether "not" stands right before the range or, for a date, between it and what names it.
    func isDenied(_ anchor: Range<Int>, _ value: Range<Int>) -> Bool {
        guard set.contains(.negation) else { return false }
        return hits.contains { hit in
            // "No later than" denies nothing.
            guard hit.mark == .negation, words(hit.range.upperBound, min(bytes.count, hit.range.upperBound + 7)).first != "later" else { return false }
            if hit.range.upperBound <= anchor.lowerBound {
                return words(hit.range.upperBound, anchor.lowerBound).count <= 2 && anchor.lowerBound - hit.range.upperBound < 30
            }
            return hit.range.lowerBound >= anchor.upperBound && hit.range.upperBound <= value.lowerBound
                && words(hit.range.upperBound, value.lowerBound).count <= 2
        }
    }

    /// A quotable place in the excerpt.
    func place(_ range: Range<Int>) -> WordSpan {
        let base = line.sentence.range.lowerBound
        return line.span(range.lowerBound + base..<range.upperBound + base)
    }

    /// Names in the sentence, with places in `text`.
    var names: [TextFound<String>] {
        let base = line.sentence.range.lowerBound
        return line.reading.inside(line.reading.names, line.sentence).map {
            TextFound(value: $0.value, range: $0.range.lowerBound - base..<$0.range.upperBound - base)
        }
    }
}
