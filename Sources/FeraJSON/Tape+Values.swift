import Foundation

extension Tape {
    @inline(__always) func isNull(_ index: Int) -> Bool { entries[index].kind == .null }

    @inline(__always) func string(at index: Int) throws -> String {
        let entry = entries[index]
        guard entry.kind == .string else { throw mismatch(String.self, at: index) }
        return text(entry)
    }

    @inline(__always) func bool(at index: Int) throws -> Bool {
        switch entries[index].kind {
        case .yes: return true
        case .no: return false
        default: throw mismatch(Bool.self, at: index)
        }
    }

    /// A whole number, exactly. `1.0` and `1e3` are whole too, as long as a `Double` holds every whole number of their size.
    @inline(__always) func integer<T: FixedWidthInteger>(_ type: T.Type, at index: Int) throws -> T {
        let entry = entries[index]
        guard entry.kind == .number else { throw mismatch(type, at: index) }
        if entry.isWhole {
            let digits = span(entry)
            let isNegative = digits[0] == UInt8(ascii: "-")
            var value: UInt64 = 0
            var overflowed = digits.count > 20
            var place = isNegative ? 1 : 0
            while place < digits.count, !overflowed {
                let (product, isOver) = value.multipliedReportingOverflow(by: 10)
                let (sum, isOverToo) = product.addingReportingOverflow(UInt64(digits[place] &- 48))
                (value, overflowed) = (sum, isOver || isOverToo)
                place &+= 1
            }
            if !overflowed {
                if !isNegative, let exact = T(exactly: value) { return exact }
                if isNegative, value <= UInt64(Int64.max) + 1, let exact = T(exactly: 0 &- Int64(bitPattern: value)) { return exact }
            }
        } else if let exact = whole(type, entry) {
            return exact
        }
        throw unfit(entry, "does not fit in \(type)", at: index)
    }

    private func whole<T: FixedWidthInteger>(_ type: T.Type, _ entry: Entry) -> T? {
        // Of longer digits, and beyond 2^53, a Double may stand for another number than the one that was written.
        guard entry.size <= 17 else { return nil }
        let value = Self.double(span(entry))
        return abs(value) < 9_007_199_254_740_992 && (value != 0 || isZero(entry)) ? T(exactly: value) : nil
    }

    @inline(__always) func double(at index: Int) throws -> Double {
        let entry = entries[index]
        guard entry.kind == .number else { throw mismatch(Double.self, at: index) }
        let value = Self.double(span(entry))
        guard value.isFinite, value != 0 || isZero(entry) else { throw unfit(entry, "is more or less than a Double holds", at: index) }
        return value
    }

    func float(at index: Int) throws -> Float {
        let entry = entries[index]
        guard entry.kind == .number else { throw mismatch(Float.self, at: index) }
        // Rounded once from the digits: over a Double it could be rounded twice.
        let value = Self.terminated(span(entry)) { strtof($0, nil) }
        guard value.isFinite, value != 0 || isZero(entry) else { throw unfit(entry, "is more or less than a Float holds", at: index) }
        return value
    }

    /// Whether a number is written as 0, so that nothing was lost where it is read as 0.
    private func isZero(_ entry: Entry) -> Bool {
        !span(entry).prefix { $0 | 0x20 != UInt8(ascii: "e") }.contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
    }

    /// The nearest `Double`, infinite beyond the greatest one.
    static func double(_ digits: UnsafeBufferPointer<UInt8>) -> Double { simpleDouble(digits) ?? terminated(digits) { strtod($0, nil) } }

    /// A number of at most 15 digits with a small exponent: both are Doubles, and one operation on two exact ones is rounded once
    /// (Clinger, How to Read Floating Point Numbers Accurately, 1990).
    private static func simpleDouble(_ digits: UnsafeBufferPointer<UInt8>) -> Double? {
        guard digits.count <= 16 else { return nil }
        var mantissa: Int64 = 0
        var decimals = 0
        var isBehindPoint = false
        for unit in digits {
            switch unit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                mantissa = mantissa &* 10 &+ Int64(unit &- 48)
                if isBehindPoint { decimals &+= 1 }
            case UInt8(ascii: "."): isBehindPoint = true
            case UInt8(ascii: "-"): break
            default: return nil
            }
        }
        guard mantissa < 1_000_000_000_000_000 else { return nil }
        let value = Double(mantissa) / powers[decimals]
        return digits[0] == UInt8(ascii: "-") ? -value : value
    }

    private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16]

    private static func terminated<T>(_ digits: UnsafeBufferPointer<UInt8>, _ read: (UnsafePointer<CChar>) -> T) -> T {
        withUnsafeTemporaryAllocation(byteCount: digits.count + 1, alignment: 1) { copy in
            copy.copyMemory(from: UnsafeRawBufferPointer(digits))
            copy[digits.count] = 0
            return copy.withMemoryRebound(to: CChar.self) { text in text.baseAddress.map { read($0) } ?? read("") }
        }
    }

    /// A value of any type. Those that JSON knows are read without asking the type; bytes are base 64, a moment ISO 8601.
    @inline(__always) func decode<T: Decodable>(_ type: T.Type, at index: Int) throws -> T {
        // The types have just been found to be the same, so that nothing is reinterpreted.
        if T.self == String.self, !isNull(index) { return unsafeBitCast(try string(at: index), to: T.self) }
        if T.self == Data.self { return unsafeBitCast(try data(at: index), to: T.self) }
        if T.self == Date.self { return unsafeBitCast(try date(at: index), to: T.self) }
        if T.self == URL.self { return unsafeBitCast(try url(at: index), to: T.self) }
        return try T(from: ValueDecoder(tape: self, index: index))
    }

    private func data(at index: Int) throws -> Data {
        guard let data = Data(base64Encoded: try string(at: index)) else { throw corrupted("this is not base 64", at: index) }
        return data
    }

    private func date(at index: Int) throws -> Date {
        do { return try Date(try string(at: index), strategy: .iso8601) } catch let error as DecodingError {
            throw error
        } catch { throw corrupted("a moment is written as 2026-11-21T13:40:00Z", at: index) }
    }

    private func url(at index: Int) throws -> URL {
        guard let url = URL(string: try string(at: index)) else { throw corrupted("this is no URL", at: index) }
        return url
    }

    // MARK: Errors

    /// The value has another kind than it needs.
    func mismatch(_ type: Any.Type, at index: Int) -> DecodingError {
        let name = Self.name(type)
        let path = path(to: index)
        let kind: String
        switch entries[index].kind {
        case .null:
            return .valueNotFound(type, .init(codingPath: path, debugDescription: "a value of type \(name) is needed where null stands"))
        case .no, .yes: kind = "a bool"
        case .number: kind = "a number"
        case .string, .key: kind = "a string"
        case .array: kind = "an array"
        case .object: kind = "an object"
        }
        return .typeMismatch(type, .init(codingPath: path, debugDescription: "a value of type \(name) is needed where \(kind) stands"))
    }

    private static func name(_ type: Any.Type) -> String { type == [String: Any].self ? "object" : type == [Any].self ? "array" : "\(type)" }

    func corrupted(_ message: String, at index: Int) -> DecodingError { .dataCorrupted(.init(codingPath: path(to: index), debugDescription: message)) }

    private func unfit(_ entry: Entry, _ why: String, at index: Int) -> DecodingError {
        corrupted("the number \(text(entry).prefix(40)) \(why)", at: index)
    }
}
