/// One prompt of the catalogue, checked: every placeholder is declared, every declared input is used.
package struct Prompt: Sendable, Equatable {
    /// How a value goes into the text.
    package enum InputKind: String, Sendable, Equatable {
        /// Words of the program itself, put in as they are.
        case text
        /// Words of people, files or models: put between delimiters, and made unable to end them.
        case data
    }
    /// A piece of a section: literal words or a place for a value.
    enum Piece: Equatable, Sendable { case words(String), value(String) }
    struct Section: Equatable, Sendable {
        let role: ChatMessage.Role
        let pieces: [Piece]
    }

    /// The file's name without ".md".
    package let name: String
    /// What it is for, in a sentence.
    package let purpose: String
    /// Raised with every change of the text.
    package let version: Int
    /// The values it needs, by name.
    package let inputs: [String: InputKind]
    /// The form of the answer, in words.
    package let output: String
    let sections: [Section]

    /// `name@version`: stored with what the prompt produced.
    package var id: String { "\(name)@\(version)" }
}

/// A prompt with its values in place.
package struct RenderedPrompt: Sendable, Equatable {
    /// `name@version`.
    package let id: String
    /// In the order of the file's sections.
    package let messages: [ChatMessage]
}

/// Text that is not ours, made fit for a prompt.
package enum PromptData {
    /// What opens and closes data. The two brackets occur nowhere else in a rendered prompt, whatever the data holds.
    static let open: Character = "⟦", close: Character = "⟧"

    /// `text` between ⟦name⟧ and ⟦/name⟧.
    static func delimited(_ text: String, as name: String) -> String { "\(open)\(name)\(close)\n\(neutral(text))\n\(open)/\(name)\(close)" }

    /// `text` without anything that could pass for a delimiter, and without characters that a person would not see.
    static func neutral(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x27e6: out.append("[")
            case 0x27e7: out.append("]")
            case 0x0a, 0x09: out.append(scalar)
            // Controls; marks that reverse the direction of writing; tag characters that spell invisible words.
            case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029: out.append(" ")
            case 0x200b, 0x200e, 0x200f, 0x202a...0x202e, 0x2060...0x2069, 0xfeff, 0xe0000...0xe007f: break
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// Passages as lines `[p1] …`, each on one line; what looks like such a mark inside a passage loses its brackets, so that
    /// no passage can pass itself off as another.
    package static func numbered(_ passages: [String]) -> String {
        passages.enumerated().map { "[p\($0.offset + 1)] " + oneLine($0.element) }.joined(separator: "\n")
    }

    private static func oneLine(_ text: String) -> String {
        var out = "", gap = false
        for character in neutral(text) {
            if character.isWhitespace { gap = true; continue }
            if gap, !out.isEmpty { out.append(" ") }
            gap = false
            out.append(character == "[" ? "(" : character == "]" ? ")" : character)
        }
        return out
    }
}
