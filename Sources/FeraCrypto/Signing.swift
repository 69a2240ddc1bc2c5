import CCrypto

/// An Ed25519 private key (RFC 8032). Its seed never leaves through `description` or a log.
package struct SigningKey: Sendable {
    private let seed: [UInt8]

    /// The key that others verify with.
    package let publicKey: VerifyingKey

    /// A fresh key.
    package init() {
        self.init(trusted: Random.bytes(32))
    }

    /// - Parameter seed: exactly 32 bytes, as `seedForStorage` gave them; `nil` for any other count.
    package init?(seed: [UInt8]) {
        guard seed.count == 32 else { return nil }
        self.init(trusted: seed)
    }

    private init(trusted seed: [UInt8]) {
        self.seed = seed
        let bytes = [UInt8](unsafeUninitializedCapacity: 32) { out, count in
            precondition(fera_ed25519_public(seed, out.baseAddress) == 1, "OpenSSL failed in Ed25519")
            count = 32
        }
        publicKey = VerifyingKey(trusted: bytes)
    }

    /// The 32 bytes to keep in a file that only the service's account can read.
    package var seedForStorage: [UInt8] { seed }

    /// The 64-byte signature of `message`.
    package func sign(_ message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 64) { out, count in
            message.withUnsafeBytes { message in
                precondition(fera_ed25519_sign(seed, message.baseAddress, message.count, out.baseAddress) == 1, "OpenSSL failed in Ed25519")
            }
            count = 64
        }
    }
}

/// An Ed25519 public key.
package struct VerifyingKey: Hashable, Sendable, CustomStringConvertible {
    /// The key's 32 bytes.
    package let bytes: [UInt8]

    /// - Parameter bytes: exactly 32 bytes; `nil` for any other count.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// - Parameter hex: 64 hexadecimal digits, as `description` writes them.
    package init?(hex: String) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    init(trusted bytes: [UInt8]) { self.bytes = bytes }

    /// 64 lower-case hexadecimal digits: what `--trust` takes.
    package var description: String { Hex.encode(bytes) }

    /// The first 16 digits of the key's SHA-256: names the key in a clone and in messages.
    package var id: String { String(SHA256.hash(bytes).hex.prefix(16)) }

    /// Whether `signature` (64 bytes) is this key's over `message`.
    package func verify(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
        guard signature.count == 64 else { return false }
        return message.withUnsafeBytes { fera_ed25519_verify(bytes, signature, $0.baseAddress, $0.count) == 1 }
    }
}
