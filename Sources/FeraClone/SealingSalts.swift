import FeraCrypto
import FeraDomain

/// All salts of one version, drawn once: 32 secret bytes from which each row's and each label's salt follows (HMAC-SHA-256 over
/// its name), so that sealing again after a crash gives the same files. They are stored with the sealing event, where they can be
/// erased, and are needed until the version is recorded as sealed; afterwards every file holds the salts of its own rows.
package struct SealingSalts: Hashable, Sendable {
    /// The 32 bytes to store.
    package let seed: [UInt8]

    /// - Parameter seed: exactly 32 bytes; `nil` for any other count.
    package init?(seed: [UInt8]) {
        guard seed.count == 32 else { return nil }
        self.seed = seed
    }

    private init(drawn: [UInt8]) { seed = drawn }

    /// Fresh salts; the only randomness of a sealing.
    package static func draw() -> SealingSalts { SealingSalts(drawn: Random.bytes(32)) }

    func row(_ key: RowKey) -> Digest { HMAC.sha256(key: seed, Array("row \(key)".utf8)) }

    func label(_ label: Label) -> Digest { HMAC.sha256(key: seed, Array("label \(label.rawValue)".utf8)) }
}

extension SealingSalts: CustomStringConvertible {
    /// Tells nothing: salts are secret.
    package var description: String { "salts" }
}
