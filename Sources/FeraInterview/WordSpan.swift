package import FeraDomain

/// A place where words stand: bytes of a text that lies apart from the log, or of an excerpt of the record. The log holds
/// places, never words, so that words can be erased and the log still replays.
package struct WordSpan: Codable, Hashable, Sendable {
    /// A text that lies apart (`iv_….a7`), or `nil` for an excerpt.
    package var text: Identifier<TextRef.Subject>?
    /// The excerpt, or `nil` for a text.
    package var excerpt: Excerpt.ID?
    /// UTF-8 bytes of that text.
    package var start: Int
    package var end: Int

    package init(text: Identifier<TextRef.Subject>, start: Int, end: Int) {
        self.text = text
        self.start = start
        self.end = end
    }

    package init(excerpt: Excerpt.ID, start: Int, end: Int) {
        self.excerpt = excerpt
        self.start = start
        self.end = end
    }
}

/// Where words are looked up when a turn is worded. A lookup gives `nil` for what was erased or is not there.
package struct Words: Sendable {
    /// An excerpt as a question may quote it.
    package struct Passage: Hashable, Sendable {
        package var text: String
        /// The source's file name.
        package var source: String
        package var sha256: String?
        package var locator: Locator?

        package init(text: String, source: String, sha256: String? = nil, locator: Locator? = nil) {
            self.text = text
            self.source = source
            self.sha256 = sha256
            self.locator = locator
        }
    }

    package var text: @Sendable (Identifier<TextRef.Subject>) -> String?
    package var excerpt: @Sendable (Excerpt.ID) -> Passage?

    package init(text: @escaping @Sendable (Identifier<TextRef.Subject>) -> String?, excerpt: @escaping @Sendable (Excerpt.ID) -> Passage?) {
        self.text = text
        self.excerpt = excerpt
    }

    /// No words at all, as after an erasure.
    package static let none = Words(text: { _ in nil }, excerpt: { _ in nil })

    /// The words of a place, `nil` where they were erased or the place is outside the text.
    package func at(_ span: WordSpan) -> String? {
        (span.text.flatMap(text) ?? span.excerpt.flatMap { excerpt($0)?.text })?.utf8Slice(span.start, span.end)
    }
}

extension String {
    /// The characters between two UTF-8 offsets, `nil` where an offset is outside or inside a character.
    func utf8Slice(_ start: Int, _ end: Int) -> String? {
        guard start >= 0, start <= end, end <= utf8.count else { return nil }
        let from = utf8.index(utf8.startIndex, offsetBy: start)
        return String(self[from..<utf8.index(from, offsetBy: end - start)].utf8)
    }
}
