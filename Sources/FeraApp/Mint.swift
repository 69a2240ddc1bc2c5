import FeraCrypto
package import FeraDomain
package import FeraStore

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

    /// Words to be kept apart, and the reference that an event carries to them.
    package func text(_ content: String) -> (ref: TextRef, draft: TextDraft) {
        let id: Identifier<TextRef.Subject> = self.id("tx")
        return text(id, content)
    }

    /// The same, under an id that is derived from another one (`iv_….a7`).
    package func text(_ id: Identifier<TextRef.Subject>, _ content: String) -> (ref: TextRef, draft: TextDraft) {
        let draft = TextDraft(id: id.rawValue, content: content)
        return (TextRef(id: id, hash: draft.seal.hex), draft)
    }
}
