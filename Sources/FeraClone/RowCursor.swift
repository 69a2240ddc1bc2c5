import FeraCrypto
import FeraDomain

/// Reads fields from bytes that anybody may have written. Every read checks the bounds first and throws; nothing traps, and no
/// memory is reserved on the word of a length.
struct RowCursor {
    /// What is read, for messages, and the code of its errors.
    let what: String
    let code: CloneError.Code
    private(set) var at: Int
    private let end: Int

    init(_ bytes: RawSpan, what: String, code: CloneError.Code) {
        self.what = what
        self.code = code
        at = 0
        end = bytes.byteCount
    }

    var remaining: Int { end - at }

    func fail(_ reason: String) -> CloneError { CloneError(code, "\(what) cannot be read at byte \(at): \(reason)") }

    private mutating func take(_ count: Int) throws(CloneError) -> Range<Int> {
        guard count >= 0, count <= end - at else { throw fail("\(count) bytes are announced, \(end - at) are left") }
        defer { at += count }
        return at..<(at + count)
    }

    mutating func u8(_ bytes: RawSpan) throws(CloneError) -> UInt8 {
        let range = try take(1)
        return bytes.unsafeLoad(fromByteOffset: range.lowerBound, as: UInt8.self)
    }

    mutating func u32(_ bytes: RawSpan) throws(CloneError) -> UInt32 {
        let range = try take(4)
        return UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt32.self))
    }

    mutating func u64(_ bytes: RawSpan) throws(CloneError) -> UInt64 {
        let range = try take(8)
        return UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self))
    }

    mutating func raw(_ bytes: RawSpan, _ count: Int) throws(CloneError) -> [UInt8] {
        let range = try take(count)
        return bytes.extracting(range).withUnsafeBytes { Array($0) }
    }

    mutating func bool(_ bytes: RawSpan) throws(CloneError) -> Bool {
        switch try u8(bytes) {
        case 0: return false
        case 1: return true
        default: throw fail("a yes or no is neither 0 nor 1")
        }
    }

    mutating func zero(_ bytes: RawSpan, _ count: Int) throws(CloneError) {
        guard try raw(bytes, count).allSatisfy({ $0 == 0 }) else { throw fail("bytes that must be zero are not") }
    }

    mutating func count(_ bytes: RawSpan) throws(CloneError) -> Int { Int(try u32(bytes)) }

    mutating func int(_ bytes: RawSpan) throws(CloneError) -> Int { Int(Int64(bitPattern: try u64(bytes))) }

    mutating func digest(_ bytes: RawSpan) throws(CloneError) -> Digest {
        let range = try take(Digest.byteCount)
        guard let digest = bytes.extracting(range).withUnsafeBytes({ Digest(bytes: $0) }) else { throw fail("a hash is not 32 bytes long") }
        return digest
    }

    mutating func text(_ bytes: RawSpan) throws(CloneError) -> String {
        let range = try take(try count(bytes))
        guard let text = bytes.extracting(range).withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else { throw fail("a text is not UTF-8") }
        return text
    }

    mutating func optional<T>(_ bytes: RawSpan, _ read: (inout RowCursor, RawSpan) throws(CloneError) -> T) throws(CloneError) -> T? {
        try bool(bytes) ? try read(&self, bytes) : nil
    }

    mutating func optionalText(_ bytes: RawSpan) throws(CloneError) -> String? { try bool(bytes) ? try text(bytes) : nil }

    mutating func list<T>(_ bytes: RawSpan, _ read: (inout RowCursor, RawSpan) throws(CloneError) -> T) throws(CloneError) -> [T] {
        let count = try count(bytes)
        // Every element takes a byte at least, so a count past what is left is a lie and costs nothing.
        guard count <= remaining else { throw fail("a list announces \(count) elements, \(remaining) bytes are left") }
        var values: [T] = []
        for _ in 0..<count { values.append(try read(&self, bytes)) }
        return values
    }

    /// All bytes must have been read.
    func finish() throws(CloneError) {
        guard at == end else { throw fail("\(end - at) bytes follow its end") }
    }
}

extension RowCursor {
    mutating func id<S>(_ bytes: RawSpan, _ type: Identifier<S>.Type = Identifier<S>.self) throws(CloneError) -> Identifier<S> {
        let text = try text(bytes)
        guard let id = Identifier<S>(rawValue: text) else { throw fail("an id has characters that no id may have, or too many") }
        return id
    }

    /// A word of one of the domain's lists.
    mutating func word<W: RawRepresentable>(_ bytes: RawSpan, _ type: W.Type = W.self) throws(CloneError) -> W where W.RawValue == String {
        let text = try text(bytes)
        guard let word = W(rawValue: text) else { throw fail("'\(text.prefix(40))' is not a word this program knows; a newer one may") }
        return word
    }

    mutating func label(_ bytes: RawSpan) throws(CloneError) -> Label {
        let number = Int(try u8(bytes))
        guard number < Label.sealed.count else { throw fail("there is no sealed label \(number)") }
        return Label.sealed[number]
    }

    mutating func day(_ bytes: RawSpan) throws(CloneError) -> Day {
        let number = Int(Int32(bitPattern: try u32(bytes)))
        guard CalendarRange.days.contains(number) else { throw fail("a day lies outside the years 1 to 9999") }
        return Day(number: number)
    }

    mutating func time(_ bytes: RawSpan) throws(CloneError) -> Timestamp {
        let milliseconds = Int64(bitPattern: try u64(bytes))
        guard CalendarRange.milliseconds.contains(milliseconds) else { throw fail("a time lies outside the years 1 to 9999") }
        return Timestamp(milliseconds: milliseconds)
    }

    mutating func sourceHash(_ bytes: RawSpan) throws(CloneError) -> String? { try bool(bytes) ? try digest(bytes).hex : nil }

    mutating func locator(_ bytes: RawSpan) throws(CloneError) -> Locator? {
        switch try u8(bytes) {
        case 0: return nil
        case 1: return .lines(try int(bytes), try int(bytes))
        case 2: return .row(try int(bytes), sheet: try optionalText(bytes))
        case 3: return .page(try int(bytes))
        case 4: return .slide(try int(bytes))
        case 5: return .time(try int(bytes), try int(bytes))
        case 6:
            let number = try int(bytes)
            return .message(try text(bytes), number: number)
        case 7: return .pointer(try text(bytes))
        case let tag: throw fail("no place in a source has the number \(tag)")
        }
    }
}
