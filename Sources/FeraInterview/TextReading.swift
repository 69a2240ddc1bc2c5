import FeraDomain

/// A text read once: its words, what of the index stands in it, its sentences, and the names, dates and numbers in it.
struct TextReading: Sendable {
    let text: String
    /// The text's UTF-8.
    let bytes: [UInt8]
    let tokens: Tokens
    let hits: [PhraseIndex.Hit]
    private(set) var sentences: [Sentence]
    private(set) var names: [TextFound<String>]
    let dates: [TextFound<Day>]
    let tickets: [TextFound<String>]
    let acronyms: [TextFound<String>]

    /// A sentence, with what stands in it by number.
    struct Sentence: Sendable {
        /// UTF-8 bytes of the text.
        var range: Range<Int>
        var tokens: Range<Int>
        /// Numbers of hits.
        var hits: Range<Int>
        var words: Int
    }

    /// - Parameter byLine: whether a line ends a sentence too, as in a row that is written "name: value", line by line.
    init(_ text: String, index: PhraseIndex, byLine: Bool = false) {
        self.text = text
        bytes = Array(text.utf8)
        tokens = Tokens(text)
        hits = index.hits(tokens)
        names = TextScan.names(in: text)
        dates = TextScan.dates(in: text)
        tickets = TextScan.tickets(in: text)
        acronyms = TextScan.acronyms(in: text)
        var sentences: [Sentence] = []
        var token = 0
        var hit = 0
        let ranges = TextScan.sentences(in: text)
        let bytes = bytes
        for range in byLine ? ranges.flatMap({ Self.lines(of: $0, in: bytes) }) : ranges {
            while token < tokens.ranges.count, tokens.ranges[token].lowerBound < range.lowerBound { token += 1 }
            let firstToken = token
            while token < tokens.ranges.count, tokens.ranges[token].upperBound <= range.upperBound { token += 1 }
            while hit < hits.count, hits[hit].tokens.lowerBound < firstToken { hit += 1 }
            let firstHit = hit
            while hit < hits.count, hits[hit].tokens.lowerBound < token { hit += 1 }
            guard token > firstToken else { continue }
            sentences.append(
                Sentence(range: range, tokens: firstToken..<token, hits: firstHit..<hit, words: Self.words(tokens.folded[range])))
        }
        self.sentences = sentences
    }

    /// A row, line by line. A column that is called "Account Manager" names nobody, and a column's name alone says nothing.
    init(_ row: RowText, index: PhraseIndex) {
        self.init(row.text, index: index, byLine: true)
        names.removeAll { row.isName($0.range.lowerBound) }
        sentences.removeAll { row.isName($0.range.upperBound - 1) }
    }

    /// The parts of a range between line breaks.
    private static func lines(of range: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = range.lowerBound
        for offset in range where bytes[offset] == UInt8(ascii: "\n") {
            if offset > start { lines.append(start..<offset) }
            start = offset + 1
        }
        if range.upperBound > start { lines.append(start..<range.upperBound) }
        return lines
    }

    /// Words as a person counts them: what stands between blanks.
    static func words(_ bytes: some Sequence<UInt8>) -> Int {
        var count = 0
        var inside = false
        for unit in bytes {
            let isBlank = unit == 32 || (9...13).contains(unit)
            if !isBlank, !inside { count += 1 }
            inside = !isBlank
        }
        return count
    }

    /// Whether a word of the category stands in the sentence.
    func has(_ category: Lexicon.Category, in sentence: Sentence) -> Bool {
        sentence.hits.contains { hits[$0].meaning == .word(category) && hits[$0].tokens.upperBound <= sentence.tokens.upperBound }
    }

    /// Whether a word of the category stands in the sentence and nothing denies it in the three words before.
    func affirms(_ category: Lexicon.Category, in sentence: Sentence) -> Bool {
        let denials = sentence.hits.filter { hits[$0].meaning == .word(.negation) }.map { hits[$0].tokens.lowerBound }
        return sentence.hits.contains { number in
            let hit = hits[number]
            guard hit.meaning == .word(category), hit.tokens.upperBound <= sentence.tokens.upperBound else { return false }
            return !denials.contains { $0 < hit.tokens.lowerBound && hit.tokens.lowerBound - $0 <= 3 }
        }
    }

    /// How often words of the category stand in the sentence.
    func count(_ category: Lexicon.Category, in sentence: Sentence) -> Int {
        sentence.hits.count { hits[$0].meaning == .word(category) }
    }

    /// The first hit of the category in the whole text.
    func first(_ category: Lexicon.Category) -> PhraseIndex.Hit? { hits.first { $0.meaning == .word(category) } }

    /// What was found inside the sentence.
    func inside<Value>(_ found: [TextFound<Value>], _ sentence: Sentence) -> [TextFound<Value>] {
        // What is found stands in order, and a long text has many sentences.
        var low = 0
        var high = found.count
        while low < high {
            let middle = (low + high) / 2
            if found[middle].range.lowerBound < sentence.range.lowerBound { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < found.count, found[end].range.upperBound <= sentence.range.upperBound { end += 1 }
        return Array(found[low..<end])
    }

    /// Field (by its place in the catalogue) → what the cues of the sentence are worth; a cue counts once.
    func cues(in sentence: Sentence) -> [Int: Double] {
        var worths: [Int: Double] = [:]
        var seen: Set<Int> = []
        for number in sentence.hits where hits[number].tokens.upperBound <= sentence.tokens.upperBound {
            guard case .cue(let field, let worth) = hits[number].meaning, seen.insert(hits[number].entry).inserted else { continue }
            worths[field, default: 0] += worth
        }
        return worths
    }

    /// What a sentence has in it.
    func aspects(of sentence: Sentence) -> Set<Aspect> {
        var aspects: Set<Aspect> = []
        if !inside(names, sentence).isEmpty { aspects.insert(.person) }
        let days = inside(dates, sentence)
        let numbers = inside(tickets, sentence)
        var sawNumber = false
        for token in sentence.tokens {
            let range = tokens.ranges[token]
            guard (48...57).contains(tokens.folded[range.lowerBound]) else { continue }
            if days.contains(where: { $0.range.contains(range.lowerBound) }) || numbers.contains(where: { $0.range.contains(range.lowerBound) }) { continue }
            sawNumber = true
        }
        if sawNumber { aspects.insert(.amount) }
        if !days.isEmpty || (sawNumber && has(.duration, in: sentence)) || hasWrittenDuration(sentence) { aspects.insert(.date) }
        if !numbers.isEmpty || has(.artifact, in: sentence) { aspects.insert(.artifact) }
        let hasMark = tokens.folded[sentence.range].contains { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ":") }
        if hasMark || sentence.words >= 16 || has(.reason, in: sentence) { aspects.insert(.reason) }
        return aspects
    }

    /// "ninety days", written out.
    private func hasWrittenDuration(_ sentence: Sentence) -> Bool {
        sentence.hits.contains { hits[$0].meaning == .word(.duration) && hits[$0].tokens.count > 1 }
    }
}
