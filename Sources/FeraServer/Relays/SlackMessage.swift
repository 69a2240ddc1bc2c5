import FeraApp
import FeraDomain

/// A message for Slack: plain text for notifications, and blocks.
struct SlackMessage: Encodable, Equatable {
    var text: String
    var blocks: [Block]?

    struct Block: Encodable, Equatable {
        var type: String
        var text: Element?
        var elements: [Element]?
    }

    struct Element: Encodable, Equatable {
        var type = "mrkdwn"
        var text: String
    }

    /// - Parameter text: escaped already.
    init(_ text: String) { self.text = text }

    /// An answer with its citations, or a refusal with what lies nearest.
    init(_ packets: [Packet], account: String, version: Int) {
        if let refused = packets.last(where: { $0.type == .refused }) {
            self.init(Self.refusal(refused, account))
            return
        }
        var lines: [String] = []
        var sources: [String] = []
        var cited: Set<String> = []
        var size = 0
        for packet in packets where packet.type == .sentence {
            let citations = packet.citations ?? []
            var marks: [Int] = []
            for citation in citations where !marks.contains(citation.n) { marks.append(citation.n) }
            let line = SlackText.escaped(packet.text ?? "") + (marks.isEmpty ? "" : " " + marks.map { "[\($0)]" }.joined())
            size += line.utf8.count
            // Slack refuses a message whose blocks are too long together; the whole answer stands in Fera.
            guard size < 6000 else { break }
            lines.append(line)
            for citation in citations where cited.insert(citation.passageID.rawValue).inserted { sources.append(Self.source(citation)) }
            for note in packet.notes ?? [] where sources.count < 40 { sources.append("_\(SlackText.escaped(note.prefix(280)))_") }
        }
        self.init(lines.joined(separator: "\n"))
        var blocks: [Block] = []
        var section = ""
        for line in lines {
            if !section.isEmpty, section.utf8.count + line.utf8.count > 2800 {
                blocks.append(Block(type: "section", text: Element(text: section)))
                section = ""
            }
            section += (section.isEmpty ? "" : "\n") + String(line.prefix(2800))
        }
        if !section.isEmpty { blocks.append(Block(type: "section", text: Element(text: section))) }
        sources.append("\(SlackText.escaped(account)), version \(version)")
        var left = sources.prefix(20)[...]
        while !left.isEmpty {
            blocks.append(Block(type: "context", elements: left.prefix(10).map { Element(text: $0) }))
            left = left.dropFirst(10)
        }
        self.blocks = blocks
    }

    private static func source(_ citation: CitationView) -> String {
        var parts = ["“\(citation.quote.prefix(240))”"]
        if let source = citation.source { parts.append([source.name, source.place].compactMap { $0 }.joined(separator: ", ")) }
        parts.append("said by \(citation.saidBy)")
        if !citation.approvedBy.isEmpty { parts.append("approved by \(citation.approvedBy.joined(separator: ", "))") }
        parts.append("\(citation.ageDays) days old")
        return "*[\(citation.n)]* \(SlackText.escaped(parts.joined(separator: " · ")))"
    }

    private static func refusal(_ packet: Packet, _ account: String) -> String {
        var text: String
        switch packet.reason {
        case "ambiguous": text = "That could mean several things in what is locked for \(account). Say which person or thing you mean."
        case "expired": text = "What is locked for \(account) on this is too old to be told as an answer."
        default: text = "What is locked for \(account) and may be said in this channel does not answer that, and I do not guess."
        }
        if packet.gapID != nil { text += " Your question is kept as a gap." }
        if let nearest = packet.nearest, !nearest.isEmpty { text += "\nNearest topics: \(nearest.joined(separator: " · "))." }
        return SlackText.escaped(text)
    }

    /// What is said to somebody who is not linked.
    static func unlinked(_ page: String) -> SlackMessage {
        let place = page.isEmpty ? "your page in Fera" : "your page in Fera (\(page))"
        return SlackMessage(SlackText.escaped("I do not know you here yet. Open \(place), make a link code there, and send me a direct message: link CODE"))
    }

    static func linked(_ name: String) -> SlackMessage {
        SlackMessage(SlackText.escaped("You are linked, \(name). Ask me what you need to know about your accounts."))
    }

    static func which(_ names: [String]) -> SlackMessage {
        let list = names.prefix(30).joined(separator: ", ") + (names.count > 30 ? " and \(names.count - 30) more" : "")
        return SlackMessage(SlackText.escaped("I know several accounts: \(list). Name the one you mean in your question."))
    }

    static let nothing = SlackMessage("There is nothing locked yet that you may ask here.")
    static let usage = SlackMessage("Ask a question, such as: /fera who decides about the renewal? Or link yourself: /fera link CODE")
}
