import Foundation

@testable import FeraJSON

/// JSON of any form, with numbers as they read.
indirect enum Tree: Codable, Equatable {
    case null
    case bool(Bool)
    case whole(Int64)
    case number(Double)
    case string(String)
    case array([Tree])
    case object([String: Tree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .whole(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if var elements = try? decoder.unkeyedContainer() {
            var values: [Tree] = []
            while !elements.isAtEnd { values.append(try elements.decode(Tree.self)) }
            self = .array(values)
        } else {
            self = .object(try container.decode([String: Tree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .whole(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// A tree by chance, the same one for the same dice.
    static func random(_ dice: inout Dice, depth: Int = 4) -> Tree {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 7), using: &dice) {
        case 0: .null
        case 1: .bool(.random(using: &dice))
        case 2, 3: .whole(Int64.random(in: .min ... .max, using: &dice) >> Int64.random(in: 0..<64, using: &dice))
        case 4:
            // A whole Double reads back as a whole number.
            .number(dice.double().nextUp.rounded() == 0 ? 0.5 : dice.fraction())
        case 5, 6: .string(dice.text())
        case 7, 8: .array((0..<Int.random(in: 0..<6, using: &dice)).map { _ in random(&dice, depth: depth - 1) })
        default:
            .object(
                Dictionary((0..<Int.random(in: 0..<30, using: &dice)).map { _ in (dice.text(), random(&dice, depth: depth - 2)) }) { first, _ in first })
        }
    }
}

/// Numbers by chance that are the same on every run (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Any finite double.
    mutating func double() -> Double {
        while true {
            let value = Double(bitPattern: next())
            if value.isFinite { return value }
        }
    }

    /// A double that is not whole.
    mutating func fraction() -> Double {
        while true {
            let value = Double.random(in: -1000...1000, using: &self)
            if value != value.rounded() { return value }
        }
    }

    mutating func text() -> String {
        let kinds: [String] = [
            "a", "b", "Z", "0", "-", "_", "/", "\\", "\"", "\n", "\r", "\t", "\u{0}", "\u{8}", "\u{C}", "\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}", "é",
            "e\u{301}", "ß", "€", "漢", "𝄞", "👩‍👩‍👧", "\u{FFFF}", "\u{E000}", "\u{10FFFF}", "renewal", " ", "0123456789abcdef",
        ]
        return (0..<Int.random(in: 0..<12, using: &self)).map { _ in kinds.randomElement(using: &self) ?? "" }.joined()
    }
}
