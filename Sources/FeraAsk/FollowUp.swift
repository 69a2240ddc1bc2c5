package import FeraSearch

/// One question of a conversation and what was answered.
package struct Exchange: Hashable, Sendable {
    /// As it was judged, that is completed.
    package var question: String
    /// The sentences that were shown; empty for a refusal.
    package var answer: [String]

    /// One exchange.
    package init(question: String, answer: [String] = []) {
        self.question = question
        self.answer = answer
    }
}

/// Completes a follow-up question from the conversation, by rule and in English only. It puts names where pronouns stand and
/// nothing else: the completed question is shown to the asker and judged alone.
///
/// - “And what about Ennis?” after “Who runs the Carlow plant?” becomes “Who runs the Ennis plant?”
/// - “What does she want?” after an answer about Helen Marchetti becomes “What does Helen Marchetti want?”
/// - “When does it end?” after “What is the contract worth?” becomes “When does the contract end?”
package enum FollowUp {
    /// The completed question, or `nil` when the question stands by itself or nothing in the conversation completes it.
    ///
    /// - Parameter conversation: oldest first.
    package static func complete(_ question: String, after conversation: [Exchange], language: Language = .english) -> String? {
        guard language == .english, !conversation.isEmpty else { return nil }
        let words = SpokenWord.words(question)
        if let subject = newSubject(words, question), let last = conversation.last {
            if let replaced = replace(subjectOf: last.question, by: subject) { return replaced }
        }
        return withNames(question, words, conversation)
    }

    /// What stands after “and”, “what about”, “and what about”, “how about”: a bare new subject of at most six words.
    private static func newSubject(_ words: [SpokenWord], _ question: String) -> String? {
        var rest = words[...]
        if rest.first?.lower == "and" || rest.first?.lower == "or" { rest = rest.dropFirst() }
        let isAbout = rest.count > 2 && ["what", "how"].contains(rest[rest.startIndex].lower) && rest[rest.startIndex + 1].lower == "about"
        if isAbout { rest = rest.dropFirst(2) }
        guard isAbout || rest.count < words.count, let first = rest.first, let last = rest.last, rest.count <= 6 else { return nil }
        // “And who decides?” is a question of its own, “and her deputy?” needs a name first.
        if SpokenWord.asks.contains(first.lower) || rest.contains(where: { SpokenWord.pronouns[$0.lower] != nil }) { return nil }
        return Asker.quote(first.range.lowerBound..<last.range.upperBound, in: question)
    }

    /// The previous question with its last name exchanged; `nil` when it names nobody and nothing.
    private static func replace(subjectOf question: String, by subject: String) -> String? {
        guard SpokenWord.words(subject).contains(where: \.isName), let name = SpokenWord.names(question).last else { return nil }
        return splice(question, [(name, subject)])
    }

    private static func withNames(_ question: String, _ words: [SpokenWord], _ conversation: [Exchange]) -> String? {
        if !SpokenWord.names(question).isEmpty { return nil }
        var edits: [(Range<Int>, String)] = []
        for (place, word) in words.enumerated() {
            guard let pronoun = SpokenWord.pronouns[word.lower], !isDummy(place, words) else { continue }
            let subject: String? = pronoun.isPerson ? person(conversation) : thing(conversation)
            guard let subject else { return nil }
            let isPossessive = pronoun.isPossessive || (word.lower == "her" && ownsNext(place, words))
            // Only the first is exchanged: after it the pronouns point to the name.
            edits.append((word.range, isPossessive ? subject + (subject.hasSuffix("s") ? "’" : "’s") : subject))
            break
        }
        return edits.isEmpty ? nil : splice(question, edits)
    }

    /// “her deputy” owns, “to her” and “about her?” do not.
    private static func ownsNext(_ place: Int, _ words: [SpokenWord]) -> Bool {
        place + 1 < words.count && !SpokenWord.small.contains(words[place + 1].lower)
    }

    /// “Is it true that …”, “that” as a conjunction: pronouns that point at nothing.
    private static func isDummy(_ place: Int, _ words: [SpokenWord]) -> Bool {
        let next = place + 1 < words.count ? words[place + 1].lower : ""
        if words[place].lower == "it" { return ["true", "possible", "likely", "rain", "safe", "ok", "allowed"].contains(next) }
        if words[place].lower == "this" || words[place].lower == "that" { return !next.isEmpty && !SpokenWord.follows.contains(next) }
        return false
    }

    /// The person last spoken of: named in the question, else in its answer.
    private static func person(_ conversation: [Exchange]) -> String? {
        for exchange in conversation.reversed() {
            if let name = SpokenWord.names(exchange.question).last { return Asker.quote(name, in: exchange.question) }
            for sentence in exchange.answer {
                if let name = SpokenWord.names(sentence).first { return Asker.quote(name, in: sentence) }
            }
        }
        return nil
    }

    /// The thing last asked about: a ticket or name, else the first noun with an article.
    private static func thing(_ conversation: [Exchange]) -> String? {
        for exchange in conversation.reversed() {
            let question = exchange.question
            let words = SpokenWord.words(question)
            if let ticket = words.last(where: \.isTicket) { return Asker.quote(ticket.range, in: question) }
            if let noun = SpokenWord.noun(words) { return Asker.quote(noun, in: question) }
            if let name = SpokenWord.names(question).last { return Asker.quote(name, in: question) }
        }
        return nil
    }

    private static func splice(_ text: String, _ edits: [(Range<Int>, String)]) -> String {
        var bytes = Array(text.utf8)
        for (range, replacement) in edits.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) { bytes.replaceSubrange(range, with: Array(replacement.utf8)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
