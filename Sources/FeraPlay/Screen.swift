import Foundation

/// Where a play is shown: plain text, aligned, in colour only where a person looks on.
package struct Screen: Sendable {
    /// How a piece of text looks on a terminal that has colours.
    package enum Style: String, Sendable {
        case plain = ""
        case bold = "1"
        case dim = "2"
        case good = "32"
        case bad = "31"
        case warn = "33"
        case ask = "36"
    }

    /// Columns.
    package let width: Int
    /// Whether styles are shown.
    package let isColoured: Bool
    private let write: @Sendable (String) -> Void

    /// A screen of any kind; tests collect what is written.
    package init(width: Int = 100, isColoured: Bool = false, write: @escaping @Sendable (String) -> Void) {
        self.width = max(40, width)
        self.isColoured = isColoured
        self.write = write
    }

    /// Standard output. Colours where it is a terminal, `TERM` is not `dumb` and `NO_COLOR` is not set (no-color.org).
    package static func terminal(environment: [String: String]) -> Screen {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let wants = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        var size = winsize()
        let columns = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 100
        return Screen(width: min(columns, 120), isColoured: isTerminal && wants) { text in
            try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        }
    }

    /// The text in a style, where there are colours.
    package func styled(_ text: String, _ style: Style) -> String {
        isColoured && style != .plain && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// An empty line.
    package func gap() { write("\n") }

    /// A heading, with an empty line before it.
    package func step(_ number: Int, _ title: String) {
        write("\n\(styled((number < 10 ? " " : "") + "\(number)  \(title)", .bold))\n")
    }

    /// A line, wrapped under its indent.
    package func line(_ text: String, _ style: Style = .plain, indent: Int = 4) { labelled("", text, style, indent: indent, column: indent) }

    /// A label, then a text that is wrapped in its own column.
    /// - Parameters:
    ///   - indent: columns before the label.
    ///   - column: where the text begins; a longer label pushes its first line on.
    package func labelled(_ label: String, _ text: String, _ style: Style = .plain, indent: Int = 4, column: Int = 26, labelStyle: Style = .plain) {
        let lead = max(column, indent + label.count + (label.isEmpty ? 0 : 2))
        let lines = Self.wrap(text, first: width - lead, rest: width - column)
        for (number, line) in (lines.isEmpty ? [""] : lines).enumerated() {
            let margin: String
            if number == 0 {
                let space = String(repeating: " ", count: max(0, lead - indent - label.count))
                margin = String(repeating: " ", count: indent) + styled(label, labelStyle) + (line.isEmpty ? "" : space)
            } else {
                margin = String(repeating: " ", count: column)
            }
            write(margin + styled(line, style) + "\n")
        }
    }

    /// Breaks a text at its spaces; a longer word stands alone.
    static func wrap(_ text: String, first: Int, rest: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                let room = max(16, lines.isEmpty ? first : rest)
                if !line.isEmpty, line.count + 1 + word.count > room {
                    lines.append(line)
                    line = ""
                }
                line += line.isEmpty ? String(word) : " " + word
            }
            lines.append(line)
        }
        if lines == [""] { return [] }
        return lines
    }

    /// A text on one line, at most so long.
    static func short(_ text: String, _ count: Int) -> String {
        let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return flat.count <= count ? flat : flat.prefix(max(1, count - 1)) + "…"
    }

    /// "1 line", "2 lines".
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String { "\(number) \(number == 1 ? one : many ?? one + "s")" }
}
