import Glibc

/// Bytes that grow at their end, and how JSON is written into them. Whoever holds it frees it.
struct ByteSheet {
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 512) {
        bytes = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    func free() { bytes.deallocate() }

    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: count) }

    mutating func cut(to length: Int) { count = length }

    @inline(__always) mutating func reserve(_ more: Int) { if capacity &- count < more { grow(more) } }

    @inline(never) private mutating func grow(_ more: Int) {
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: bytes, count: count)
        bytes.deallocate()
        bytes = larger
    }

    @inline(__always) mutating func put(_ unit: UInt8) {
        reserve(1)
        bytes[count] = unit
        count &+= 1
    }

    mutating func put(_ raw: UnsafeRawBufferPointer) {
        reserve(raw.count)
        if let start = raw.baseAddress { memcpy(bytes + count, start, raw.count) }
        count += raw.count
    }

    @inline(__always) mutating func put(ascii text: StaticString) {
        reserve(text.utf8CodeUnitCount)
        memcpy(bytes + count, text.utf8Start, text.utf8CodeUnitCount)
        count &+= text.utf8CodeUnitCount
    }

    /// The comma in front of a member or element that is not the first. A bracket that opens can only be the last byte right behind it:
    /// a string ends with its quote.
    @inline(__always) mutating func separate() {
        reserve(1)
        guard count > 0 else { return }
        let last = bytes[count &- 1]
        if last == UInt8(ascii: "{") || last == UInt8(ascii: "[") { return }
        bytes[count] = UInt8(ascii: ",")
        count &+= 1
    }

    @inline(__always) mutating func put(_ value: Bool) { put(ascii: value ? "true" : "false") }

    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { put($0) }
    }

    /// A string in quotes. Quotes, backslashes and control characters are escaped, nothing else.
    mutating func put(_ text: UnsafeBufferPointer<UInt8>) {
        reserve(text.count &+ 2)
        bytes[count] = UInt8(ascii: "\"")
        count &+= 1
        if let start = text.baseAddress {
            var at = 0
            while at < text.count {
                // Eight bytes at once, as long as none of them has to be escaped.
                while at &+ 8 <= text.count {
                    let word = UnsafeRawPointer(start + at).loadUnaligned(as: UInt64.self)
                    let quote = word ^ 0x2222_2222_2222_2222
                    let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
                    let marks =
                        (((quote &- 0x0101_0101_0101_0101) & ~quote) | ((backslash &- 0x0101_0101_0101_0101) & ~backslash)
                            | ((word &- 0x2020_2020_2020_2020) & ~word)) & 0x8080_8080_8080_8080
                    if marks != 0 { break }
                    UnsafeMutableRawPointer(bytes + count).storeBytes(of: word, as: UInt64.self)
                    at &+= 8
                    count &+= 8
                }
                var few = 8
                while at < text.count, few > 0 {
                    let unit = start[at]
                    at &+= 1
                    few &-= 1
                    if unit >= 0x20, unit != UInt8(ascii: "\""), unit != UInt8(ascii: "\\") {
                        bytes[count] = unit
                        count &+= 1
                    } else {
                        escape(unit, more: text.count &- at &+ 1)
                    }
                }
            }
        }
        bytes[count] = UInt8(ascii: "\"")
        count &+= 1
    }

    private mutating func escape(_ unit: UInt8, more: Int) {
        reserve(6 + more)
        let short: UInt8? =
            switch unit {
            case 8: UInt8(ascii: "b")
            case 9: UInt8(ascii: "t")
            case 10: UInt8(ascii: "n")
            case 12: UInt8(ascii: "f")
            case 13: UInt8(ascii: "r")
            case 0..<0x20: nil
            default: unit
            }
        if let short {
            bytes[count] = UInt8(ascii: "\\")
            bytes[count + 1] = short
            count += 2
        } else {
            put(ascii: unit < 16 ? "\\u000" : "\\u001")
            bytes[count] = unit & 15 < 10 ? unit & 15 + 48 : unit & 15 + 87
            count += 1
        }
    }

    @inline(__always) mutating func put<T: FixedWidthInteger>(_ value: T) {
        if let short = Int64(exactly: value) { return put(short: short) }
        put("\(value)".utf8)
    }

    mutating func put(short value: Int64) {
        reserve(20)
        var rest = value.magnitude
        if value < 0 {
            bytes[count] = UInt8(ascii: "-")
            count &+= 1
        }
        var digits = 1
        var limit: UInt64 = 10
        while digits < 19, rest >= limit {
            digits &+= 1
            limit &*= 10
        }
        var place = count &+ digits
        count = place
        repeat {
            place &-= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes[place] = UInt8(truncatingIfNeeded: digit) &+ 48
            rest = quotient
        } while rest > 0
    }

    /// The shortest digits that give the same number again; a whole one without `.0`.
    mutating func put<T: BinaryFloatingPoint & CustomStringConvertible>(floating value: T) {
        let digits = value.description.utf8
        put(digits.suffix(2).elementsEqual(".0".utf8) ? digits.dropLast(2) : digits[...])
    }

    private mutating func put(_ digits: some Collection<UInt8>) { for unit in digits { put(unit) } }
}
