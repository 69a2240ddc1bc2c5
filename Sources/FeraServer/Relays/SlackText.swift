/// Slack's ways with text (mrkdwn). Pure.
enum SlackText {
    /// Text that means nothing but itself: `&`, `<` and `>` are all that Slack wants escaped.
    static func escaped(_ text: some StringProtocol) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            default: out.append(character)
            }
        }
        return out
    }

    /// What a person typed: mentions of people and groups are taken out, links and channels become their names.
    static func plain(_ text: String) -> String {
        var out = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
            out += rest[..<start]
            let mark = rest[rest.index(after: start)..<end]
            if mark.first != "@", mark.first != "!" {
                let parts = mark.split(separator: "|", maxSplits: 1)
                out += parts.count == 2 ? parts[1] : (parts.first.map { $0.drop { $0 == "#" } } ?? "")
            }
            rest = rest[rest.index(after: end)...]
        }
        out += rest
        let open = out.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        return String(open.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(2000))
    }

    /// The code in “link CODE”; `nil` for any other message.
    static func linkCode(_ text: String) -> String? {
        let words = text.split(separator: " ")
        return words.count == 2 && words[0].lowercased() == "link" ? String(words[1]) : nil
    }
}
