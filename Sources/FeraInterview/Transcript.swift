import FeraDomain

/// Who said which part of a text that several people said: lines that begin "Name:", as one pastes them from a call.
struct Transcript: Hashable, Sendable {
    /// One person's words, from behind their name to before the next.
    struct Part: Hashable, Sendable {
        var speaker: Person.ID
        /// UTF-8 bytes of the text.
        var range: Range<Int>
    }

    var parts: [Part] = []

    /// Words before a colon that name nobody.
    private static let headings: Set<String> = ["note", "notes", "ps", "action", "actions", "todo", "decision", "summary", "re", "http", "https"]
    /// What Fera asked stands in a transcript too; it is nobody's answer.
    private static let askers: Set<String> = ["fera", "interviewer"]

    /// Splits by speaker.
    /// - Throws: `.unknownSpeaker` for a name that is nobody's in the roster or that several have, and for words before the first name.
    init(_ text: String, roster: [Speakers.Named]) throws(Refusal) {
        let bytes = Array(text.utf8)
        var start = 0
        var line = 0
        var open: (speaker: Person.ID?, from: Int)?
        func close(at end: Int, _ parts: inout [Part]) {
            guard let found = open, let speaker = found.speaker, bytes[found.from..<end].contains(where: { $0 > 32 }) else { return }
            parts.append(Part(speaker: speaker, range: found.from..<end))
        }
        while start < bytes.count {
            line += 1
            let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
            if let (label, from) = Self.label(bytes, start..<end) {
                if Self.askers.contains(label.lowercased()) {
                    close(at: start, &parts)
                    open = (nil, from)
                } else if let speaker = try Self.speaker(label, roster, line) {
                    close(at: start, &parts)
                    open = (speaker, from)
                }
            }
            if open == nil, bytes[start..<end].contains(where: { $0 > 32 }) {
                throw Refusal(
                    .unknownSpeaker, "Line \(line) says nothing of who speaks. Begin it with a name and a colon, as in \"\(roster.first?.name ?? "Name"): …\".")
            }
            start = end + 1
        }
        close(at: bytes.count, &parts)
        guard !parts.isEmpty else { throw Refusal(.empty, "The transcript holds nobody's words.") }
    }

    /// The words before a colon, behind a time in front of them, and where what follows begins.
    private static func label(_ bytes: [UInt8], _ line: Range<Int>) -> (String, Int)? {
        var from = line.lowerBound
        // "[00:12:31] " or "00:12 " before the name.
        let times: Set<UInt8> = Set("[]()0123456789:. -\t".utf8)
        while from < line.upperBound, times.contains(bytes[from]) { from += 1 }
        guard let colon = bytes[from..<line.upperBound].firstIndex(of: UInt8(ascii: ":")), colon > from, colon - from <= 60 else { return nil }
        // A colon inside a word, as in an address, ends no name.
        guard colon + 1 == line.upperBound || bytes[colon + 1] <= 32 else { return nil }
        return (String(decoding: bytes[from..<colon], as: UTF8.self).trimmingBlanks, colon + 1)
    }

    /// Whose name it is; `nil` for a heading, or for words that are no name.
    private static func speaker(_ label: String, _ roster: [Speakers.Named], _ line: Int) throws(Refusal) -> Person.ID? {
        let name = label.lowercased()
        if let exact = roster.first(where: { $0.name.lowercased() == name }) {
            let same = roster.filter { $0.name.lowercased() == name }
            guard same.count == 1 else {
                throw Refusal(.unknownSpeaker, "Line \(line): \(same.count) people are called '\(label)'. Send their words one by one.")
            }
            return exact.person
        }
        let partly = roster.filter { $0.name.lowercased().split(separator: " ").contains(Substring(name)) }
        if partly.count == 1 { return partly[0].person }
        let words = label.split(separator: " ")
        let isName = words.count <= 4 && words.allSatisfy { $0.first?.isUppercase == true && $0.allSatisfy { $0.isLetter || "'’.-".contains($0) } }
        guard isName, !headings.contains(name) else { return nil }
        guard partly.isEmpty else {
            throw Refusal(.unknownSpeaker, "Line \(line): '\(label)' could be \(partly.map(\.name).sorted().joined(separator: " or ")). Write the whole name.")
        }
        let known = roster.map(\.name).sorted().joined(separator: ", ")
        throw Refusal(.unknownSpeaker, "Line \(line): '\(label)' has no part in this transfer. Add them first, or use one of: \(known).")
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view = view.dropFirst() }
        while let last = view.last, last.isWhitespace { view = view.dropLast() }
        return String(view)
    }
}
