/// Reading Unicode scalars out of UTF-8 without building strings. Broken UTF-8 reads as U+FFFD of one byte, so that a scan
/// always advances and never leaves the buffer.
struct ScalarReader {
    let bytes: UnsafeBufferPointer<UInt8>

    /// The scalar at `index` and how many bytes it takes.
    func scalar(at index: Int) -> (value: UInt32, width: Int) {
        let first = bytes[index]
        if first < 0x80 { return (UInt32(first), 1) }
        let width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5, index + width <= bytes.count else { return (0xFFFD, 1) }
        var value = UInt32(first) & (0xFF >> UInt32(width + 1))
        for offset in 1..<width {
            let next = bytes[index + offset]
            guard next & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            value = value << 6 | UInt32(next & 0x3F)
        }
        return (value, width)
    }

    /// The kinds of scalar a tokenizer tells apart.
    enum Class { case letter, digit, ideograph, other }

    static func classify(_ value: UInt32) -> Class {
        if value < 0x80 {
            if value &- 0x30 < 10 { return .digit }
            return (value | 0x20) &- 0x61 < 26 ? .letter : .other
        }
        if (0x3040...0x30FF).contains(value) || (0x3400...0x9FFF).contains(value) || (0xF900...0xFAFF).contains(value) { return .ideograph }
        guard let scalar = Unicode.Scalar(value) else { return .other }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .decimalNumber,
            .letterNumber, .otherNumber:
            return .letter
        default: return .other
        }
    }

    static func isUpper(_ value: UInt32) -> Bool {
        if value < 0x80 { return value &- 0x41 < 26 }
        return Unicode.Scalar(value)?.properties.isUppercase ?? false
    }

    static func isLower(_ value: UInt32) -> Bool {
        if value < 0x80 { return value &- 0x61 < 26 }
        return Unicode.Scalar(value)?.properties.isLowercase ?? false
    }

    static func isSpace(_ value: UInt32) -> Bool {
        value == 0x20 || value &- 9 < 5 || value == 0xA0 || (0x2000...0x200A).contains(value) || value == 0x2028 || value == 0x2029 || value == 0x3000
    }
}
