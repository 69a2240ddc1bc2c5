import FeraCrypto
package import FeraDomain

/// Makes ids and salts: the one place where names are drawn. An id is a prefix and 26 characters: 48 bits of time, so that
/// the database's indexes grow at one end, and 80 bits of chance.
package struct Mint: Sendable {
    private let now: @Sendable () -> Timestamp

    package init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// A fresh id: `id("tr")` gives `tr_…`.
    package func id<Subject>(_ prefix: String) -> Identifier<Subject> {
        let milliseconds = UInt64(max(0, now().milliseconds))
        let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> UInt64(40 - 8 * $0)) }
        return Identifier("\(prefix)_\(Base32.encode(time + Random.bytes(10)))")
    }

    /// A reference to words that are to be kept apart, and the words with their salt.
    package func text(_ id: String, _ content: String) -> (ref: TextRef, text: NewText) {
        let salt = Random.bytes(32)
        var hash = SHA256()
        hash.update(salt)
        hash.update(Array(content.utf8))
        return (TextRef(id: Identifier(id), hash: hash.finish().hex), NewText(id: id, salt: salt, content: content))
    }
}

/// Words on their way into the table of texts.
package struct NewText: Sendable {
    package var id: String
    package var salt: [UInt8]
    package var content: String
}
