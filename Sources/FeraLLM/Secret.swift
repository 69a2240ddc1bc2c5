/// A key or token. It prints as "•••" everywhere; only `reveal` gives it out.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    /// - Parameter value: the secret; white space around it, such as the line end of a key file, is cut off.
    package init(_ value: String) {
        var text = Substring(value)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        self.value = String(text)
    }

    /// Whether there is nothing to keep.
    package var isEmpty: Bool { value.isEmpty }
    /// "•••".
    package var description: String { "•••" }
    /// "•••".
    package var debugDescription: String { "•••" }
    /// Empty, so that `dump` shows nothing.
    package var customMirror: Mirror { Mirror(self, children: [:]) }

    /// The secret itself, for the one header that carries it.
    func reveal() -> String { value }

    /// `text` with every occurrence of the secret replaced; others may send back what we sent them.
    func redacted(from text: String) -> String {
        guard value.utf8.count >= 4 else { return text }
        var out = "", rest = Substring(text)
        while let found = rest.firstRange(of: value) {
            out += rest[..<found.lowerBound] + "•••"
            rest = rest[found.upperBound...]
        }
        return out + rest
    }
}
