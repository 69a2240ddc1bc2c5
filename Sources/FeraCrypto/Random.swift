import CCrypto

/// Randomness for keys, salts, tokens and ids, from OpenSSL's generator.
package enum Random {
    /// `count` unpredictable bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { out, filled in
            precondition(RAND_bytes(out.baseAddress, Int32(count)) == 1, "the system gave no randomness; nothing secret can be made without it")
            filled = count
        }
    }

    /// `count` bytes as lower-case Crockford base 32 (8 characters for 5 bytes; no i, l, o, u): fit for links and for reading aloud.
    package static func token(_ count: Int) -> String { Base32.encode(bytes(count)) }
}

/// Whether two secrets are equal, in a time that depends on their length alone.
package func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return a.withUnsafeBytes { a in b.withUnsafeBytes { b in CRYPTO_memcmp(a.baseAddress, b.baseAddress, a.count) == 0 } }
}

/// Crockford's base 32 in lower case, without check digit or padding characters.
package enum Base32 {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// The bytes, five bits a character, the last one padded with zero bits.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text = "", buffer: UInt16 = 0, bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt16(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.unicodeScalars.append(Unicode.Scalar(digits[Int(buffer >> bits & 31)]))
                buffer &= (1 << bits) - 1
            }
        }
        if bits > 0 { text.unicodeScalars.append(Unicode.Scalar(digits[Int(buffer << (5 - bits) & 31)])) }
        return text
    }
}
