import Foundation
import Testing

@testable import FeraJSON

/// Types that do not behave, and what becomes of their JSON.
@Suite struct WriterTests {
    private enum Key: String, CodingKey { case a, b, c }

    private struct Written: Encodable {
        let write: (any Encoder) throws -> Void
        init(_ write: @escaping (any Encoder) throws -> Void) { self.write = write }
        func encode(to encoder: any Encoder) throws { try write(encoder) }
    }

    /// Whatever a type does: an error, or JSON.
    private func isSound(_ write: @escaping (any Encoder) throws -> Void) -> Bool {
        [JSONWriter(.sorted), JSONWriter(.asWritten)].allSatisfy { writer in
            [Written(write) as any Encodable, ["b": Written(write)], [Written(write), Written(write)]].allSatisfy { value in
                guard let bytes = try? writer.bytes(Boxed(value)) else { return true }
                return (try? JSONReader().decode(Tree.self, from: bytes)) != nil
            }
        }
    }

    private struct Boxed: Encodable {
        let value: any Encodable
        init(_ value: any Encodable) { self.value = value }
        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }

    @Test func numbersWithoutJSON() {
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(throws: EncodingError.self) { try JSONWriter().bytes(value) }
            #expect(throws: EncodingError.self) { try JSONWriter().bytes([1, value]) }
            #expect(throws: EncodingError.self) { try JSONWriter().bytes(["a": Float(value)]) }
        }
    }

    /// What failed and was done without is not in the JSON.
    @Test func aFailureIsWithdrawn() throws {
        let value = Written { encoder in
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(1, forKey: .c)
            try? container.encode(["x": [Double.nan]], forKey: .a)
            try? container.encode(Double.infinity, forKey: .a)
            var list = container.nestedUnkeyedContainer(forKey: .b)
            try list.encode(1)
            try? list.encode([[1, Double.nan]])
            try? list.encode(Double.nan)
            try list.encode("end")
        }
        #expect(try JSONWriter().text(value) == #"{"b":[1,"end"],"c":1}"#)
        #expect(try JSONWriter(.asWritten).text([value, value]) == #"[{"c":1,"b":[1,"end"]},{"c":1,"b":[1,"end"]}]"#)
    }

    /// A value that could not be written alone leaves room for another.
    @Test func aFailureAloneIsWithdrawn() throws {
        let value = Written { encoder in
            var single = encoder.singleValueContainer()
            try? single.encode(Double.nan)
            try? single.encode([["a": [Double.nan]]])
            try single.encode(["b": 1])
        }
        #expect(try JSONWriter().text(value) == #"{"b":1}"#)
        #expect(try JSONWriter().text(["a": [value, value]]) == #"{"a":[{"b":1},{"b":1}]}"#)
        let nothing = Written { encoder in
            var single = encoder.singleValueContainer()
            try? single.encode([1, Double.nan])
        }
        #expect(try JSONWriter().text([nothing, nothing]) == "[{},{}]")
    }

    @Test func oneContainerAskedForTwice() throws {
        let value = Written { encoder in
            var first = encoder.container(keyedBy: Key.self)
            try first.encode(2, forKey: .b)
            var second = encoder.container(keyedBy: Key.self)
            try second.encode(1, forKey: .a)
            try first.encode(3, forKey: .c)
        }
        #expect(try JSONWriter().text(value) == #"{"a":1,"b":2,"c":3}"#)
    }

    /// Of two members with one name the later one counts, as it did.
    @Test func oneNameTwice() throws {
        let value = Written { encoder in
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(1, forKey: .b)
            try container.encode(2, forKey: .a)
            try container.encode([3], forKey: .b)
        }
        #expect(try JSONWriter().text(value) == #"{"a":2,"b":[3]}"#)
        let inOrder = Written { encoder in
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(1, forKey: .a)
            try container.encode(2, forKey: .a)
        }
        #expect(try JSONWriter().text(inOrder) == #"{"a":2}"#)
    }

    @Test func nothingAtAll() throws {
        #expect(try JSONWriter().text(Written { _ in }) == "{}")
        #expect(try JSONWriter().text([Written { _ in }]) == "[{}]")
        #expect(try JSONWriter().text(["a": Written { encoder in _ = encoder.unkeyedContainer() }]) == #"{"a":[]}"#)
        let holes = Written { encoder in
            var container = encoder.container(keyedBy: Key.self)
            _ = container.superEncoder(forKey: .b)
            _ = container.nestedUnkeyedContainer(forKey: .a)
        }
        #expect(try JSONWriter().text(holes) == #"{"a":[],"b":{}}"#)
    }

    @Test func whatMakesNoValueIsAnError() {
        #expect(throws: EncodingError.self) {
            try JSONWriter().bytes(
                Written { encoder in
                    var container = encoder.singleValueContainer()
                    try container.encode(1)
                    try container.encode(2)
                })
        }
        #expect(throws: EncodingError.self) {
            try JSONWriter().bytes(
                Written { encoder in
                    var list = encoder.unkeyedContainer()
                    try list.encode(1)
                    _ = encoder.container(keyedBy: Key.self)
                })
        }
        #expect(
            isSound { encoder in
                var list = encoder.unkeyedContainer()
                try list.encode(1)
                var single = encoder.singleValueContainer()
                try? single.encode("x")
            })
    }

    /// A container that is used while another value is written, or when its own has ended.
    @Test func strayContainers() {
        final class Holder: @unchecked Sendable { var container: KeyedEncodingContainer<Key>? }
        let holder = Holder()
        #expect(
            isSound { encoder in
                var container = encoder.container(keyedBy: Key.self)
                let copy = container
                try container.encode(
                    Written { inner in
                        var stray = copy
                        try? stray.encode(1, forKey: .a)
                        var mine = inner.container(keyedBy: Key.self)
                        try mine.encode(2, forKey: .b)
                        _ = stray.nestedUnkeyedContainer(forKey: .c)
                    }, forKey: .c)
            })
        #expect(
            isSound { encoder in
                if holder.container == nil { holder.container = encoder.container(keyedBy: Key.self) }
                try? holder.container?.encode("late", forKey: .a)
                try? holder.container?.encode(["late"], forKey: .b)
            })
    }

    @Test func nestingHasALimit() throws {
        indirect enum Nest: Encodable {
            case end
            case list(Nest)
            func encode(to encoder: any Encoder) throws {
                var container = encoder.unkeyedContainer()
                if case .list(let inner) = self { try container.encode(inner) }
            }
        }
        func nested(_ depth: Int) -> Nest { (1..<depth).reduce(.end) { inner, _ in .list(inner) } }
        let bytes = try JSONWriter().bytes(nested(JSONReader.depthLimit))
        #expect(GrammarTests.isAccepted(bytes))
        #expect(throws: EncodingError.self) { try JSONWriter().bytes(nested(JSONReader.depthLimit + 1)) }
    }

    /// A decoder that is kept beyond the bytes it was made for still answers.
    @Test func aKeptDecoderStillReads() throws {
        final class Kept: Decodable {
            let decoder: any Decoder
            init(from decoder: any Decoder) throws { self.decoder = decoder }
        }
        var bytes = Array(#"{"a":["one \u00e9 and a text that is long enough", 2]}"#.utf8)
        let kept = try bytes.withUnsafeMutableBytes { memory in
            let kept = try JSONReader().decode(Kept.self, from: UnsafeRawBufferPointer(memory))
            memory.initializeMemory(as: UInt8.self, repeating: 0)
            return kept
        }
        let container = try kept.decoder.container(keyedBy: Key.self)
        var list = try container.nestedUnkeyedContainer(forKey: .a)
        #expect(try list.decode(String.self) == "one é and a text that is long enough")
        #expect(try list.decode(Int.self) == 2)
    }
}
