import FeraDomain

extension Work {
    /// Takes back the newest answer that still stands.
    mutating func withdrawLast() throws(Refusal) {
        guard let last = state.answers.last(where: { !$0.isWithdrawn && $0.text != nil }) else {
            throw Refusal(.unknownAnswer, "There is no answer to take back.")
        }
        try withdraw(answer: last.id)
    }

    /// What Fera has said that quotes words which are taken back. A quotation is kept apart from its answer, so it goes with it.
    /// - Parameters:
    ///   - taken: the words.
    ///   - names: names that must go from Fera's replies.
    func echoes(of taken: [String], names: [String] = []) -> [Identifier<TextRef.Subject>] {
        let whole = taken.map { Self.plain($0) }.filter { $0.utf8.count >= 3 }
        let names = names.map { Self.plain($0) }.filter { !$0.isEmpty }
        guard !whole.isEmpty || !names.isEmpty else { return [] }
        let runs = Set(whole.flatMap { Self.runs($0) })
        return state.said.filter { id in
            guard let text = words.text(id) else { return false }
            // A quotation in its marks is taken back however short it is.
            for quote in Self.quotes(text) {
                let plain = Self.plain(String(quote))
                if plain.utf8.count >= 3, whole.contains(where: { $0.contains(plain) }) { return true }
            }
            let said = Self.plain(text)
            // Names stand so only in what Fera replies; a question may have them from the record.
            let isReply = id.rawValue.hasPrefix("\(prefix).r")
            return isReply && names.contains { " \(said) ".contains(" \($0) ") } || !runs.isDisjoint(with: Self.runs(said))
        }
    }

    /// Lower case, words and blanks alone.
    private static func plain(_ text: String) -> String {
        String(text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " }).split(separator: " ").joined(separator: " ")
    }

    /// Runs of five words: what two texts do not share by chance.
    private static func runs(_ text: String) -> [String] {
        let words = text.split(separator: " ")
        guard words.count >= 5 else { return [] }
        return (0...words.count - 5).map { words[$0..<$0 + 5].joined(separator: " ") }
    }

    /// What stands between “ and ”; a quotation that was cut ends with …
    private static func quotes(_ text: String) -> [Substring] {
        var found: [Substring] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "“"), let close = rest[open...].firstIndex(of: "”") {
            found.append(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
        }
        return found
    }
}
