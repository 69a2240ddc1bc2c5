/// What the owner says to which question: a script's answers matched to turns. Pure.
struct AnswerBook {
    private let script: PlayScript
    /// Fields whose answer was given already; nothing is said twice.
    private(set) var told: Set<String> = []
    /// Contradictions as the record's gaps list them.
    var contradictions: [GapsReply.Contradiction] = []
    /// Questions of askers that were refused.
    var raised: [String] = []
    /// Field id → title, for turns that do not name their fields.
    var titles: [String: String] = [:]
    /// How many fields one answer may cover: a person who is asked about one thing often tells the next with it.
    private let most = 2
    private let closingMost = 8

    init(_ script: PlayScript) { self.script = script }

    /// What is said where the script has nothing.
    var otherwise: String { script.otherwise ?? "I don't know." }

    /// The answer to a turn.
    /// - Returns: the words, and whether the script had them.
    mutating func answer(_ turn: Packet.Turn) -> (text: String, isScripted: Bool) {
        guard let text = scripted(turn) else { return (otherwise, false) }
        return (text, true)
    }

    private mutating func scripted(_ turn: Packet.Turn) -> String? {
        if let question = raised.first(where: { turn.text.contains($0) }) { return raised(question) }
        switch turn.kind {
        case "contradiction":
            // Asked which of two records is right, people tell the matter with it.
            let words = [contradiction(turn), fields(turn, atMost: 1)].compactMap(\.self)
            return words.isEmpty ? nil : words.joined(separator: " ")
        case "who": return Self.earliest(script.people ?? [:], in: turn.text)
        case "acronym": return Self.earliest(script.acronyms ?? [:], in: turn.text)
        case "closing": return closing(turn)
        default: return fields(turn, atMost: most)
        }
    }

    /// What the owner says to an asker's question: the script's answer to it, or what they would say of the field it is about.
    private func raised(_ question: String) -> String? {
        if let gap = script.gap, gap.question == question { return gap.answer }
        let field = script.ask?.first { $0.text == question }?.field
        return field.flatMap { script.answers?[$0] }
    }

    private func contradiction(_ turn: Packet.Turn) -> String? {
        let quoted = contradictions.first { Self.quotes($0.a, turn.text) || Self.quotes($0.b, turn.text) }
        let aimed = contradictions.first { (turn.targets ?? []).contains($0.field) }
        return (quoted ?? aimed).flatMap { script.contradictions?[$0.rule] }
    }

    private static func quotes(_ place: PlaceReply, _ text: String) -> Bool {
        guard let quote = place.quote, quote.count >= 8 else { return false }
        return text.contains(quote.prefix(40))
    }

    /// The last question is for what was not asked: first what the rest of the script speaks of.
    private mutating func closing(_ turn: Packet.Turn) -> String? {
        var turn = turn
        turn.targets = script.namedFields + (turn.targets ?? [])
        return fields(turn, atMost: closingMost)
    }

    private mutating func fields(_ turn: Packet.Turn, atMost most: Int) -> String? {
        let targets = (turn.targets ?? titles.filter { Self.names($0.value, turn) }.keys.sorted()).uniqued()
        let open = targets.filter { !told.contains($0) && script.answers?[$0] != nil }.prefix(most)
        told.formUnion(open)
        let words = open.compactMap { script.answers?[$0] }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static func names(_ title: String, _ turn: Packet.Turn) -> Bool {
        let title = title.lowercased()
        return turn.text.lowercased().contains(title) || (turn.why ?? "").lowercased().contains(title)
    }

    /// The value whose key stands first in a text, as a whole word.
    static func earliest(_ entries: [String: String], in text: String) -> String? {
        var best: (start: String.Index, key: String)?
        for key in entries.keys.sorted() {
            guard let start = Self.word(key, in: text) else { continue }
            if best.map({ start < $0.start || (start == $0.start && key.count > $0.key.count) }) ?? true { best = (start, key) }
        }
        return best.flatMap { entries[$0.key] }
    }

    private static func word(_ key: String, in text: String) -> String.Index? {
        guard !key.isEmpty else { return nil }
        for range in text.ranges(of: key) {
            let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
            let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
            if !before.isLetter, !before.isNumber, !after.isLetter, !after.isNumber { return range.lowerBound }
        }
        return nil
    }
}
