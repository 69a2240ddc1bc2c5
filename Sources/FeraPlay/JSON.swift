import Foundation

/// A JSON body in the making. Members that are null are left out.
enum JSON: Encodable {
    case null
    case bool(Bool)
    case number(Int)
    case text(String)
    case array([JSON])
    case members([(String, JSON)])

    static func texts(_ values: [String]) -> JSON { .array(values.map(JSON.text)) }
    static func optional(_ value: String?) -> JSON { value.map(JSON.text) ?? .null }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .members(let members):
            var container = encoder.container(keyedBy: Key.self)
            for (name, value) in members {
                if case .null = value { continue }
                try container.encode(value, forKey: Key(stringValue: name))
            }
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let value): try value.encode(to: encoder)
        case .number(let value): try value.encode(to: encoder)
        case .text(let value): try value.encode(to: encoder)
        case .array(let values): try values.encode(to: encoder)
        }
    }

    /// The bytes to send.
    func bytes() throws -> [UInt8] { Array(try JSONEncoder().encode(self)) }
}
