/// A language a clone can be written in: how its words are stemmed, and which of them say nothing.
package struct Language: Hashable, Sendable {
    /// ISO 639-1, two lower-case letters.
    package let code: String
    /// The name of the Snowball algorithm in libstemmer.
    package let algorithm: String
    /// True where an apostrophe ends a word that leans on the next one (l'équipe), false where it is part of it (don't).
    let elides: Bool

    /// The language a clone has when nobody said otherwise.
    package static let english = Language(code: "en", algorithm: "english", elides: false)

    /// Every language with a stemmer and stop words, by code.
    package static let supported: [Language] = [
        Language(code: "da", algorithm: "danish", elides: false),
        Language(code: "de", algorithm: "german", elides: false),
        english,
        Language(code: "es", algorithm: "spanish", elides: false),
        Language(code: "fr", algorithm: "french", elides: true),
        Language(code: "it", algorithm: "italian", elides: true),
        Language(code: "nl", algorithm: "dutch", elides: false),
        Language(code: "no", algorithm: "norwegian", elides: false),
        Language(code: "pt", algorithm: "portuguese", elides: false),
        Language(code: "sv", algorithm: "swedish", elides: false),
    ]

    /// - Parameter code: ISO 639-1, as in `supported`; `nil` for any other.
    package init?(code: String) {
        guard let found = Self.supported.first(where: { $0.code == code }) else { return nil }
        self = found
    }

    init(code: String, algorithm: String, elides: Bool) {
        self.code = code
        self.algorithm = algorithm
        self.elides = elides
    }
}
