/// What a question states as fact: its quotations, numbers and dates, names, negations.
struct WordingFacts: Sendable {
    struct Word: Sendable, Equatable {
        /// Without the punctuation around it and without a possessive ending.
        let text: String
        let startsSentence: Bool
        var lower: String { text.lowercased() }
        var isCapitalised: Bool { text.first?.isUppercase == true }
        /// Has a digit, or a sign that only addresses, links and handles have.
        var isExact: Bool { text.contains { $0.isNumber || "@#/\\_=+".contains($0) } }
        /// Capitals after the first letter: "SLA", "eMobility".
        var hasInnerCapital: Bool { text.dropFirst().contains(where: \.isUppercase) }
    }

    let words: [Word]
    /// What stands between quotation marks, without them.
    let quotes: Set<Verbatim>
    /// Tokens with digits or of addresses as they stand; number words, months, days and spans of time in lower case.
    let numbers: Set<Verbatim>
    let exactWords: Set<Verbatim>
    let lowercaseWords: Set<String>
    let isNegated: Bool
    let questionMarks: Int
    let endsInQuestionMark: Bool
    /// Line ends, controls and signs of markup that occur.
    let marks: Set<Character>

    init(_ text: String) {
        words = Self.words(of: text)
        quotes = Self.quotes(of: text)
        var numbers: Set<Verbatim> = []
        for word in words {
            if word.isExact { numbers.insert(Verbatim(word.text)) }
            // "Tuesday" and "two-year" hide a date and a number.
            for part in word.lower.split(separator: "-") where WordingVocabulary.quantities.contains(String(part)) { numbers.insert(Verbatim(part)) }
        }
        self.numbers = numbers
        exactWords = Set(words.map { Verbatim($0.text) })
        lowercaseWords = Set(words.filter { !$0.isCapitalised }.map(\.text))
        isNegated = words.contains { WordingVocabulary.negations.contains($0.lower) || $0.lower.hasSuffix("n't") || $0.lower.hasSuffix("n’t") }
        questionMarks = text.count { $0 == "?" || $0 == "？" || $0 == "⁇" || $0 == "؟" }
        endsInQuestionMark = text.last { !$0.isWhitespace } == "?"
        marks = Set(
            text.filter {
                $0.isNewline || "*`<>[]{}|~^•".contains($0) || $0.unicodeScalars.contains { $0.value < 32 || $0.properties.generalCategory == .format }
            })
    }

    /// The words that name somebody or something. At the beginning of a sentence a capital says little: there a word is a name
    /// unless it is a usual opening word or is also written small in `otherwiseLowercase` or elsewhere in the text.
    func names(otherwiseLowercase known: Set<String>) -> [Verbatim] {
        words.filter { word in
            if word.isExact || WordingVocabulary.firstPerson.contains(word.lower) { return false }
            if word.hasInnerCapital { return true }
            guard word.isCapitalised else { return false }
            guard word.startsSentence else { return true }
            return !(WordingVocabulary.openings.contains(word.lower) || lowercaseWords.contains(word.lower) || known.contains(word.lower))
        }.map { Verbatim($0.text) }
    }

    /// Whether the words of `phrase` stand here one after the other, in any case of letters.
    func contains(phrase: String) -> Bool {
        let wanted = Self.words(of: phrase).map(\.lower)
        guard !wanted.isEmpty, wanted.count <= words.count else { return wanted.isEmpty }
        let all = words.map(\.lower)
        return (0...(all.count - wanted.count)).contains { all[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }

    // MARK: Reading

    private static func words(of text: String) -> [Word] {
        var words: [Word] = [], startsSentence = true
        for token in text.split(whereSeparator: { $0.isWhitespace || $0 == "—" || $0 == "–" || $0 == "…" }) {
            let opensQuote = token.first.map { "\"“„«‘'".contains($0) } ?? false
            var core = token
            while let first = core.first, !first.isLetter, !first.isNumber, !isSign(first) { core.removeFirst() }
            while let last = core.last, !last.isLetter, !last.isNumber, last != "%" { core.removeLast() }
            if core.hasSuffix("'s") || core.hasSuffix("’s") { core.removeLast(2) }
            // A quotation begins anew like a sentence, but its words must stay as they are anyway.
            if !core.isEmpty { words.append(Word(text: String(core), startsSentence: startsSentence || opensQuote)) }
            let ending = token.last { !"\"”“»)’'".contains($0) }
            startsSentence = core.isEmpty ? startsSentence : (ending.map { ".!?:;".contains($0) } ?? false)
        }
        return words
    }

    /// Signs that belong to the amount or handle after them.
    private static func isSign(_ character: Character) -> Bool { "$€£¥@#+-".contains(character) }

    private static func quotes(of text: String) -> Set<Verbatim> {
        var quotes: Set<Verbatim> = [], open: (close: Set<Character>, start: String.Index)?, before: Character = " "
        for index in text.indices {
            let character = text[index], next = text.index(after: index)
            let after = next < text.endIndex ? text[next] : " "
            if let current = open {
                // An apostrophe inside a word ends no quotation.
                let isApostrophe = (character == "'" || character == "’") && before.isLetter && after.isLetter
                if current.close.contains(character), !isApostrophe {
                    quotes.insert(Verbatim(text[current.start..<index]))
                    open = nil
                }
            } else if let close = closing[character], !(character == "'" && (before.isLetter || before.isNumber)) {
                open = (close, next)
            }
            before = character
        }
        // What is never closed is still a quotation somebody began.
        if let open { quotes.insert(Verbatim(text[open.start...])) }
        return quotes
    }

    private static let closing: [Character: Set<Character>] = [
        "\"": ["\""], "“": ["”", "\""], "„": ["“", "”", "\""], "«": ["»"], "»": ["«"], "‘": ["’", "'"], "'": ["'", "’"],
    ]
}

/// The closed word lists of the check, English.
enum WordingVocabulary {
    static let negations: Set<String> = [
        "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without", "cannot", "hardly", "unless",
    ]

    /// Numbers in words, days, months, spans of time. "One", "second" and "may" are left out: they are mostly other words.
    static let quantities: Set<String> = Set(
        """
        zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty \
        fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion dozen dozens half twice thrice third fourth fifth \
        monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december \
        yesterday today tomorrow tonight day days daily week weeks weekly month months monthly quarter quarters quarterly year years yearly annual annually \
        percent euro euros dollar dollars pound pounds
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    static let firstPerson: Set<String> = ["i", "i'm", "i’m", "i'd", "i’d", "i've", "i’ve", "i'll", "i’ll"]

    /// Words that open a question or a sentence before one and name nobody.
    static let openings: Set<String> = Set(
        """
        a about according after all also an and any apart are as asked at because before besides both but by can could describe did do does during \
        each explain finally first for from given had has have having help here how if in is it its just knowing last let looking may more most next \
        now of on once or our other outside over please put say should similarly since so some still suppose tell than that the their them then \
        there these they thinking this those though to under until up walk was we were what what's what’s whatever when where whether which while \
        who who's who’s whom whose why will with within would you your anything anyone everyone someone something everything inside beyond between \
        without not no never nobody nothing none neither talk remind imagine picture share show name list again back long much many one
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
