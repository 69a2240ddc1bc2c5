package import Foundation

/// Reads values out of JSON (RFC 8259) in UTF-8. Stricter than the RFC asks where two readers could differ: a byte order mark, two members
/// of one name, half a surrogate pair and nesting beyond the limit are refused.
package struct JSONReader: Sendable {
    /// How many arrays and objects may lie in each other.
    package static let depthLimit = 512

    /// A reader; it holds nothing and may be made anywhere.
    package init() {}

    /// Reads a value. Bytes are base 64, moments ISO 8601.
    /// - Throws: `DecodingError`; where the text is not JSON, `dataCorrupted` with the way there and a `JSONError` beneath it.
    package func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T { try data.withUnsafeBytes { try decode(type, from: $0) } }

    /// Reads a value out of bytes.
    /// - Throws: as from `Data`.
    package func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T { try bytes.withUnsafeBytes { try decode(type, from: $0) } }

    /// Reads a value out of text.
    /// - Throws: as from `Data`.
    package func decode<T: Decodable>(_ type: T.Type, from text: String) throws -> T {
        var text = text
        return try text.withUTF8 { try decode(type, from: UnsafeRawBufferPointer($0)) }
    }

    /// Reads a value out of bytes that stay where they are while it is read.
    /// - Throws: as from `Data`.
    package func decode<T: Decodable>(_ type: T.Type, from bytes: UnsafeRawBufferPointer) throws -> T {
        var tape = try TapeParser.parse(bytes, depthLimit: Self.depthLimit)
        // A type may have kept its decoder, and the bytes may be gone when it asks again.
        defer { if !isKnownUniquelyReferenced(&tape) { tape.keepBytes() } }
        return try tape.decode(type, at: 0)
    }
}
