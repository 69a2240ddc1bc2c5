/// Whether a reworded question still asks what the rules chose: a model may change the words, never the facts, names or
/// targets in them. Pure; written for English, strict elsewhere: where it is unsure it objects, and the template is asked.
package struct QuestionWordingCheck: Sendable {
    /// One objection: a stable reason and, where there is one, the word it is about.
    package struct Problem: Equatable, Hashable, Sendable, CustomStringConvertible {
        /// Stable names of the objections.
        package enum Reason: String, Sendable {
            case empty
            case tooLong = "too_long"
            case markup
            case notOneQuestion = "not_one_question"
            case quoteLost = "quote_lost"
            case quoteAdded = "quote_added"
            case numberLost = "number_lost"
            case numberAdded = "number_added"
            case nameLost = "name_lost"
            case nameAdded = "name_added"
            case negationChanged = "negation_changed"
            case targetLost = "target_lost"
        }
        /// What is wrong.
        package let reason: Reason
        /// The quotation, number, name or target it is about; "" when it is about the whole.
        package let word: String
        /// Reason and word.
        package var description: String { word.isEmpty ? reason.rawValue : "\(reason.rawValue) \"\(word)\"" }
    }

    /// The question as the rules word it.
    package let template: String
    /// Words or phrases that must stay, in any case of letters, as whole words.
    package let required: [String]
    /// The most characters of a rewording, whatever the template's length.
    package let maxCharacters: Int
    private let facts: WordingFacts

    /// Reads the template once, for any number of rewordings.
    package init(template: String, required: [String] = [], maxCharacters: Int = 400) {
        self.template = template
        self.required = required
        self.maxCharacters = maxCharacters
        facts = WordingFacts(template)
    }

    /// What must stay letter for letter: quotations, numbers and names, in alphabetical order.
    package var kept: [String] { facts.quotes.union(facts.numbers).union(facts.names(otherwiseLowercase: [])).map(\.text).sorted() }

    /// Every objection against `reworded`, in a fixed order; none means it may be asked.
    package func problems(in reworded: String) -> [Problem] {
        let new = WordingFacts(reworded)
        guard !new.words.isEmpty else { return [Problem(reason: .empty, word: "")] }
        var problems: [Problem] = []
        func object(_ reason: Problem.Reason, _ words: some Sequence<String>) {
            problems += words.map { Problem(reason: reason, word: $0) }.sorted { $0.word < $1.word }
        }

        // A little longer than the template is a better wording; twice as long is another question.
        if reworded.count > maxCharacters || reworded.count > 2 * template.count + 40 { object(.tooLong, [""]) }
        let marks = new.marks.subtracting(facts.marks)
        if !marks.isEmpty { object(.markup, marks.sorted().map { $0.isNewline ? "line end" : String($0) }) }
        if new.questionMarks != 1 || !new.endsInQuestionMark { object(.notOneQuestion, [""]) }
        object(.quoteLost, facts.quotes.subtracting(new.quotes).map(\.text))
        object(.quoteAdded, new.quotes.subtracting(facts.quotes).map(\.text))
        object(.numberLost, facts.numbers.subtracting(new.numbers).map(\.text))
        object(.numberAdded, new.numbers.subtracting(facts.numbers).map(\.text))
        object(.nameLost, facts.names(otherwiseLowercase: []).filter { !new.exactWords.contains($0) }.map(\.text))
        object(.nameAdded, new.names(otherwiseLowercase: facts.lowercaseWords).filter { !facts.exactWords.contains($0) }.map(\.text))
        if facts.isNegated != new.isNegated { object(.negationChanged, [""]) }
        object(.targetLost, required.filter { !new.contains(phrase: $0) })
        return problems
    }
}

/// Text that is compared byte by byte: `==` of strings would take a composed and a decomposed letter for the same.
struct Verbatim: Hashable, Sendable {
    let text: String
    init(_ text: some StringProtocol) { self.text = String(text) }
    static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }
    func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
}
