/// The decoder of one value, and what is read where a value stands alone.
struct ValueDecoder: Decoder, SingleValueDecodingContainer {
    let tape: Tape
    let index: Int

    var codingPath: [any CodingKey] { tape.path(to: index) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try MemberReader<Key>(tape, index))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try ElementReader(tape, index) }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { tape.isNull(index) }
    func decode(_ type: Bool.Type) throws -> Bool { try tape.bool(at: index) }
    func decode(_ type: String.Type) throws -> String { try tape.string(at: index) }
    func decode(_ type: Double.Type) throws -> Double { try tape.double(at: index) }
    func decode(_ type: Float.Type) throws -> Float { try tape.float(at: index) }
    func decode(_ type: Int.Type) throws -> Int { try tape.integer(type, at: index) }
    func decode(_ type: Int64.Type) throws -> Int64 { try tape.integer(type, at: index) }
    func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type) throws -> T { try tape.integer(type, at: index) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try tape.decode(type, at: index) }
}

/// The members of an object.
struct MemberReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let tape: Tape
    private let object: Int

    init(_ tape: Tape, _ index: Int) throws {
        guard tape.entries[index].kind == .object else { throw tape.mismatch([String: Any].self, at: index) }
        (self.tape, object) = (tape, index)
    }

    var codingPath: [any CodingKey] { tape.path(to: object) }

    var allKeys: [Key] {
        var keys: [Key] = []
        var index = object + 1
        while index < Int(tape.entries[object].next) {
            if let key = Key(stringValue: tape.text(tape.entries[index])) { keys.append(key) }
            index = Int(tape.entries[index + 1].next)
        }
        return keys
    }

    func contains(_ key: Key) -> Bool { tape.find(key.stringValue, in: object) >= 0 }

    @inline(__always) private func value(_ key: Key) throws -> Int {
        let index = tape.find(key.stringValue, in: object)
        if index < 0 { throw missing(key) }
        return index
    }

    private func missing(_ key: Key) -> DecodingError {
        .keyNotFound(key, .init(codingPath: codingPath, debugDescription: "the member '\(key.stringValue)' is missing"))
    }

    /// A member that is there and not null.
    @inline(__always) private func present(_ key: Key) -> Int? {
        let index = tape.find(key.stringValue, in: object)
        return index < 0 || tape.isNull(index) ? nil : index
    }

    func decodeNil(forKey key: Key) throws -> Bool { tape.isNull(try value(key)) }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try tape.bool(at: try value(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try tape.string(at: try value(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try tape.double(at: try value(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try tape.float(at: try value(key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try tape.integer(type, at: try value(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try tape.integer(type, at: try value(key)) }
    func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try tape.integer(type, at: try value(key)) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try tape.decode(type, at: try value(key)) }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key).map { try tape.bool(at: $0) } }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key).map { try tape.string(at: $0) } }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try present(key).map { try tape.double(at: $0) } }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try present(key).map { try tape.float(at: $0) } }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key).map { try tape.integer(type, at: $0) } }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try present(key).map { try tape.integer(type, at: $0) } }
    func decodeIfPresent<T: FixedWidthInteger & Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try present(key).map { try tape.integer(type, at: $0) }
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? { try present(key).map { try tape.decode(type, at: $0) } }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(try MemberReader<Nested>(tape, try value(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try ElementReader(tape, try value(key)) }

    func superDecoder() throws -> any Decoder {
        let index = tape.find("super", in: object)
        guard index >= 0 else {
            throw DecodingError.keyNotFound(
                PathKey(stringValue: "super"), .init(codingPath: codingPath, debugDescription: "the member 'super' is missing"))
        }
        return ValueDecoder(tape: tape, index: index)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { ValueDecoder(tape: tape, index: try value(key)) }
}

/// The elements of an array, one after the other.
struct ElementReader: UnkeyedDecodingContainer {
    private let tape: Tape
    private let array: Int
    private var index: Int
    private(set) var currentIndex = 0

    init(_ tape: Tape, _ index: Int) throws {
        guard tape.entries[index].kind == .array else { throw tape.mismatch([Any].self, at: index) }
        (self.tape, array, self.index) = (tape, index, index + 1)
    }

    var codingPath: [any CodingKey] { tape.path(to: array) }
    var count: Int? { Int(tape.entries[array].size) }
    var isAtEnd: Bool { index >= Int(tape.entries[array].next) }

    /// The next element is taken only if it can be read.
    @inline(__always) private mutating func take<T>(_ type: Any.Type, _ read: (Int) throws -> T) throws -> T {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                type, .init(codingPath: codingPath + [PathKey(intValue: currentIndex)], debugDescription: "the array has no more elements"))
        }
        let value = try read(index)
        index = Int(tape.entries[index].next)
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        if !isAtEnd, !tape.isNull(index) { return false }
        return try take(Any?.self) { _ in true }
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try take(type) { [tape] in try tape.bool(at: $0) } }
    mutating func decode(_ type: String.Type) throws -> String { try take(type) { [tape] in try tape.string(at: $0) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try take(type) { [tape] in try tape.double(at: $0) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try take(type) { [tape] in try tape.float(at: $0) } }
    mutating func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type) throws -> T { try take(type) { [tape] in try tape.integer(type, at: $0) } }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try take(type) { [tape] in try tape.decode(type, at: $0) } }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(try take([String: Any].self) { [tape] in try MemberReader<Nested>(tape, $0) })
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try take([Any].self) { [tape] in try ElementReader(tape, $0) } }
    mutating func superDecoder() throws -> any Decoder { try take((any Decoder).self) { [tape] in ValueDecoder(tape: tape, index: $0) } }
}
