import FeraDomain

/// One mail (RFC 5322, MIME): the head and the body as two excerpts of one message. Quoted text and the signature stay in the
/// extracted text but in no excerpt: what the other side wrote belongs to their own mail.
enum MailReader {
    static func read(_ input: ReaderInput, _ builder: inout ExtractionBuilder) throws(IngestError) {
        let part = try MailPart(input.bytes[...], limits: input.limits)
        guard part.header("from") != nil, part.header("date") != nil || part.header("subject") != nil || part.header("message-id") != nil else {
            throw .unreadable(place: "line 1", why: "a mail has a From line and a Date, Subject or Message-ID; this has not")
        }
        var content = MailContent()
        try content.collect(part, depth: 0, limits: input.limits)
        let id = part.header("message-id").map(MailAddress.messageID) ?? ""
        let place = Locator.message(id, number: 1)
        var columns: [String: String] = [:]
        for name in ["from", "to", "cc", "subject", "date"] { columns[name] = part.header(name).map(EncodedWords.decode) }
        let parents = (part.header("references").map(MailAddress.messageIDs) ?? []) + (part.header("in-reply-to").map(MailAddress.messageIDs) ?? [])
        columns["message_id"] = id.isEmpty ? nil : id
        columns["in_reply_to"] = parents.last
        // The oldest message that is known of the thread names it.
        columns["thread"] = parents.first ?? (id.isEmpty ? nil : id)
        let day = columns["date"].flatMap { TextScan.dates(in: $0).first?.value }
        if day == nil { builder.notice("the mail has no date that can be read") }
        let speaker = columns["from"].map(MailAddress.name)

        var head: [String] = []
        for (name, title) in [("from", "From"), ("to", "To"), ("cc", "Cc"), ("date", "Date"), ("subject", "Subject")] {
            guard let value = columns[name] else { continue }
            columns[name] = builder.cleaned(value) { _ in place }
            head.append("\(title): \(columns[name] ?? "")")
        }
        try builder.add(.message, head.joined(separator: "\n"), at: place, speaker: speaker, day: day, record: Record(kind: .other, columns: columns))
        let parts = MailBody.split(builder.cleaned(content.text) { _ in place })
        if parts.words.isEmpty { builder.notice("the mail has no words of its own") }
        if !parts.words.isEmpty { try builder.add(.message, parts.words, at: place, speaker: speaker, day: day) }
        if !parts.rest.isEmpty { builder.addUnquoted(parts.rest) }
        for notice in content.notices { builder.notice(notice) }
        builder.counts.read += 1
        builder.counts.skipped += content.attachments
    }
}

/// The text of a mail's parts.
struct MailContent {
    var text = ""
    var notices: [String] = []
    var attachments = 0
    private var parts = 0

    mutating func collect(_ part: MailPart, depth: Int, limits: IngestLimits) throws(IngestError) {
        parts += 1
        guard depth <= min(limits.depth, 32), parts <= 1_000 else { throw .tooLarge(what: "nested mail parts", limit: min(limits.depth, 32)) }
        if part.type.hasPrefix("multipart/") {
            let children = try part.children(limits: limits)
            if part.type == "multipart/alternative" {
                if let best = children.first(where: { $0.type == "text/plain" }) ?? children.first(where: { $0.type.hasPrefix("multipart/") })
                    ?? children.first(where: { $0.type == "text/html" })
                {
                    try collect(best, depth: depth + 1, limits: limits)
                }
                return
            }
            for child in children { try collect(child, depth: depth + 1, limits: limits) }
            return
        }
        guard part.type == "text/plain" || part.type == "text/html", !part.isAttachment else {
            attachments += 1
            notices.append("the attachment '\(part.fileName)' was not read; add it as a file of its own")
            return
        }
        let decoded = TextDecoding.decode(try part.decodedBody(), charset: part.parameter("charset", of: "content-type") ?? "")
        if let notice = decoded.notice { notices.append(notice) }
        let words = part.type == "text/html" ? HTMLText.plain(decoded.text) : decoded.text
        text += text.isEmpty ? words : "\n\n\(words)"
    }
}

/// A body in two: the words of its author, and what is quoted or signed below.
enum MailBody {
    static func split(_ body: String) -> (words: String, rest: String) {
        let lines = body.utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(Substring($0)) }
        var words: [String] = []
        var rest: [String] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if line == "-- " || line == "--" || isSeparator(line) {
                rest += lines[index...]
                break
            }
            if line.hasPrefix(">") {
                rest.append(line)
            } else if let length = attribution(lines, index) {
                rest += lines[index..<index + length]
                let next = lines[(index + length)...].first { !TextLines.isBlank($0) }
                index += length
                // Outlook quotes without marks: then everything below the line is the other mail.
                guard next?.hasPrefix(">") == true else {
                    rest += lines[index...]
                    break
                }
                continue
            } else {
                words.append(line)
            }
            index += 1
        }
        return (TextLines.trimmed(words.joined(separator: "\n")), TextLines.trimmed(rest.joined(separator: "\n")))
    }

    private static func isSeparator(_ line: String) -> Bool {
        let lower = line.lowercased()
        return (lower.hasPrefix("-----") && (lower.contains("original message") || lower.contains("forwarded message") || lower.contains("ursprüngliche")))
            || (line.hasPrefix("________________________________"))
    }

    /// "On Tue, 3 Mar 2026 at 09:14, Ana Prieto wrote:", in one line or two; how many.
    private static func attribution(_ lines: [String], _ index: Int) -> Int? {
        guard lines[index].hasPrefix("On ") || lines[index].hasPrefix("Am ") || lines[index].hasPrefix("Le ") else { return nil }
        for length in 1...2 where index + length <= lines.count {
            let last = TextLines.trimmed(lines[index + length - 1])
            if last.hasSuffix("wrote:") || last.hasSuffix("schrieb:") || last.hasSuffix("a écrit :") { return length }
        }
        return nil
    }
}

/// Addresses and message ids as headers write them.
enum MailAddress {
    /// `"Prieto, Ana" <ana@x.example>` → `Prieto, Ana`; a bare address stays.
    static func name(of address: String) -> String {
        guard let angle = address.firstIndex(of: "<") else { return TextLines.trimmed(address) }
        let name = TextLines.trimmed(String(address[..<angle])).filter { $0 != "\"" }
        return name.isEmpty ? String(address[address.index(after: angle)...].prefix { $0 != ">" }) : name
    }

    static func messageID(_ header: String) -> String { messageIDs(header).first ?? TextLines.trimmed(header) }

    static func messageIDs(_ header: String) -> [String] {
        header.split(separator: "<").dropFirst(header.hasPrefix("<") ? 0 : 1).compactMap { part in
            part.firstIndex(of: ">").map { String(part[..<$0]) }
        }
    }
}
