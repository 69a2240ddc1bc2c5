/// Writes JSON by hand, member by member: for the few shapes that are written so often that `Codable` costs more than the writing.
/// Commas are set by themselves; that what is opened is closed, and names differ, is the caller's part.
package struct JSONPen: ~Copyable {
    private var out: ByteSheet

    /// An empty sheet.
    /// - Parameter capacity: bytes that are probably needed.
    package init(capacity: Int = 512) { out = ByteSheet(capacity: max(capacity, 16)) }

    deinit { out.free() }

    /// What has been written.
    package var bytes: [UInt8] { [UInt8](out.written) }

    /// What has been written, as text.
    package var text: String { String(decoding: out.written, as: UTF8.self) }

    /// An object as an element or the outermost value.
    package mutating func object<Failure: Error>(_ write: (inout JSONPen) throws(Failure) -> Void) throws(Failure) {
        out.separate()
        out.put(UInt8(ascii: "{"))
        try write(&self)
        out.put(UInt8(ascii: "}"))
    }

    /// A member that is an object.
    package mutating func object<Failure: Error>(_ name: StaticString, _ write: (inout JSONPen) throws(Failure) -> Void) throws(Failure) {
        key(name)
        out.put(UInt8(ascii: "{"))
        try write(&self)
        out.put(UInt8(ascii: "}"))
    }

    /// A member that is an array.
    package mutating func array<Failure: Error>(_ name: StaticString, _ write: (inout JSONPen) throws(Failure) -> Void) throws(Failure) {
        key(name)
        out.put(UInt8(ascii: "["))
        try write(&self)
        out.put(UInt8(ascii: "]"))
    }

    /// A member that is a string; none for `nil`.
    package mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        key(name)
        out.put(value)
    }

    /// A member that is a whole number; none for `nil`.
    package mutating func member(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        key(name)
        out.put(short: value)
    }

    /// A member that is an array of strings; none for `nil`.
    package mutating func member(_ name: StaticString, _ values: [String]?) {
        guard let values else { return }
        array(name) { pen in
            for value in values {
                pen.out.separate()
                pen.out.put(value)
            }
        }
    }

    /// A member of any type, with its keys sorted; none for `nil`.
    /// - Throws: `EncodingError`, as `JSONWriter`.
    package mutating func member(_ name: StaticString, encoding value: (some Encodable)?) throws {
        guard let value else { return }
        let sheet = try JSONWriter().sheet(value)
        key(name)
        out.put(sheet.out.written)
    }

    @inline(__always) private mutating func key(_ name: StaticString) {
        out.separate()
        out.put(UInt8(ascii: "\""))
        out.put(ascii: name)
        out.put(ascii: "\":")
    }
}
