/// Quoted-printable and base64 (RFC 2045).
enum TransferEncoding {
    /// Soft line breaks are joined; a broken escape stays as it is written.
    static func quotedPrintable(_ bytes: ArraySlice<UInt8>, underscoreIsBlank: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let unit = bytes[at]
            at += 1
            if unit == 95, underscoreIsBlank {
                out.append(32)
            } else if unit != 61 {
                out.append(unit)
            } else if at + 1 < bytes.endIndex, let high = digit(bytes[at]), let low = digit(bytes[at + 1]) {
                out.append(high << 4 | low)
                at += 2
            } else {
                var end = at
                while end < bytes.endIndex, bytes[end] == 32 || bytes[end] == 9 || bytes[end] == 13 { end += 1 }
                if end >= bytes.endIndex || bytes[end] == 10 { at = min(end + 1, bytes.endIndex) } else { out.append(unit) }
            }
        }
        return out
    }

    /// - Returns: `nil` for a character outside the alphabet; blanks are skipped, missing padding is forgiven.
    static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for unit in bytes {
            let value: UInt32
            switch unit {
            case 65...90: value = UInt32(unit) - 65
            case 97...122: value = UInt32(unit) - 71
            case 48...57: value = UInt32(unit) + 4
            case 43: value = 62
            case 47: value = 63
            case 61, 32, 9, 10, 13: continue
            default: return nil
            }
            bits = bits << 6 | value
            count += 1
            if count == 4 {
                out += [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
                (bits, count) = (0, 0)
            }
        }
        if count == 2 { out.append(UInt8(bits >> 4 & 255)) }
        if count == 3 { out += [UInt8(bits >> 10 & 255), UInt8(bits >> 2 & 255)] }
        return out
    }

    private static func digit(_ unit: UInt8) -> UInt8? {
        switch unit {
        case 48...57: unit - 48
        case 65...70: unit - 55
        case 97...102: unit - 87
        default: nil
        }
    }
}

/// Encoded words of headers (RFC 2047): `=?utf-8?Q?Z=C3=BCrich?=`.
enum EncodedWords {
    /// Neighbouring words of one character set are joined as bytes before decoding, because mail programs cut in the middle of a character.
    static func decode(_ header: String) -> String {
        guard header.contains("=?") else { return header }
        let bytes = Array(header.utf8)
        var out = ""
        var pending: (charset: String, bytes: [UInt8])?
        var plain: [UInt8] = []
        var at = 0
        func flush() {
            if let word = pending { out += TextDecoding.decode(word.bytes, charset: word.charset).text }
            pending = nil
        }
        while at < bytes.count {
            guard let word = word(bytes, at) else {
                plain.append(bytes[at])
                at += 1
                continue
            }
            // Blanks between two encoded words are not part of the text.
            if pending == nil || !plain.allSatisfy({ $0 == 32 || $0 == 9 }) {
                flush()
                out += String(decoding: plain, as: UTF8.self)
            }
            plain = []
            if var last = pending, last.charset == word.charset {
                last.bytes += word.bytes
                pending = last
            } else {
                flush()
                pending = (word.charset, word.bytes)
            }
            at = word.end
        }
        flush()
        return out + String(decoding: plain, as: UTF8.self)
    }

    private static func word(_ bytes: [UInt8], _ start: Int) -> (charset: String, bytes: [UInt8], end: Int)? {
        guard bytes[start] == 61, start + 1 < bytes.count, bytes[start + 1] == 63 else { return nil }
        let limit = min(bytes.count, start + 2_000)
        guard let charset = bytes[(start + 2)..<limit].firstIndex(of: 63), charset + 2 < limit, bytes[charset + 2] == 63 else { return nil }
        guard let text = bytes[(charset + 3)..<limit].firstIndex(of: 63), text + 1 < limit, bytes[text + 1] == 61 else { return nil }
        let name = String(decoding: bytes[(start + 2)..<charset].prefix { $0 != 42 }, as: UTF8.self).lowercased()
        let content = bytes[(charset + 3)..<text]
        switch bytes[charset + 1] | 32 {
        case 113: return (name, TransferEncoding.quotedPrintable(content, underscoreIsBlank: true), text + 2)
        case 98: return TransferEncoding.base64(content).map { (name, $0, text + 2) }
        default: return nil
        }
    }
}
