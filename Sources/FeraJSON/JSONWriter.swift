package import Foundation

/// Writes values as JSON (RFC 8259) in UTF-8, without blanks; slashes stay as they are.
package struct JSONWriter: Sendable {
    /// The order of an object's members.
    package enum KeyOrder: Sendable {
        /// By their UTF-8, so that equal values are equal bytes.
        case sorted
        /// As the type writes them.
        case asWritten
    }

    private let order: KeyOrder

    /// A writer; it holds nothing and may be made anywhere.
    package init(_ order: KeyOrder = .sorted) { self.order = order }

    /// A value as JSON. Bytes become base 64, moments ISO 8601.
    /// - Throws: `EncodingError` where a value has no JSON: a number that is not finite, nesting beyond `JSONReader.depthLimit`.
    package func encode(_ value: some Encodable) throws -> Data { try write(value) { Data($0) } }

    /// A value as bytes of JSON.
    /// - Throws: as `encode`.
    package func bytes(_ value: some Encodable) throws -> [UInt8] { try write(value) { [UInt8]($0) } }

    /// A value as text of JSON.
    /// - Throws: as `encode`.
    package func text(_ value: some Encodable) throws -> String { try write(value) { String(decoding: $0, as: UTF8.self) } }

    private func write<T>(_ value: some Encodable, _ take: (UnsafeRawBufferPointer) -> T) throws -> T {
        let sheet = try sheet(value)
        return take(sheet.out.written)
    }

    func sheet(_ value: some Encodable) throws -> Sheet {
        let sheet = Sheet(sortsKeys: order == .sorted)
        try sheet.encode(value)
        if let fault = sheet.fault { throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: fault)) }
        return sheet
    }
}
