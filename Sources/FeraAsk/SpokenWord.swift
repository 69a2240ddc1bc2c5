import FeraSearch

/// A word of a question as the follow-up rules see it.
struct SpokenWord {
    var lower: String
    /// UTF-8 offsets in the question.
    var range: Range<Int>
    var isCapital: Bool
    var isTicket: Bool

    var isName: Bool { (isCapital && !Self.small.contains(lower) && !Self.asks.contains(lower)) || isTicket }

    static func words(_ text: String) -> [SpokenWord] {
        Tokenizer.tokens(text).map { token in
            SpokenWord(
                lower: (Asker.quote(token.core, in: text) ?? "").lowercased().replacing("’", with: "'"), range: token.start..<token.end,
                isCapital: token.isCapital, isTicket: token.kind == .identifier && token.isCapital)
        }
    }

    /// Runs of capitals inside sentences; the first word of a sentence counts only when another capital follows it.
    static func names(_ text: String) -> [Range<Int>] {
        let words = words(text)
        let begins = Set(SentenceSplitter.sentences(text).compactMap { range in words.firstIndex { $0.range.lowerBound >= range.lowerBound } })
        let bytes = Array(text.utf8)
        var out: [Range<Int>] = []
        var place = 0
        while place < words.count {
            var end = place
            while end < words.count, words[end].isName {
                if end > place, bytes[words[end - 1].range.upperBound..<words[end].range.lowerBound] != [0x20] { break }
                end += 1
            }
            if end - place > (begins.contains(place) ? 1 : 0) { out.append(bare(words[place..<end], bytes)) }
            place = max(end, place + 1)
        }
        return out
    }

    /// A run of words without the ’s of its last.
    private static func bare(_ run: ArraySlice<SpokenWord>, _ bytes: [UInt8]) -> Range<Int> {
        guard let first = run.first, let last = run.last else { return 0..<0 }
        let ending = last.lower.hasSuffix("'s") ? (bytes[last.range.upperBound - 2] == 0x27 ? 2 : 4) : 0
        return first.range.lowerBound..<last.range.upperBound - ending
    }

    /// The first noun with “the”, “our”, “their”: one word after it, or all up to the next small word when no auxiliary verb stands
    /// before it, since then what follows may be its verb (“when does the contract end”).
    static func noun(_ words: [SpokenWord]) -> Range<Int>? {
        guard let article = words.firstIndex(where: { ["the", "our", "their"].contains($0.lower) }), article + 1 < words.count else { return nil }
        let hasAuxiliary = words[..<article].contains { auxiliaries.contains($0.lower) }
        var end = article + 2
        if !hasAuxiliary { while end < words.count, !small.contains(words[end].lower), end < article + 4 { end += 1 } }
        return small.contains(words[article + 1].lower) ? nil : words[article].range.lowerBound..<words[end - 1].range.upperBound
    }

    static let auxiliaries: Set<String> = [
        "do", "does", "did", "is", "are", "was", "were", "will", "would", "can", "could", "should", "must", "may", "has", "have", "had",
    ]

    /// What may stand after “this” and “that” when they stand for a thing and not before one.
    static let follows: Set<String> = auxiliaries.union(["in", "for", "to", "by", "with", "before", "after", "then", "now"])

    static let asks: Set<String> = ["who", "whom", "whose", "what", "which", "when", "where", "why", "how"]

    static let small: Set<String> = Set(
        """
        a an the of in on at to for from by with and or is are was were be been do does did has have had will would can could should must may might \
        not about than as if there here i we you our my your their its his her before after when where while still now then so
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// Pronouns: whether a person is meant, and whether it owns.
    static let pronouns: [String: (isPerson: Bool, isPossessive: Bool)] = [
        "he": (true, false), "she": (true, false), "him": (true, false), "her": (true, false), "his": (true, true), "hers": (true, true),
        "it": (false, false), "its": (false, true), "that": (false, false), "this": (false, false),
    ]
}
