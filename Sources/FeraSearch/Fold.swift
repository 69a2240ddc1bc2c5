import Foundation

/// Spellings that mean the same word, brought to one: case, accents, typographic apostrophes. Plain ASCII, which is
/// nearly everything, is handled byte by byte and never reaches Foundation.
enum Fold {
    /// Lower case in composed form, accents kept: what a stemmer expects.
    static func lower(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            return String(unsafeUninitializedCapacity: bytes.count) { out in
                for (index, byte) in bytes.enumerated() { out[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte }
                return bytes.count
            }
        }
        let text = String(decoding: bytes, as: UTF8.self).replacing("\u{2019}", with: "'")
        return text.lowercased().precomposedStringWithCanonicalMapping
    }

    /// Without accents: the combining marks of a canonical decomposition are dropped, letters that do not decompose are
    /// written out (ß, ø, ł, æ …). Expects lower case.
    static func plain(_ lower: String) -> String {
        if lower.utf8.allSatisfy({ $0 < 0x80 }) { return lower }
        var out = ""
        for scalar in lower.decomposedStringWithCanonicalMapping.unicodeScalars {
            if (0x300...0x36F).contains(scalar.value) { continue }
            if let written = whole[scalar] { out += written } else { out.unicodeScalars.append(scalar) }
        }
        return out
    }

    private static let whole: [Unicode.Scalar: String] = [
        "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i",
    ]
}
