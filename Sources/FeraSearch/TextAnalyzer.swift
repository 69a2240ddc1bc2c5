/// A token with the term it is found under.
package struct AnalyzedToken: Hashable, Sendable {
    /// Where it stands and what it looks like.
    package let token: Token
    /// Lower case, no accents, apostrophes plain: the word as a word list spells it.
    package let folded: String
    /// What the index files it under: the stem of a word, a number without its grouping, a ticket or date in lower case.
    package let term: String
    /// What the index remembers of it.
    package let flags: TokenFlags
}

/// Turns text into terms: tokens, folding, stop words, stems. It owns a stemmer and is therefore no Sendable value.
package final class TextAnalyzer {
    /// The language whose stems and stop words are used.
    package let language: Language
    private let stemmer: Stemmer
    private let stopWords: Set<String>
    private var stems: [String: String] = [:]

    /// - Throws: `unsupportedLanguage` when libstemmer lacks the language.
    package init(_ language: Language) throws(SearchError) {
        self.language = language
        stemmer = try Stemmer(language)
        stopWords = StopWords.of(language)
    }

    /// The terms of a text in order, with UTF-8 offsets into it.
    package func analyze(_ text: String) -> [AnalyzedToken] {
        var text = text
        return text.withUTF8 { analyze($0) }
    }

    func analyze(_ bytes: UnsafeBufferPointer<UInt8>) -> [AnalyzedToken] {
        let tokens = Tokenizer.tokens(bytes, language: language)
        var out: [AnalyzedToken] = []
        out.reserveCapacity(tokens.count)
        for token in tokens {
            let lower = Fold.lower(UnsafeBufferPointer(rebasing: bytes[token.core]))
            let folded = Fold.plain(lower)
            var flags = flags(token, folded)
            if token.isCapital, !flags.contains(.stop), let previous = out.last {
                let before = previous.folded == "the" && out.count > 1 ? out[out.count - 2].folded : previous.folded
                if Cues.places.contains(before) { flags.insert(.place) }
            }
            out.append(AnalyzedToken(token: token, folded: folded, term: term(token.kind, lower: lower, folded: folded), flags: flags))
        }
        return out
    }

    private func term(_ kind: Token.Kind, lower: String, folded: String) -> String {
        switch kind {
        case .number, .money, .percent: return folded.utf8.contains(0x2C) ? folded.filter { $0 != "," } : folded
        case .date, .time, .identifier: return folded
        case .word:
            if let known = stems[lower] { return known }
            let stem = Fold.plain(stemmer.stem(lower))
            stems[lower] = stem
            return stem
        }
    }

    private func flags(_ token: Token, _ folded: String) -> TokenFlags {
        var flags: TokenFlags = []
        if stopWords.contains(folded) { flags.insert(.stop) }
        if token.isCapital { flags.insert(.capital) }
        switch token.kind {
        case .number, .money, .percent:
            flags.insert(.number)
            if token.kind == .number, isYear(folded) { flags.insert(.date) }
        case .date: flags.insert(.date)
        case .time, .identifier:
            flags.insert(.number)
            if Cues.dates.contains(folded) || isDecade(folded) { flags.insert(.date) }
        case .word:
            if Cues.numbers.contains(folded) { flags.insert(.number) }
            // "may" is a month only with its capital.
            if Cues.dates.contains(folded), folded != "may" || token.isCapital { flags.insert(.date) }
            if Cues.causes.contains(folded) { flags.insert(.cause) }
            if Cues.isNegation(folded) { flags.insert(.negation) }
        }
        return flags
    }

    private func isYear(_ folded: String) -> Bool {
        let digits = Array(folded.utf8)
        return digits.count == 4 && (digits[0] == 0x31 || (digits[0] == 0x32 && digits[1] == 0x30))
    }

    private func isDecade(_ folded: String) -> Bool { folded.utf8.count == 5 && folded.hasSuffix("0s") && isYear(String(folded.dropLast())) }
}
