import Foundation
import Testing

@testable import FeraJSON

/// What types may ask of a decoder and an encoder.
@Suite struct CodableTests {
    enum Role: String, Codable, CodingKeyRepresentable { case owner, successor }

    enum Shape: Codable, Equatable {
        case point
        case circle(radius: Double)
        case line(Int, Int)
    }

    struct Inner: Codable, Equatable {
        var file: String
        var line: Int?
    }

    struct All: Codable, Equatable {
        var text = "t/\"\\\n"
        var maybe: String?
        var yes = true
        var count = -3
        var small: Int8 = -8
        var byte: UInt8 = 255
        var short: Int16 = -300
        var word: UInt16 = 60000
        var four: Int32 = -70000
        var quad: UInt32 = 4_000_000_000
        var long: Int64 = .min
        var huge: UInt64 = .max
        var size: UInt = 7
        var real = 0.1
        var single: Float = 0.1
        var list = [1, 2, 3]
        var texts = ["a", "b"]
        var empties: [[String]] = [[], ["x"], []]
        var holes: [Int?] = [1, nil, 3]
        var inner = [Inner(file: "a", line: nil), Inner(file: "b", line: 2)]
        var byName = ["z": 1, "a": 2, "é": 3, "\"": 4, "A": 5]
        var byNumber = [10: "x", 9: "y"]
        var byRole = [Role.owner: 1.5, .successor: 2]
        var shapes: [Shape] = [.point, .circle(radius: 2), .line(1, 2)]
        var when = Date(timeIntervalSince1970: 1_800_000_000)
        var data = Data([0, 1, 250, 255])
        var url = URL(string: "https://a.example/b?c=d")
        var id = UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F")
        var roles: Set<Role> = [.owner]
        var range = 1..<4
    }

    @Test func everyKindOfMember() throws {
        let value = All()
        let mine = try JSONWriter().encode(value)
        #expect(mine == (try AgreementTests.foundation.encode(value)))
        #expect(try JSONReader().decode(All.self, from: mine) == value)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        #expect(try decoder.decode(All.self, from: try JSONWriter(.asWritten).encode(value)) == value)
    }

    @Test func membersStandAsWrittenOrSorted() throws {
        struct Two: Encodable {
            var b = 1
            var a = "x"
        }
        #expect(try JSONWriter(.asWritten).text([Two()]) == #"[{"b":1,"a":"x"}]"#)
        #expect(try JSONWriter().text([Two()]) == #"[{"a":"x","b":1}]"#)
    }

    @Test func aloneAtTheTop() throws {
        #expect(try JSONReader().decode(String.self, from: Array("\"a\"".utf8)) == "a")
        #expect(try JSONReader().decode(Int?.self, from: Array("null".utf8)) == nil)
        #expect(try JSONReader().decode(Role.self, from: Array("\"owner\"".utf8)) == .owner)
        #expect(try JSONWriter().text("a") == "\"a\"")
        #expect(try JSONWriter().text(Int?.none) == "null")
        #expect(try JSONWriter().text([Int]()) == "[]")
        #expect(try JSONWriter().text([String: Int]()) == "{}")
    }

    /// Members in any order, with others between them.
    @Test func anyOrder() throws {
        let text = #"{"z":[{"file":"no"}],"line":4,"y":{"file":"no"},"file":"a"}"#
        #expect(try JSONReader().decode(Inner.self, from: Array(text.utf8)) == Inner(file: "a", line: 4))
        let members = (0..<60).map { "\"n\($0)\":\($0)" }.shuffled()
        let read = try JSONReader().decode([String: Int].self, from: Array("{\(members.joined(separator: ","))}".utf8))
        #expect(read == Dictionary(uniqueKeysWithValues: (0..<60).map { ("n\($0)", $0) }))
    }

