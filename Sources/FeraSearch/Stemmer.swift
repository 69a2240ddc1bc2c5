import CStemmer

/// One Snowball stemmer of libstemmer. It holds scratch memory that a call writes to, so it is no Sendable value: make one
/// for each task (about a microsecond) and keep it there.
package final class Stemmer {
    private let handle: OpaquePointer

    /// - Throws: `unsupportedLanguage` when libstemmer does not know the algorithm.
    package init(_ language: Language) throws(SearchError) {
        guard let handle = sb_stemmer_new(language.algorithm, nil) else {
            throw SearchError(
                code: .unsupportedLanguage,
                message: "libstemmer has no stemmer “\(language.algorithm)” for the language \(language.code). Use one of "
                    + Language.supported.map(\.code).joined(separator: ", ") + ".")
        }
        self.handle = handle
    }

    deinit { sb_stemmer_delete(handle) }

    /// The stem of one lower-case word, UTF-8 in and out. A word longer than 64 bytes is no word and comes back as it is.
    package func stem(_ word: String) -> String {
        var word = word
        return word.withUTF8 { bytes in
            guard !bytes.isEmpty, bytes.count <= 64, let stem = sb_stemmer_stem(handle, bytes.baseAddress, Int32(bytes.count)) else {
                return String(decoding: bytes, as: UTF8.self)
            }
            return String(decoding: UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))), as: UTF8.self)
        }
    }
}
