import Glibc

extension TapeParser {
    /// A string from its opening quote to behind its closing one.
    @inline(__always) mutating func string() throws(JSONError) -> (at: Int, size: Int, isUnescaped: Bool) {
        at &+= 1
        let start = at
        try skipPlain()
        if base[at] == UInt8(ascii: "\"") {
            at &+= 1
            return (start, at &- 1 &- start, false)
        }
        return try escapedString(from: start)
    }

    /// Goes to the next quote or backslash, past text that is checked to be UTF-8 without control characters.
    @inline(__always) private mutating func skipPlain() throws(JSONError) {
        while true {
            // Eight bytes at once, as long as none of them is a quote, a backslash, a control character or beyond ASCII. A borrow can only
            // mark a byte behind one that is marked rightly, and the first one counts.
            while at &+ 8 <= end {
                let word = UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
                let quote = word ^ 0x2222_2222_2222_2222
                let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
                let marks =
                    ((quote &- 0x0101_0101_0101_0101) & ~quote | (backslash &- 0x0101_0101_0101_0101) & ~backslash
                        | (word &- 0x2020_2020_2020_2020) | word) & 0x8080_8080_8080_8080
                if marks != 0 {
                    at &+= marks.trailingZeroBitCount &>> 3
                    break
                }
                at &+= 8
            }
            guard at < end else { throw broken(.unfinished, "the text ends inside a string") }
            let unit = base[at]
            if unit == UInt8(ascii: "\"") || unit == UInt8(ascii: "\\") { return }
            if unit < 0x20 { throw broken(.malformed, "a control character stands unescaped in a string") }
            if unit < 0x80 { at &+= 1 } else { at &+= try sequence() }
        }
    }

    /// The length of the UTF-8 sequence that begins here (RFC 3629 §4).
    private func sequence() throws(JSONError) -> Int {
        func follows(_ distance: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool { at + distance < end && range.contains(base[at + distance]) }
        let isValid: Bool
        let length: Int
        switch base[at] {
        case 0xC2...0xDF: (length, isValid) = (2, follows(1))
        case 0xE0: (length, isValid) = (3, follows(1, 0xA0...0xBF) && follows(2))
        case 0xE1...0xEC, 0xEE...0xEF: (length, isValid) = (3, follows(1) && follows(2))
        case 0xED: (length, isValid) = (3, follows(1, 0x80...0x9F) && follows(2))
        case 0xF0: (length, isValid) = (4, follows(1, 0x90...0xBF) && follows(2) && follows(3))
        case 0xF1...0xF3: (length, isValid) = (4, follows(1) && follows(2) && follows(3))
        case 0xF4: (length, isValid) = (4, follows(1, 0x80...0x8F) && follows(2) && follows(3))
        default: (length, isValid) = (1, false)
        }
        guard isValid else { throw broken(.unicode, "a string holds bytes that are not UTF-8") }
        return length
    }

    /// The rest of a string that has escapes, written without them.
    private mutating func escapedString(from start: Int) throws(JSONError) -> (at: Int, size: Int, isUnescaped: Bool) {
        guard let out = unescaped ?? malloc(end)?.bindMemory(to: UInt8.self, capacity: end) else {
            throw broken(.size, "there is no memory for the text")
        }
        unescaped = out
        let first = unescapedCount
        var plain = start
        while true {
            memcpy(out + unescapedCount, base + plain, at - plain)
            unescapedCount += at - plain
            let isEnd = base[at] == UInt8(ascii: "\"")
            at += 1
            if isEnd { return (first, unescapedCount - first, true) }
            try escape(out)
            plain = at
            try skipPlain()
        }
    }

    /// What stands behind a backslash. It never takes more bytes than it had.
    private mutating func escape(_ out: UnsafeMutablePointer<UInt8>) throws(JSONError) {
        guard at < end else { throw broken(.unfinished, "the text ends inside a string") }
        let unit: UInt8
        switch base[at] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unit = base[at]
        case UInt8(ascii: "b"): unit = 8
        case UInt8(ascii: "f"): unit = 12
        case UInt8(ascii: "n"): unit = 10
        case UInt8(ascii: "r"): unit = 13
        case UInt8(ascii: "t"): unit = 9
        case UInt8(ascii: "u"):
            at += 1
            for unit in UTF8.encode(try scalar()) ?? .encodedReplacementCharacter {
                out[unescapedCount] = unit
                unescapedCount += 1
            }
            return
        default: throw broken(.malformed, "a string holds an escape that JSON does not know", at: at - 1)
        }
        at += 1
        out[unescapedCount] = unit
        unescapedCount += 1
    }

    /// The scalar of one or two `\u` escapes.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let start = at - 2
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, at + 1 < end, base[at] == UInt8(ascii: "\\"), base[at + 1] == UInt8(ascii: "u") {
            at += 2
            let second = try hexadecimal()
            if (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) { return scalar }
        }
        throw broken(.unicode, "a string holds half of a surrogate pair", at: start)
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard at < end else { throw broken(.unfinished, "the text ends inside a string") }
            switch base[at] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(base[at] - 48)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(base[at] - 87)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(base[at] - 55)
            default: throw broken(.malformed, "'\\u' needs four hexadecimal digits")
            }
            at += 1
        }
        return value
    }

    /// Goes past a number.
    /// - Returns: whether it has neither fraction nor exponent.
    @inline(__always) mutating func number() throws(JSONError) -> Bool {
        if base[at] == UInt8(ascii: "-") { at &+= 1 }
        let first = at
        try digits()
        if base[first] == UInt8(ascii: "0"), at > first + 1 { throw broken(.malformed, "a number begins with 0", at: first) }
        var isWhole = true
        if at < end, base[at] == UInt8(ascii: ".") {
            isWhole = false
            at &+= 1
            try digits()
        }
        if at < end, base[at] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            at &+= 1
            if at < end, base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at &+= 1 }
            try digits()
        }
        return isWhole
    }

    @inline(__always) private mutating func digits() throws(JSONError) {
        guard at < end, base[at] &- 48 < 10 else { throw wanted("a digit") }
        repeat { at &+= 1 } while at < end && base[at] &- 48 < 10
    }
}
