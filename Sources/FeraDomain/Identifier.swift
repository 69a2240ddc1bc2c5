/// The name of one thing for ever: a short prefix, an underscore and 26 characters (`tr_01jd…`), or a name made from such
/// an id (`tr_01jd….t7`). Ids are made at the rim; nothing inside the rooms draws randomness.
package struct Identifier<Subject>: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The id as it stands in paths, packets and files.
    package let rawValue: String

    /// - Parameter rawValue: 1 to 96 characters of `A–Z a–z 0–9 _ - . :`; `nil` for anything else, so that an id from outside
    ///   is safe in a path and in a log.
    package init?(rawValue: String) {
        let units = rawValue.utf8
        guard (1...96).contains(units.count), units.allSatisfy(Self.isAllowed), rawValue.utf8.first != UInt8(ascii: ".") else { return nil }
        self.rawValue = rawValue
    }

    /// An id that the program itself has put together from ids and numbers; a wrong character is a mistake of the program.
    package init(_ made: String) {
        assert(made.utf8.allSatisfy(Self.isAllowed) && !made.isEmpty, "an id was made of characters that no id may have: \(made)")
        rawValue = made
    }

    package var description: String { rawValue }

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    private static func isAllowed(_ unit: UInt8) -> Bool {
        switch unit {
        case 48...57, 65...90, 97...122, 45, 46, 58, 95: true
        default: false
        }
    }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = Self(rawValue: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "an id has 1 to 96 letters, digits, '_', '-', '.' or ':'")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
