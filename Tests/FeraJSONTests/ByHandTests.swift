import Foundation
import Testing

@testable import FeraJSON

/// Reading and writing member by member, without `Codable`.
@Suite struct ByHandTests {
    private struct Quote: Codable, Equatable {
        var file: String
        var line: Int
    }

    private struct Packet: Codable, Equatable {
        var text: String
        var seq: Int
        var quotes: [Quote]
    }

    private func read(_ text: String) throws -> Packet {
        try JSONView.read(Array(text.utf8)) { packet in
            Packet(
                text: try packet.string("text"), seq: try packet.int("seq"),
                quotes: try packet.array("quotes") { Quote(file: try $0.string("file"), line: try $0.int("line")) })
        }
    }

    @Test func readsAsCodableDoes() throws {
        let whole = #" {"quotes":[{"line":1,"file":"a\\u00e9"},{"file":"","line":-2,"more":[1]}], "x":{"text":"no"}, "seq":3,"text":"t"} "#
        #expect(try read(whole) == JSONReader().decode(Packet.self, from: whole))
        let wrong = [
            "", "[]", "{}", "null", #"{"text":"t","seq":1}"#, #"{"text":null,"seq":1,"quotes":[]}"#, #"{"text":"t","seq":"1","quotes":[]}"#,
            #"{"text":"t","seq":1,"quotes":{}}"#, #"{"text":"t","seq":1,"quotes":[{"file":"a"}]}"#,
            #"{"text":"t","seq":1,"quotes":[{"file":"a","line":true}]}"#,
            #"{"text":"t","seq":1.5,"quotes":[]}"#, #"{"text":"t","seq":1,"quotes":[[]]}"#, #"{"text":"t","seq":1,"quotes":[]} x"#,
        ]
        for text in wrong {
            func told(_ body: () throws -> Packet) -> String {
                do {
                    _ = try body()
                    return "read"
                } catch { return "\(error)" }
            }
            let mine = told { try read(text) }
            #expect(mine != "read")
            #expect(mine.contains("Path: ") == told { try JSONReader().decode(Packet.self, from: text) }.contains("Path: "), "\(mine)")
        }
    }

    @Test func writesAsCodableDoes() throws {
        var dice = Dice(11)
        for _ in 0..<300 {
            let packet = Packet(
                text: dice.text(), seq: Int(Int64(bitPattern: dice.next())),
                quotes: (0..<Int.random(in: 0..<4, using: &dice)).map { Quote(file: dice.text(), line: $0) })
            var pen = JSONPen(capacity: 1)
            pen.object { pen in
                pen.array("quotes") { pen in
                    for quote in packet.quotes {
                        pen.object { pen in
                            pen.member("file", quote.file)
                            pen.member("line", Int64(quote.line))
                        }
                    }
                }
                pen.member("seq", Int64(packet.seq))
                pen.member("text", packet.text)
            }
            #expect(try pen.bytes == JSONWriter().bytes(packet))
            #expect(pen.text.utf8.elementsEqual(pen.bytes))
            #expect(try read(pen.text) == packet)
        }
    }

    @Test func everyKindOfMember() throws {
        var pen = JSONPen()
        try pen.object { pen in
            pen.member("absent", String?.none)
            pen.member("absent", Int64?.none)
            pen.member("absent", [String]?.none)
            try pen.member("absent", encoding: [Int]?.none)
            pen.member("texts", ["{", "[", ""])
            try pen.member("tree", encoding: ["b": [1], "a": []])
            pen.object("object") { pen in pen.member("least", Int64.min) }
            pen.object("empty") { _ in }
            pen.array("objects") { pen in
                pen.object { _ in }
                pen.object { _ in }
            }
        }
        #expect(pen.text == #"{"texts":["{","[",""],"tree":{"a":[],"b":[1]},"object":{"least":-9223372036854775808},"empty":{},"objects":[{},{}]}"#)
        #expect(throws: EncodingError.self) { try pen.member("nan", encoding: [Double.nan]) }
    }
}
