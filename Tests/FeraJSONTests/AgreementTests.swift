import Foundation
import Testing

@testable import FeraJSON

/// Held against Foundation's coders: what the one writes the other reads, and both write the same bytes.
@Suite struct AgreementTests {
    static let foundation: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }()

    /// What is stored, hashed and sent has been written by Foundation until now: it must not change by a byte.
    @Test(arguments: 0..<20) func writesTheSameBytes(_ seed: Int) throws {
        var dice = Dice(UInt64(seed))
        for _ in 0..<150 {
            let tree = Tree.random(&dice)
            let theirs = try Self.foundation.encode(tree)
            let mine = try JSONWriter().encode(tree)
            #expect(mine == theirs, "\(String(decoding: theirs, as: UTF8.self))")
            // Each reads what the other wrote, escaped slashes too.
            #expect(try JSONDecoder().decode(Tree.self, from: mine) == tree)
            #expect(try JSONReader().decode(Tree.self, from: try JSONEncoder().encode(tree)) == tree)
            let unsorted = try JSONWriter(.asWritten).bytes(tree)
            #expect(try JSONReader().decode(Tree.self, from: unsorted) == tree)
        }
    }

    @Test func everyCharacterIsWrittenTheSame() throws {
        for first in stride(from: 0, through: 0x10FFFF, by: 64) where first < 0x3000 || first % 4096 == 0 {
            let text = String(String.UnicodeScalarView((first..<(first + 64)).compactMap { Unicode.Scalar(UInt32($0)) }))
            let mine = try JSONWriter().encode([text: text])
            #expect(mine == (try Self.foundation.encode([text: text])))
            #expect(try JSONReader().decode([String: String].self, from: mine) == [text: text])
        }
    }

    @Test func doublesAreExact() throws {
        var dice = Dice(7)
        let edges: [Double] = [
            0, -0.0, 1, -1, 0.1, 1e15, 1e16, 1e17, 123456789012345680, 1e21, 1e22, 1e23, .leastNonzeroMagnitude, 2.2250738585072014e-308,
            1.7976931348623157e308, 0.3, 1 / 3,
            9007199254740992, 9007199254740994, 4.35, 100, 1e2, 0.000001, 1e-7,
        ]
        for value in edges + (0..<3000).map({ _ in dice.double() }) + (0..<500).map({ _ in dice.fraction() }) {
            let mine = try JSONWriter().bytes(value)
            #expect(Data(mine) == (try Self.foundation.encode(value)))
            let again = try JSONReader().decode(Double.self, from: mine)
            #expect(again.bitPattern == value.bitPattern || (value == 0 && again == 0), "\(value)")
            // As long as a person or another program may write it.
            for format in ["%.3f", "%.17g", "%.25e", "%.15f", "%.9g"] {
                let text = String(format: format, value)
                guard text.utf8.count < 300 else { continue }
                #expect(try JSONReader().decode(Double.self, from: Array(text.utf8)).bitPattern == Double(text)?.bitPattern, "\(text)")
            }
            let single = Float(value)
            if single.isFinite {
                let bytes = try JSONWriter().bytes(single)
                #expect(Data(bytes) == (try Self.foundation.encode(single)))
                #expect(try JSONReader().decode(Float.self, from: bytes) == single)
            }
        }
    }

    @Test func wholeNumbersAreExact() throws {
        var dice = Dice(3)
        for _ in 0..<2000 {
            let value = Int64(bitPattern: dice.next()) >> Int64.random(in: 0..<64, using: &dice)
            #expect(try JSONWriter().bytes(value) == Array("\(value)".utf8))
            #expect(try JSONReader().decode(Int64.self, from: Array("\(value)".utf8)) == value)
            let positive = UInt64(bitPattern: value)
            #expect(try JSONWriter().bytes(positive) == Array("\(positive)".utf8))
            #expect(try JSONReader().decode(UInt64.self, from: Array("\(positive)".utf8)) == positive)
        }
    }

    /// What fits and what does not, by both.
    @Test func numbersFitOrDoNot() throws {
        let texts = [
            "0", "-0", "1", "-1", "127", "128", "-128", "-129", "255", "256", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "-9223372036854775809", "18446744073709551615", "18446744073709551616", "99999999999999999999999", "1.0", "1.5", "1e2", "1e-2", "10e-1", "1e20",
            "1e400", "-1e400",
        ]
        func compare<T: Decodable & Equatable>(_ type: T.Type, _ text: String) {
            let mine = try? JSONReader().decode(type, from: Array(text.utf8))
            let theirs = try? JSONDecoder().decode(type, from: Data(text.utf8))
            #expect(mine == theirs, "\(text) as \(type)")
        }
        // Foundation reads a fraction that a Double cannot hold as if it were whole.
        #expect(throws: DecodingError.self) { try JSONReader().decode(Int.self, from: Array("12.000000000000000000001".utf8)) }
        #expect(throws: DecodingError.self) { try JSONReader().decode(Int.self, from: Array("1e-400".utf8)) }
        #expect(throws: DecodingError.self) { try JSONReader().decode(Double.self, from: Array("1e-400".utf8)) }
        for text in texts {
            compare(Int.self, text)
            compare(Int8.self, text)
            compare(UInt8.self, text)
            compare(Int64.self, text)
            compare(UInt64.self, text)
            compare(Double.self, text)
            compare(UInt32.self, text)
        }
    }

    /// Bytes changed by chance: no crash, and never read as something else than Foundation reads it.
    @Test(arguments: 0..<8) func changedBytesAreReadAlike(_ seed: Int) throws {
        var dice = Dice(UInt64(100 + seed))
        for _ in 0..<60 {
            let tree = Tree.random(&dice, depth: 3)
            let bytes = try JSONWriter().bytes(tree)
            for _ in 0..<30 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...3, using: &dice) {
                    let place = Int.random(in: 0..<changed.count, using: &dice)
                    switch Int.random(in: 0..<4, using: &dice) {
                    case 0: changed[place] = UInt8.random(in: 0...255, using: &dice)
                    case 1: changed[place] = Array("{}[],:\"\\0123456789.eE+-tfnu ".utf8).randomElement(using: &dice) ?? 0
                    case 2: changed.remove(at: place)
                    default: changed.insert(changed[Int.random(in: 0..<changed.count, using: &dice)], at: place)
                    }
                    if changed.isEmpty { changed = [32] }
                }
                guard let mine = try? JSONReader().decode(Tree.self, from: changed) else { continue }
                let theirs = try? JSONDecoder().decode(Tree.self, from: Data(changed))
                #expect(mine == theirs, "\(String(decoding: changed, as: UTF8.self))")
            }
        }
    }

    /// Every beginning of a text is unfinished, or whole by itself.
    @Test func everyBeginning() throws {
        let text = Array(#" {"a" : [1.5e3, -20, "x\u00e9\ud834\udd1e\n€", true, false, null, {}], "bc" : {"d":[[]]}} "#.utf8)
        let end = (text.lastIndex(of: UInt8(ascii: "}")) ?? 0) + 1
        for length in 0..<text.count {
            let error = GrammarTests.error(Array(text[..<length]))
            if length >= end {
                #expect(error == nil)
            } else {
                #expect(error.map { $0.code != .trailing && $0.offset <= length } == true, "\(length)")
            }
        }
    }
}
