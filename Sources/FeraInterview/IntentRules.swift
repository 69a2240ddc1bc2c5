import FeraDomain

extension Interviewer {
    /// What a message is meant as. An answer is the default: only what is plainly something else is taken as something else.
    func intent(_ reading: TextReading) -> Intent {
        let start = contentStart(reading)
        let words = reading.tokens.ranges.count - start
        guard words > 0 else { return .empty }
        func begins(_ category: Lexicon.Category) -> Bool {
            reading.hits.contains { $0.meaning == .word(category) && $0.tokens.lowerBound == start }
        }
        func has(_ category: Lexicon.Category) -> Bool { reading.first(category) != nil }
        if words < 12, has(.abuse) { return .abusive }
        if words <= 6, begins(.skip), !tellsSomething(reading) { return .skip }
        // "One thing at a time": the question is put again, in short.
        if words < 10, has(.overload) { return .empty }
        if words < 25, begins(.refer) || has(.unknown), referred(reading) != nil { return .refer }
        if words < 14, has(.unknown), !tellsSomething(reading) { return .unknown }
        if words < 12, has(.later), !tellsSomething(reading) { return .defer }
        if isQuestion(reading), begins(.question) { return .question }
        if words < 14, begins(.nothing) || begins(.already), !tellsSomething(reading) { return .none }
        return .answer
    }

    /// The first word after "Well," and the like.
    func contentStart(_ reading: TextReading) -> Int {
        var start = 0
        while start < reading.tokens.ranges.count, reading.hits.contains(where: { $0.meaning == .word(.filler) && $0.tokens == start..<start + 1 }) {
            start += 1
        }
        return start
    }

    /// The name behind "ask": one to three capitalised words.
    func referred(_ reading: TextReading) -> Range<Int>? {
        let bytes = reading.text.utf8
        func isCapital(_ token: Int) -> Bool {
            guard token < reading.tokens.ranges.count else { return false }
            let unit = bytes[bytes.index(bytes.startIndex, offsetBy: reading.tokens.ranges[token].lowerBound)]
            return (65...90).contains(unit) || unit >= 0xC3
        }
        for hit in reading.hits where hit.meaning == .word(.refer) && isCapital(hit.tokens.upperBound) {
            var last = hit.tokens.upperBound
            while last - hit.tokens.upperBound < 2, isCapital(last + 1), isAdjacent(reading, last) { last += 1 }
            return reading.tokens.ranges[hit.tokens.upperBound].lowerBound..<reading.tokens.ranges[last].upperBound
        }
        return nil
    }

    private func isAdjacent(_ reading: TextReading, _ token: Int) -> Bool {
        reading.tokens.ranges[token + 1].lowerBound == reading.tokens.ranges[token].upperBound + 1
            && reading.tokens.folded[reading.tokens.ranges[token].upperBound] == 32
    }

    /// Names, dates, tickets or numbers: somebody who says "no" and then this, has answered.
    private func tellsSomething(_ reading: TextReading) -> Bool {
        !reading.names.isEmpty || !reading.dates.isEmpty || !reading.tickets.isEmpty
            || reading.tokens.ranges.contains { (48...57).contains(reading.tokens.folded[$0.lowerBound]) }
    }

    private func isQuestion(_ reading: TextReading) -> Bool {
        let trimmed = reading.tokens.folded.reversed().drop { $0 == 32 || (9...13).contains($0) }
        return trimmed.first == UInt8(ascii: "?") && reading.sentences.count == 1
    }

    /// The field that a question in somebody's own words is about: by its cues, then by the words it shares with a field's own.
    /// - Returns: `nil` where it fits no field.
    func field(of question: String) -> Field.ID? {
        let reading = TextReading(question, index: index)
        var scores: [Int: Double] = [:]
        for sentence in reading.sentences { scores.merge(reading.cues(in: sentence), uniquingKeysWith: +) }
        let asked = TextScan.contentWords(in: question)
        for (place, field) in catalogue.fields.enumerated() {
            let own = TextScan.contentWords(in: field.title + " " + field.question)
            scores[place, default: 0] += 0.5 * Double(asked.intersection(own).count)
        }
        guard let best = scores.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }), best.value >= 0.75 else { return nil }
        return catalogue.fields[best.key].id
    }
}
