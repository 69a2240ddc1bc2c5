import FeraClone
import FeraCrypto

/// Reads and changes a file's bytes without the program's own reader, as an attacker would.
enum Hostile {
    static func u64(_ bytes: [UInt8], _ at: Int) -> Int { bytes[at..<(at + 8)].reduce(0) { $0 << 8 | Int($1) } }

    static func set(_ bytes: inout [UInt8], _ at: Int, u64 value: UInt64) {
        for index in 0..<8 { bytes[at + index] = UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64(index))) }
    }

    static func signatureOffset(_ bytes: [UInt8]) -> Int { u64(bytes, 24) }

    static func section(_ name: String, _ bytes: [UInt8]) -> (entry: Int, offset: Int, length: Int)? {
        for number in 0..<Int(bytes[15]) {
            let at = 80 + number * 56
            if Array(bytes[at..<(at + 4)]) == Array(name.utf8) { return (at, u64(bytes, at + 8), u64(bytes, at + 16)) }
        }
        return nil
    }

    /// Makes the section hashes fit again and signs with a key: what somebody with a key of their own could do.
    static func resign(_ file: [UInt8], key: SigningKey) -> [UInt8] {
        var bytes = file
        for number in 0..<Int(bytes[15]) {
            let at = 80 + number * 56, offset = u64(bytes, at + 8), length = u64(bytes, at + 16)
            bytes.replaceSubrange((at + 24)..<(at + 56), with: SHA256.hash(Array(bytes[offset..<(offset + length)])).bytes)
        }
        let manifest = section("MANI", bytes)!
        let manifestHash = SHA256.hash(Array(bytes[manifest.offset..<(manifest.offset + manifest.length)])).bytes
        let message =
            Array("fera.clone.signature.1\0".utf8) + SHA256.hash(Array(bytes[0..<4096])).bytes + bytes[48..<80] + manifestHash
            + [UInt8](repeating: 0, count: 32)
        let at = signatureOffset(bytes)
        bytes.replaceSubrange((at + 8)..<(at + 104), with: key.publicKey.bytes + key.sign(message))
        return bytes
    }
}
