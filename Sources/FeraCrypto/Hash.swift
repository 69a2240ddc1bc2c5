import CCrypto

/// SHA-256 in one call or in pieces, on OpenSSL (FIPS 180-4).
package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    /// Begins an empty hash.
    package init() {
        guard let context = fera_sha256_begin() else { preconditionFailure("OpenSSL could not begin SHA-256: out of memory") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes to the hash.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "OpenSSL failed in SHA-256")
    }

    /// Adds bytes to the hash.
    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// Ends the hash and gives its value.
    package consuming func finish() -> Digest {
        Digest { out in precondition(EVP_DigestFinal_ex(context, out.baseAddress, nil) == 1, "OpenSSL failed in SHA-256") }
    }

    /// The hash of one run of bytes.
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        Digest { out in precondition(fera_sha256(bytes.baseAddress, bytes.count, out.baseAddress) == 1, "OpenSSL failed in SHA-256") }
    }

    /// The hash of one run of bytes.
    package static func hash(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { hash($0) } }

    /// The hash of a string's UTF-8.
    package static func hash(_ text: String) -> Digest {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }
}

/// HMAC with SHA-256 (RFC 2104).
package enum HMAC {
    /// The 32-byte code of `bytes` under `key`.
    package static func sha256(key: [UInt8], _ bytes: [UInt8]) -> Digest {
        Digest { out in
            key.withUnsafeBytes { key in
                bytes.withUnsafeBytes { bytes in
                    precondition(fera_hmac_sha256(key.baseAddress, key.count, bytes.baseAddress, bytes.count, out.baseAddress) == 1, "OpenSSL failed in HMAC")
                }
            }
        }
    }
}

/// SHA-1, only for the handshake of RFC 6455 §4.2.2, where it protects nothing.
package enum SHA1 {
    /// The 20-byte hash of `bytes`.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 20) { out, count in
            bytes.withUnsafeBytes { bytes in
                precondition(fera_sha1(bytes.baseAddress, bytes.count, out.baseAddress) == 1, "OpenSSL failed in SHA-1")
            }
            count = 20
        }
    }
}
