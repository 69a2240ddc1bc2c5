import FeraCrypto
import FeraDomain

/// Writes fields in the fixed order of docs/clone-format.md: big-endian integers, UTF-8 as it is behind its length, a byte 0 or 1
/// before what may be missing.
struct RowWriter {
    private(set) var bytes: [UInt8] = []

    mutating func u8(_ value: UInt8) { bytes.append(value) }

    mutating func u32(_ value: UInt32) { withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) } }

    mutating func u64(_ value: UInt64) { withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) } }

    mutating func bool(_ value: Bool) { u8(value ? 1 : 0) }

    mutating func raw(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    mutating func digest(_ value: Digest) { value.withUnsafeBytes { bytes.append(contentsOf: $0) } }

    /// - Throws: `bad_value` for a count that is negative or past 32 bits.
    mutating func count(_ value: Int, _ what: String) throws(CloneError) {
        guard let value = UInt32(exactly: value) else { throw CloneError(.badValue, "\(what) is \(value); it must be 0 to \(UInt32.max)") }
        u32(value)
    }

    mutating func int(_ value: Int) { u64(UInt64(bitPattern: Int64(value))) }

    mutating func text(_ value: String) throws(CloneError) {
        try count(value.utf8.count, "the length of a text")
        bytes.append(contentsOf: value.utf8)
    }

    mutating func day(_ value: Day) throws(CloneError) {
        guard CalendarRange.days.contains(value.number) else { throw CloneError(.badValue, "the day number \(value.number) lies outside the years 1 to 9999") }
        u32(UInt32(bitPattern: Int32(value.number)))
    }

    mutating func time(_ value: Timestamp) throws(CloneError) {
        guard CalendarRange.milliseconds.contains(value.milliseconds) else { throw CloneError(.badValue, "a time lies outside the years 1 to 9999") }
        u64(UInt64(bitPattern: value.milliseconds))
    }

    mutating func optional<T>(_ value: T?, _ write: (inout RowWriter, T) throws(CloneError) -> Void) throws(CloneError) {
        bool(value != nil)
        if let value { try write(&self, value) }
    }

    mutating func optional(_ value: String?) throws(CloneError) {
        bool(value != nil)
        if let value { try text(value) }
    }

    mutating func list<T>(_ values: [T], _ write: (inout RowWriter, T) throws(CloneError) -> Void) throws(CloneError) {
        try count(values.count, "the length of a list")
        for value in values { try write(&self, value) }
    }
}

/// The years 1 to 9999: what RFC 3339 can write, and so all that a clone holds.
enum CalendarRange {
    static let days = -719_162...2_932_896
    static let milliseconds: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999
}

extension RowWriter {
    mutating func label(_ value: Label) throws(CloneError) {
        guard value != .private else { throw CloneError(.privateRow, "a private line is not sealed: take it out of the version") }
        u8(UInt8(value.strictness))
    }

    /// The hash of a source, given as 64 lower-case hexadecimal digits.
    mutating func sourceHash(_ value: String?) throws(CloneError) {
        bool(value != nil)
        guard let value else { return }
        guard let digest = Digest(hex: value), digest.hex == value else {
            throw CloneError(.badValue, "'\(value.prefix(80))' is not a SHA-256 in 64 lower-case hexadecimal digits")
        }
        self.digest(digest)
    }

    mutating func locator(_ value: Locator?) throws(CloneError) {
        guard let value else { return u8(0) }
        switch value {
        case .lines(let from, let to): fixed(1, from, to)
        case .row(let row, let sheet):
            fixed(2, row)
            try optional(sheet)
        case .page(let number): fixed(3, number)
        case .slide(let number): fixed(4, number)
        case .time(let from, let to): fixed(5, from, to)
        case .message(let id, let number):
            fixed(6, number)
            try text(id)
        case .pointer(let pointer):
            u8(7)
            try text(pointer)
        }
    }

    private mutating func fixed(_ tag: UInt8, _ numbers: Int...) {
        u8(tag)
        for number in numbers { int(number) }
    }
}
