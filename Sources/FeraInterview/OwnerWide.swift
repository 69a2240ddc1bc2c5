package import FeraDomain

extension Interviewer {
    /// One answer for all accounts of an owner, taken apart by the accounts that it names.
    package struct OwnerWide: Hashable, Sendable {
        /// What is said of each account that is named, in the owner's words and their order.
        package var shares: [Account.ID: String]
        /// What names no account; empty where nothing is left.
        package var rest: String
    }

    /// The questions that are asked once of an owner, in the order of the bank, without those asked already.
    package func ownerQuestions(asked: Set<Question.ID>) -> [Question] { catalogue.questions.filter { $0.scope == .owner && !asked.contains($0.id) } }

    /// Takes an answer apart by the accounts that are named in it. A sentence that names none goes on about the accounts of the one before;
    /// what comes before the first name belongs to nobody. An account is named by its whole name or by its first word, where that has four
    /// letters and begins no other account's name.
    package func ownerWide(_ answer: String, accounts: [(id: Account.ID, name: String)]) -> OwnerWide {
        let reading = TextReading(answer, index: index)
        let names = Self.callNames(accounts)
        var current: [Account.ID] = []
        var shares: [Account.ID: [String]] = [:]
        var rest: [String] = []
        for sentence in reading.sentences {
            let words = reading.tokens.ranges[sentence.tokens].map { String(decoding: reading.tokens.folded[$0], as: UTF8.self) }
            let named = accounts.map(\.id).filter { id in names[id]?.contains { Self.stands($0, in: words) } ?? false }
            if !named.isEmpty { current = named }
            guard let text = answer.utf8Slice(sentence.range.lowerBound, sentence.range.upperBound) else { continue }
            if current.isEmpty { rest.append(text) }
            for account in current { shares[account, default: []].append(text) }
        }
        return OwnerWide(shares: shares.mapValues { $0.joined(separator: " ") }, rest: rest.joined(separator: " "))
    }

    /// Whether a turn holds a part of an answer for all accounts, and was never asked in the chat.
    func isOwnerWide(_ turn: Turn) -> Bool { turn.subject.question.flatMap { catalogue.question($0) }?.scope == .owner }

    /// Whether a text says that there is nothing to tell, or is passed over: it is an answer that belongs to no account.
    package func saysNothing(_ text: String) -> Bool { [.none, .skip, .unknown].contains(intent(TextReading(text, index: index))) }

    /// Account → the word rows by which people call it.
    private static func callNames(_ accounts: [(id: Account.ID, name: String)]) -> [Account.ID: [[String]]] {
        func words(_ name: String) -> [String] {
            let tokens = Tokens(name)
            return tokens.ranges.map { String(decoding: tokens.folded[$0], as: UTF8.self) }
        }
        var counts: [String: Int] = [:]
        // Who owns one customer in two transfers still calls it by its first word.
        for name in Set(accounts.map { words($0.name) }) { for word in Set(name) { counts[word, default: 0] += 1 } }
        var names: [Account.ID: [[String]]] = [:]
        for account in accounts {
            let all = words(account.name)
            // A legal form or "Group" is in many names; a word of three letters is in many sentences.
            let own = all.prefix(1).filter { counts[$0] == 1 && $0.utf8.count >= 4 }.map { [$0] }
            names[account.id] = [all] + own
        }
        return names
    }

    private static func stands(_ name: [String], in words: [String]) -> Bool {
        guard !name.isEmpty, words.count >= name.count else { return false }
        return (0...words.count - name.count).contains { words[$0..<$0 + name.count].elementsEqual(name) }
    }
}
