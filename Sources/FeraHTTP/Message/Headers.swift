/// Header fields in order. Names compare without case. One buffer holds all bytes, so that a field that nobody reads costs no string.
package struct Headers: Sendable {
    struct Field {
        var nameStart: UInt32, nameCount: UInt32, valueStart: UInt32, valueCount: UInt32
    }

    private(set) var bytes: [UInt8] = []
    private(set) var fields: [Field] = []
    /// The bytes are what goes out: lines `Name: value`, each with its CRLF, and nothing else.
    private var isWritten = true

    /// No fields.
    package init() {}

    /// The fields as given.
    package init(_ fields: [(String, String)]) {
        for (name, value) in fields { add(name, value) }
    }

    init(bytes: [UInt8], fields: [Field]) {
        self.bytes = bytes
        self.fields = fields
        isWritten = false
    }

    /// How many fields there are.
    package var count: Int { fields.count }

    /// The first value under a name, or `nil`.
    package subscript(name: String) -> String? {
        for field in fields where matches(field, name) { return value(field) }
        return nil
    }

    /// All values under a name, in order.
    package func all(_ name: String) -> [String] {
        fields.compactMap { matches($0, name) ? value($0) : nil }
    }

    /// Whether there is a field of that name.
    package func contains(_ name: String) -> Bool { fields.contains { matches($0, name) } }

    /// Every field as (name, value), in order.
    package var list: [(name: String, value: String)] { fields.map { (text($0.nameStart, $0.nameCount), value($0)) } }

    /// Whether a comma-separated list under `name` holds `token`, without case.
    package func lists(_ name: String, _ token: String) -> Bool {
        all(name).contains { value in
            value.utf8.split(separator: UInt8(ascii: ",")).contains { ASCII.equalIgnoringCase(ASCII.trim($0), token.utf8) }
        }
    }

    /// Adds a field. Control bytes become spaces in the value and the field is left out when its name is no token: an answer cannot be split.
    package mutating func add(_ name: String, _ value: String) {
        var name = name, value = value
        name.withUTF8 { name in
            guard !name.isEmpty, name.allSatisfy(ASCII.isToken) else { return }
            value.withUTF8 { add(name, $0) }
        }
    }

    private mutating func add(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        let nameStart = bytes.count, valueStart = nameStart + name.count + 2, end = valueStart + value.count
        if bytes.capacity < end + 2 { bytes.reserveCapacity(max(2 * nameStart, end + 2)) }
        bytes.append(contentsOf: name)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(0x20)
        bytes.append(contentsOf: value)
        if !value.allSatisfy(ASCII.isFieldByte) { for index in valueStart..<end where !ASCII.isFieldByte(bytes[index]) { bytes[index] = 0x20 } }
        bytes.append(0x0D)
        bytes.append(0x0A)
        fields.append(Field(nameStart: UInt32(nameStart), nameCount: UInt32(name.count), valueStart: UInt32(valueStart), valueCount: UInt32(value.count)))
    }

    /// Adds all fields of another block behind its own.
    package mutating func append(_ other: Headers) {
        guard other.isWritten, bytes.count + other.bytes.count < Int(UInt32.max) else { return other.list.forEach { add($0.name, $0.value) } }
        let start = UInt32(bytes.count)
        bytes += other.bytes
        for field in other.fields {
            fields.append(
                Field(
                    nameStart: start + field.nameStart, nameCount: field.nameCount, valueStart: start + field.valueStart, valueCount: field.valueCount))
        }
    }

    /// Replaces every field of that name by one.
    package mutating func set(_ name: String, _ value: String) {
        if contains(name) {
            fields = fields.filter { !matches($0, name) }
            isWritten = false
        }
        add(name, value)
    }

    /// Appends `Name: value` lines, each ended by CRLF.
    func write(into output: inout [UInt8]) {
        if isWritten { return output.append(contentsOf: bytes) }
        for field in fields {
            output.append(contentsOf: bytes[Int(field.nameStart)..<Int(field.nameStart + field.nameCount)])
            output.append(UInt8(ascii: ":"))
            output.append(0x20)
            output.append(contentsOf: bytes[Int(field.valueStart)..<Int(field.valueStart + field.valueCount)])
            output.append(0x0D)
            output.append(0x0A)
        }
    }

    /// The value's bytes.
    func valueBytes(_ field: Field) -> ArraySlice<UInt8> { bytes[Int(field.valueStart)..<Int(field.valueStart + field.valueCount)] }

    /// Whether a field has a name, which is given in lower case.
    func isNamed(_ field: Field, _ name: StaticString) -> Bool {
        guard Int(field.nameCount) == name.utf8CodeUnitCount else { return false }
        for index in 0..<Int(field.nameCount) where ASCII.lower(bytes[Int(field.nameStart) + index]) != name.utf8Start[index] { return false }
        return true
    }

    private func matches(_ field: Field, _ name: String) -> Bool {
        guard Int(field.nameCount) == name.utf8.count else { return false }
        return ASCII.equalIgnoringCase(bytes[Int(field.nameStart)..<Int(field.nameStart + field.nameCount)], name.utf8)
    }

    private func value(_ field: Field) -> String { text(field.valueStart, field.valueCount) }

    private func text(_ start: UInt32, _ count: UInt32) -> String {
        String(decoding: bytes[Int(start)..<Int(start + count)], as: UTF8.self)
    }
}
