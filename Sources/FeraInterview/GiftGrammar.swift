/// How people say that they give something away: who gives, a verb of giving or of not charging, and the money that is not asked for.
/// Words have no apostrophes: "won't" is "won", "t".
struct GiftGrammar {
    let words: [String]

    /// - Returns: the word at which a gift of ours is said, or `nil`.
    func gift() -> Int? { words.indices.first(where: isGift) }

    /// Whose deed a word is: the nearest one before it who may do it.
    enum Giver { case us, you, others, nobody, unknown }

    func giver(_ place: Int) -> Giver {
        var at = place - 1
        while at >= 0, place - at <= 12 {
            switch words[at] {
            case "we", "i", "us": return .us
            case "you", "yall", "y": return .you
            case "they", "he", "she", "who": return .others
            case "nobody": return .nobody
            case "one" where at > 0 && words[at - 1] == "no": return .nobody
            default: at -= 1
            }
        }
        return .unknown
    }

    private func isGift(_ at: Int) -> Bool {
        switch words[at] {
        case "comp", "comping": return giver(at) == .us && !isRefused(at)
        case "absorb", "absorbing", "eat", "eating", "swallow", "swallowing", "stand", "bear", "bearing", "carry", "cover", "covering", "foot", "settle",
            "take",
            "pick", "handle":
            return isBorne(at)
        case "pay", "paying": return isUnpaid(at) || giver(at) == .us && follows(at, "for", within: 1) && isAhead(at) && !isRefused(at)
        case "charged", "billed", "invoiced": return isUncharged(at)
        case "charge", "bill", "invoice", "billing", "charging", "invoicing", "charges": return isUncharged(at) || isOffTheBill(at)
        case "item", "items": return at > 0 && words[at - 1] == "line" && isOffTheBill(at)
        case "off": return isTakenOff(at)
        case "dime", "tab", "expense", "nickel": return at > 1 && Self.own.contains(words[at - 1]) && ["on", "at"].contains(words[at - 2])
        case "treat", "gift", "present": return at > 0 && Self.own.contains(words[at - 1])
        case "me": return at > 1 && words[at - 1] == "on" && ["s", "is", "are"].contains(words[at - 2]) && at == words.count - 1
        case "zip", "nada", "nix": return at > 0 && words[at - 1] == "for"
        case "zero", "nothing": return at > 0 && ["pay", "pays", "cost", "costs"].contains { follows(at, $0, within: -2) } && !isRefused(at)
        case "bono": return at > 0 && words[at - 1] == "pro"
        case "house": return at > 2 && words[at - 1] == "the" && words[at - 2] == "of" && words[at - 3].hasPrefix("courtes")
        case "strings": return at > 0 && words[at - 1] == "no"
        case "refund", "credit": return at > 1 && giver(at) == .us && Self.ahead.contains(words[at - 1]) && !isRefused(at)
        case "included": return isIncluded(at)
        default: return false
        }
    }

    private static let own: Set<String> = ["our", "my"]
    private static let ahead: Set<String> = ["ll", "will", "gonna", "to"]
    private static let money: Set<String> = ["cost", "costs", "charge", "charges", "bill", "bills", "tab", "fee", "fees", "expense", "expenses", "invoice"]
    private static let denials: Set<String> = ["not", "never", "t", "no", "nothing", "nor"]

    /// Whether a word stands within so many words behind a place, or before it where the distance is negative.
    private func follows(_ at: Int, _ word: String, within distance: Int) -> Bool {
        distance > 0
            ? words[(at + 1)...].prefix(distance).contains(word) : words[max(0, at + distance)..<at].contains(word)
    }

    /// "We will", "we are", "I'm going to": said of what comes, or of now.
    private func isAhead(_ at: Int) -> Bool {
        words[max(0, at - 3)..<at].contains { Self.ahead.contains($0) || ["re", "m", "are", "am", "d"].contains($0) }
    }

    /// "I can't", "we won't", "nobody will": not done.
    func isRefused(_ at: Int) -> Bool {
        words[max(0, at - 5)..<at].contains { ["t", "not", "cannot", "never", "unable", "nobody"].contains($0) }
    }

