/// What went wrong while an index was built or read. The code is stable, the message is for a person.
package struct SearchError: Error, Hashable, Sendable {
    /// The kinds of failure, by their stable names.
    package enum Code: String, Hashable, Sendable {
        /// The language has no stemmer here.
        case unsupportedLanguage = "search_language_unsupported"
        /// More documents, words or bytes than the format can number.
        case tooLarge = "search_index_too_large"
        /// The bytes are not an index of a version this program reads.
        case notAnIndex = "search_index_unknown"
        /// The bytes are an index, and some of them contradict each other.
        case damaged = "search_index_damaged"
    }

    /// The stable code.
    package let code: Code
    /// What happened, where, and what to do next.
    package let message: String

    static func damaged(_ place: String) -> SearchError {
        SearchError(code: .damaged, message: "The search index is damaged at \(place). Verify the clone file and fetch it again.")
    }
}

extension SearchError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