    @Test func missingNullAndWrong() throws {
        func error<T: Decodable>(_ type: T.Type, _ text: String) -> String {
            do {
                _ = try JSONReader().decode(type, from: Array(text.utf8))
                return "read"
            } catch let error as DecodingError {
                let (kind, context): (String, DecodingError.Context) =
                    switch error {
                    case .keyNotFound(let key, let context): ("no \(key.stringValue)", context)
                    case .typeMismatch(let type, let context): ("not \(type)", context)
                    case .valueNotFound(let type, let context): ("null for \(type)", context)
                    case .dataCorrupted(let context): ("corrupted", context)
                    @unknown default: ("?", .init(codingPath: [], debugDescription: ""))
                    }
                return "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(kind): \(context.debugDescription)"
            } catch { return "another error" }
        }
        #expect(error(Inner.self, "{}") == ": no file: the member 'file' is missing")
        #expect(error([Inner].self, #"[{"file":"a"},{"line":1}]"#) == "1: no file: the member 'file' is missing")
        #expect(error(Inner.self, #"{"file":null}"#) == "file: null for String: a value of type String is needed where null stands")
        #expect(error(Inner.self, #"{"file":1}"#) == "file: not String: a value of type String is needed where a number stands")
        #expect(error(Inner.self, #"{"file":"a","line":"1"}"#) == "line: not Int: a value of type Int is needed where a string stands")
        #expect(error(Inner.self, #"{"file":"a","line":1.5}"#) == "line: corrupted: the number 1.5 does not fit in Int")
        #expect(error(Inner.self, "[]") == ": not Dictionary<String, Any>: a value of type object is needed where an array stands")
        #expect(error([Int].self, "{}") == ": not Array<Any>: a value of type array is needed where an object stands")
        #expect(error([Int].self, "null") == ": null for Array<Any>: a value of type array is needed where null stands")
        #expect(error([String: [Int]].self, #"{"a":[1,true]}"#) == "a.1: not Int: a value of type Int is needed where a bool stands")
        #expect(error(Role.self, "\"boss\"").hasPrefix(": corrupted"))
        #expect(error(Data.self, "\"*\"") == ": corrupted: this is not base 64")
        #expect(error(Date.self, "\"today\"") == ": corrupted: a moment is written as 2026-11-21T13:40:00Z")
        #expect(error(Date.self, "1") == ": not String: a value of type String is needed where a number stands")
        #expect(error([Double].self, "[1e999]") == "0: corrupted: the number 1e999 is more or less than a Double holds")
        #expect(try JSONReader().decode(Inner.self, from: Array(#"{"file":"a","line":null}"#.utf8)) == Inner(file: "a", line: nil))
        #expect(try JSONReader().decode([String?].self, from: Array("[null,\"a\"]".utf8)) == [nil, "a"])
    }

    /// A type that writes and reads by hand, with containers inside containers that are filled in turns.
    struct ByHand: Codable, Equatable {
        var a = 1
        var b = [1, 2]
        var c = "c"

        enum Key: String, CodingKey { case head, list, tail, deep, last }

        init() {}

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            let head = try container.nestedContainer(keyedBy: Key.self, forKey: .head)
            a = try head.decode(Int.self, forKey: .deep)
            var list = try container.nestedUnkeyedContainer(forKey: .list)
            b = [try list.decode(Int.self)]
            var inner = try list.nestedUnkeyedContainer()
            b.append(try inner.decode(Int.self))
            #expect(inner.isAtEnd && list.currentIndex == 2 && list.count == 4)
            let object = try list.nestedContainer(keyedBy: Key.self)
            #expect(object.allKeys == [.tail] && object.contains(.tail) && !object.contains(.head))
            #expect(try list.decodeNil())
            #expect(list.isAtEnd)
            #expect(throws: DecodingError.self) { try list.decode(Int.self) }
            c = try String(from: try container.superDecoder(forKey: .tail))
            #expect(try Int(from: try container.superDecoder()) == 9)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            let tail = container.superEncoder(forKey: .tail)
            try container.encode("last", forKey: .last)
            var head = container.nestedContainer(keyedBy: Key.self, forKey: .head)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try list.encode(b[0])
            var inner = list.nestedUnkeyedContainer()
            var object = list.nestedContainer(keyedBy: Key.self)
            try list.encodeNil()
            try head.encode(a, forKey: .deep)
            try object.encode(true, forKey: .tail)
            try inner.encode(b[1])
            try c.encode(to: tail)
            try 9.encode(to: container.superEncoder())
        }
    }

    @Test func containersFilledInTurns() throws {
        for value in [AnyCodable(ByHand()), AnyCodable([ByHand(), ByHand()]), AnyCodable(["x": ByHand()])] {
            #expect(try JSONWriter().encode(value) == (try AgreementTests.foundation.encode(value)))
        }
        let value = [ByHand(), ByHand()]
        #expect(try JSONReader().decode([ByHand].self, from: try JSONWriter(.asWritten).bytes(value)) == value)
        #expect(try JSONWriter(.asWritten).text(ByHand()) == #"{"tail":"c","last":"last","head":{"deep":1},"list":[1,[2],{"tail":true},null],"super":9}"#)
    }

    struct AnyCodable: Encodable {
        let value: any Encodable
        init(_ value: any Encodable) { self.value = value }
        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }

    class Base: Codable {
        var a = 1
    }

    final class Derived: Base {
        var b = 2

        override init() { super.init() }

        private enum Key: CodingKey { case b }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            b = try container.decode(Int.self, forKey: .b)
            try super.init(from: container.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try super.encode(to: container.superEncoder())
            try container.encode(b, forKey: .b)
        }
    }

    @Test func classesWithASuperclass() throws {
        let value = Derived()
        (value.a, value.b) = (5, 6)
        let bytes = try JSONWriter().encode(value)
        #expect(bytes == (try AgreementTests.foundation.encode(value)))
        let again = try JSONReader().decode(Derived.self, from: bytes)
        #expect((again.a, again.b) == (5, 6))
    }
}