    /// "We'll absorb the storage cost", "I take care of the bill".
    private func isBorne(_ at: Int) -> Bool {
        guard giver(at) == .us, !isRefused(at) else { return false }
        let after = words[(at + 1)...].prefix(6)
        guard let noun = after.firstIndex(where: Self.money.contains), noun > at + 1 else { return false }
        let between = words[(at + 1)..<noun]
        if ["take", "handle", "settle", "pick", "carry", "cover"].contains(words[at]) {
            return between.allSatisfy {
                ["the", "care", "of", "up", "all", "any", "that", "this", "extra", "additional", "full", "entire", "whole"].contains($0)
            }
        }
        return true
    }

    /// "You will not pay", "you won't be asked to pay", "don't worry about paying".
    private func isUnpaid(_ at: Int) -> Bool {
        guard giver(at) == .you, let you = words[..<at].lastIndex(where: { ["you", "yall"].contains($0) }) else { return false }
        let between = words[you..<at]
        return at - you <= 7 && between.contains(where: Self.denials.contains)
            && !between.contains { ["did", "have", "haven", "has", "can", "cannot", "if", "didn", "should", "must"].contains($0) }
    }

    /// "You'll never get charged", "we are not going to bill", "nobody will invoice you".
    private func isUncharged(_ at: Int) -> Bool {
        let isPassive = words[at].hasSuffix("ed")
        switch giver(at) {
        case .nobody: return !isPassive && words[max(0, at - 4)..<at].contains { ["will", "ll", "going", "gonna"].contains($0) }
        case .us:
            guard !isPassive, let start = words[..<at].lastIndex(where: { ["we", "i"].contains($0) }), at - start <= 7 else { return false }
            let between = words[start..<at]
            return between.contains(where: Self.denials.contains)
                && between.contains { ["won", "will", "ll", "going", "gonna", "re", "m", "are"].contains($0) }
        case .you, .others, .unknown:
            let between = words[max(0, at - 7)..<at]
            if !isPassive {
                // "There won't be any charge."
                return ["charge", "charges", "bill"].contains(words[at]) && between.contains("there") && between.contains { ["won", "not"].contains($0) }
                    && between.contains("be")
            }
            return between.contains { ["never", "not", "won"].contains($0) } && between.contains { ["be", "get", "being", "getting"].contains($0) }
                && !between.contains { ["can", "cannot", "should", "must", "if", "have", "had"].contains($0) }
        }
    }

    /// "It won't show up on your invoice", "you won't see a line item", "I won't be sending you a bill".
    private func isOffTheBill(_ at: Int) -> Bool {
        let before = words[max(0, at - 8)..<at]
        guard let verb = before.lastIndex(where: { ["show", "appear", "see", "find", "land", "turn", "sending", "send", "come", "receive"].contains($0) })
        else {
            return false
        }
        let denied = words[max(0, verb - 4)..<verb]
        guard denied.contains(where: { ["won", "never", "not"].contains($0) }) else { return false }
        return ["send", "sending"].contains(words[verb]) ? giver(at) == .us || giver(verb) == .us : giver(verb) != .us
    }

    /// "I'll take the setup fee off the bill", "we will knock 10% off".
    private func isTakenOff(_ at: Int) -> Bool {
        guard
            let verb = words[max(0, at - 8)..<at].lastIndex(where: {
                ["take", "taking", "knock", "knocking", "leave", "leaving", "keep", "keeping", "strike", "shave", "drop"].contains($0)
            }), giver(verb) == .us, !isRefused(verb)
        else { return false }
        return ["knock", "knocking", "shave"].contains(words[verb])
            || words[(at + 1)...].prefix(3).contains { Self.money.contains($0) || $0 == "price" }
    }

    /// "Consider the sandbox included", "it is included for you".
    private func isIncluded(_ at: Int) -> Bool {
        if words[max(0, at - 8)..<at].contains(where: { ["consider", "count"].contains($0) }) { return true }
        guard at > 0, ["is", "s", "are", "re"].contains(words[at - 1]), at + 2 < words.count else { return false }
        return words[at + 1] == "for" && ["you", "them", "her", "him", "free", "nothing"].contains(words[at + 2])
    }
}
