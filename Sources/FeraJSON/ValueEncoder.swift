import Foundation

extension Sheet {
    /// Writes a value of any type. Those that JSON knows are written without asking the type; bytes are base 64, a moment ISO 8601.
    @inline(__always) func encode<T: Encodable>(_ value: T) throws {
        // The types have just been found to be the same, so that nothing is reinterpreted.
        if T.self == String.self { return out.put(unsafeBitCast(value, to: String.self)) }
        if T.self == Data.self { return out.put(unsafeBitCast(value, to: Data.self).base64EncodedString()) }
        if T.self == Date.self { return out.put(unsafeBitCast(value, to: Date.self).formatted(.iso8601)) }
        if T.self == URL.self { return out.put(unsafeBitCast(value, to: URL.self).absoluteString) }
        try open()
        let frame = frames.count - 1
        do {
            try value.encode(to: ValueEncoder(sheet: self, frame: frame))
            try close()
        } catch {
            withdraw(frame)
            throw error
        }
    }

    func encode(floating value: some BinaryFloatingPoint & CustomStringConvertible) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: path, debugDescription: "JSON has no number for \(value)"))
        }
        out.put(floating: value)
    }
}

/// The encoder of one value, and what is written where a value stands alone.
struct ValueEncoder: Encoder, SingleValueEncodingContainer {
    let sheet: Sheet
    let frame: Int

    var codingPath: [any CodingKey] { sheet.path }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        _ = sheet.make(.object, frame)
        return KeyedEncodingContainer(MemberWriter<Key>(sheet: sheet, frame: frame))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        _ = sheet.make(.array, frame)
        return ElementWriter(sheet: sheet, frame: frame)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    private func alone() throws { guard sheet.make(.single, frame) else { throw sheet.failure(sheet.fault ?? "") } }

    func encodeNil() throws {
        try alone()
        sheet.out.put(ascii: "null")
    }
    func encode(_ value: Bool) throws {
        try alone()
        sheet.out.put(value)
    }
    func encode(_ value: String) throws {
        try alone()
        sheet.out.put(value)
    }
    func encode(_ value: Double) throws {
        do {
            try alone()
            try sheet.encode(floating: value)
        } catch {
            sheet.empty(frame)
            throw error
        }
    }
    func encode(_ value: Float) throws {
        do {
            try alone()
            try sheet.encode(floating: value)
        } catch {
            sheet.empty(frame)
            throw error
        }
    }
    func encode(_ value: Int) throws {
        try alone()
        sheet.out.put(short: Int64(value))
    }
    func encode<T: FixedWidthInteger & Encodable>(_ value: T) throws {
        try alone()
        sheet.out.put(value)
    }
    func encode<T: Encodable>(_ value: T) throws {
        try alone()
        do { try sheet.encode(value) } catch {
            sheet.empty(frame)
            throw error
        }
    }
}

/// The members of an object.
struct MemberWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sheet: Sheet
    let frame: Int

    var codingPath: [any CodingKey] { sheet.path }

    @inline(__always) private func member(_ key: Key, _ write: () throws -> Void) throws {
        try sheet.key(key.stringValue, frame)
        try write()
    }

    /// A member whose value may fail: whoever goes on without it finds nothing of it written.
    @inline(__always) private func riskyMember(_ key: Key, _ write: () throws -> Void) throws {
        guard frame < sheet.frames.count else { throw sheet.failure("a member is written into an object that has ended") }
        let mark = sheet.mark(frame)
        do { try member(key, write) } catch {
            sheet.withdraw(to: mark, frame)
            throw error
        }
    }

    func encodeNil(forKey key: Key) throws { try member(key) { sheet.out.put(ascii: "null") } }
    func encode(_ value: Bool, forKey key: Key) throws { try member(key) { sheet.out.put(value) } }
    func encode(_ value: String, forKey key: Key) throws { try member(key) { sheet.out.put(value) } }
    func encode(_ value: Double, forKey key: Key) throws { try riskyMember(key) { try sheet.encode(floating: value) } }
    func encode(_ value: Float, forKey key: Key) throws { try riskyMember(key) { try sheet.encode(floating: value) } }
    func encode(_ value: Int, forKey key: Key) throws { try member(key) { sheet.out.put(short: Int64(value)) } }
    func encode<T: FixedWidthInteger & Encodable>(_ value: T, forKey key: Key) throws { try member(key) { sheet.out.put(value) } }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try riskyMember(key) { try sheet.encode(value) } }

    private func child(_ name: String) -> Sheet {
        // Nothing can be thrown here; the fault is told when the whole is finished.
        do { try sheet.key(name, frame) } catch { _ = sheet.make(.single, frame) }
        return sheet.child(frame)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        ValueEncoder(sheet: child(key.stringValue), frame: 0).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        ValueEncoder(sheet: child(key.stringValue), frame: 0).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { ValueEncoder(sheet: child("super"), frame: 0) }
    func superEncoder(forKey key: Key) -> any Encoder { ValueEncoder(sheet: child(key.stringValue), frame: 0) }
}

/// The elements of an array.
struct ElementWriter: UnkeyedEncodingContainer {
    let sheet: Sheet
    let frame: Int

    var codingPath: [any CodingKey] { sheet.path }
    var count: Int { frame < sheet.frames.count ? sheet.frames[frame].elements : 0 }

    @inline(__always) private func element(_ write: () throws -> Void) throws {
        guard frame < sheet.frames.count else { throw sheet.failure("an element is written into an array that has ended") }
        let mark = sheet.mark(frame)
        do {
            try sheet.element(frame)
            try write()
        } catch {
            sheet.withdraw(to: mark, frame)
            throw error
        }
    }

    func encodeNil() throws { try element { sheet.out.put(ascii: "null") } }
    func encode(_ value: Bool) throws { try element { sheet.out.put(value) } }
    func encode(_ value: String) throws { try element { sheet.out.put(value) } }
    func encode(_ value: Double) throws { try element { try sheet.encode(floating: value) } }
    func encode(_ value: Float) throws { try element { try sheet.encode(floating: value) } }
    func encode<T: FixedWidthInteger & Encodable>(_ value: T) throws { try element { sheet.out.put(value) } }
    func encode<T: Encodable>(_ value: T) throws { try element { try sheet.encode(value) } }

    private func child() -> Sheet {
        do { try sheet.element(frame) } catch { _ = sheet.make(.single, frame) }
        return sheet.child(frame)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        ValueEncoder(sheet: child(), frame: 0).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { ValueEncoder(sheet: child(), frame: 0).unkeyedContainer() }
    func superEncoder() -> any Encoder { ValueEncoder(sheet: child(), frame: 0) }
}
