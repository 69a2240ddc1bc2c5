import FeraDomain

/// The lines at the end, short and by number, and what the owner corrects by such a number.
extension Work {
    /// The lines that wait for the owner's pass, one list for each chapter. A line's number is that of its id, so that it stays. Lines that
    /// are private or that few may read are not repeated; taking a line back erases the list that quotes it.
    mutating func listLines() {
        for chapter in Chapter.allCases {
            let lines = state.statements.filter { $0.status == .proposed && ![Label.private, .security, .personnel].contains($0.label) }
                .filter { self.chapter($0.fact.field) == chapter }
            let shown = lines.compactMap { line -> String? in
                guard let said = lookup(line.span), let number = Self.number(line.fact.id, prefix) else { return nil }
                return "\(number). “\(short(said))”"
            }
            guard !shown.isEmpty else { continue }
            reply(.lines, (phrases.course.linesOf[chapter.rawValue] ?? "") + "\n" + shown.joined(separator: "\n"))
        }
    }

    private func chapter(_ field: Field.ID) -> Chapter { catalogue.field(field)?.chapter ?? state.special(field)?.chapter ?? .story }

    /// The first words of a line, cut between words.
    private func short(_ said: String) -> String {
        let whole = quote(said)
        guard whole.count > settings.lineCharacters else { return whole }
        let cut = whole.prefix(settings.lineCharacters)
        return String(cut[..<(cut.lastIndex(of: " ") ?? cut.endIndex)]) + "…"
    }

    private static func number(_ id: Statement.ID, _ prefix: String) -> Int? { Int(id.rawValue.dropFirst(prefix.utf8.count + 2)) }

    /// "12: no, it is Jonas Holt", one such on every line.
    /// - Returns: the lines with how they should read; `nil` where the text is something else or a number is no line that may be changed.
    func edits(_ text: String) -> [(id: Statement.ID, text: String)]? {
        var found: [(id: Statement.ID, text: String)] = []
        for line in text.split(whereSeparator: \.isNewline) where line.contains(where: { !$0.isWhitespace }) {
            var rest = line.drop { $0.isWhitespace || $0 == "#" }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count).drop(while: \.isWhitespace)
            guard let number = Int(digits), let mark = rest.first, ":.)–-".contains(mark) else { return nil }
            let words = rest.dropFirst().drop(while: \.isWhitespace)
            let id = Statement.ID("\(prefix).s\(number)")
            guard let statement = state.statement(id), statement.isLive, !words.isEmpty else { return nil }
            found.append((id, reworded(statement, String(words))))
        }
        return found.isEmpty ? nil : found
    }

    /// A value alone takes the place of the line's only value of its kind; anything else is the line as it should read.
    private func reworded(_ statement: InterviewState.StatementState, _ words: String) -> String {
        let bare = Self.withoutOpening(words)
        guard bare.split(separator: " ").count <= 5, let line = lookup(statement.span) else { return bare }
        func swapped(_ new: [Range<Int>], _ old: [Range<Int>]) -> String? {
            guard new.count == 1, old.count == 1, let value = bare.utf8Slice(new[0].lowerBound, new[0].upperBound),
                let head = line.utf8Slice(0, old[0].lowerBound), let tail = line.utf8Slice(old[0].upperBound, line.utf8.count)
            else { return nil }
            return head + value + tail
        }
        return swapped(TextScan.dates(in: bare).map(\.range), TextScan.dates(in: line).map(\.range))
            ?? swapped(TextScan.amounts(in: bare).map(\.range), TextScan.amounts(in: line).map(\.range))
            ?? swapped(TextScan.names(in: bare).map(\.range), TextScan.names(in: line).map(\.range)) ?? bare
    }

    /// Without "no, it is" and the like in front.
    private static func withoutOpening(_ words: String) -> String {
        var rest = words[...]
        for opening in ["no,", "no ", "wrong,", "sorry,", "it is ", "it's ", "it was ", "that is ", "that's ", "should be ", "it should be "] {
            guard rest.lowercased().hasPrefix(opening), rest.count > opening.count + 2 else { continue }
            rest = rest.dropFirst(opening.count).drop(while: \.isWhitespace)
        }
        return String(rest)
    }
}
