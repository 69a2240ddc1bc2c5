package import FeraDomain

extension Interviewer {
    /// A sentence of an answer that was given once for all accounts, and the account that it names.
    package struct OwnerWideLine: Hashable, Sendable {
        package var account: Account.ID
        package var field: Field.ID
        package var kind: StatementKind
        /// 0…100.
        package var confidence: Int
        package var label: Label
        /// Where it stands in the answer, in UTF-8 bytes.
        package var range: Range<Int>
    }

    /// The questions that are asked once of an owner, in the order of the bank, without those asked already.
    package func ownerQuestions(asked: Set<Question.ID>) -> [Question] { catalogue.questions.filter { $0.scope == .owner && !asked.contains($0.id) } }

    /// Files the answer to such a question to the accounts that are named in it. A sentence that names none goes on about the
    /// accounts of the one before; what comes before the first name belongs to nobody. An account is named by its whole name or by
    /// a word of it that no other account's name has.
    package func ownerWide(_ question: Question.ID, answer: String, accounts: [(id: Account.ID, name: String)], state: InterviewState) -> [OwnerWideLine] {
        let reading = TextReading(answer, index: index)
        let names = Self.callNames(accounts)
        var priors: [Int: Double] = [:]
        for (field, share) in catalogue.question(question)?.elicits ?? [:] { if let place = catalogue.index(of: field) { priors[place] = share } }
        var current: [Account.ID] = []
        var lines: [OwnerWideLine] = []
        for sentence in reading.sentences {
            let words = reading.tokens.ranges[sentence.tokens].map { String(decoding: reading.tokens.folded[$0], as: UTF8.self) }
            let named = accounts.map(\.id).filter { id in names[id]?.contains { Self.stands($0, in: words) } ?? false }
            if !named.isEmpty { current = named }
            guard sentence.words >= 3, !current.isEmpty else { continue }
            let least = min(settings.confidence.answerCue, priors.values.max() ?? 1)
            guard let filed = rules.fields(cues: reading.cues(in: sentence), priors: priors, least: least).first else { continue }
            let field = catalogue.fields[filed.field]
            let rate = rules.rate(field, aspects: reading.aspects(of: sentence), hedges: reading.count(.hedge, in: sentence), words: sentence.words)
            let access = access(field, sentence, reading, state: state)
            lines += current.map {
                OwnerWideLine(
                    account: $0, field: field.id, kind: kind(field, sentence, reading), confidence: percent(rate.confidence), label: access.label,
                    range: sentence.range)
            }
        }
        return lines
    }

    /// Account → the word rows by which people call it.
    private static func callNames(_ accounts: [(id: Account.ID, name: String)]) -> [Account.ID: [[String]]] {
        func words(_ name: String) -> [String] {
            let tokens = Tokens(name)
            return tokens.ranges.map { String(decoding: tokens.folded[$0], as: UTF8.self) }
        }
        var counts: [String: Int] = [:]
        for account in accounts { for word in Set(words(account.name)) { counts[word, default: 0] += 1 } }
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
