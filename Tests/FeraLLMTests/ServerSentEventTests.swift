import Testing

@testable import FeraLLM

@Suite struct ServerSentEventTests {
    func events(_ pieces: [[UInt8]], limit: Int = 1 << 20) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser(limit: limit), events: [ServerSentEvent] = []
        for piece in pieces { events += try parser.feed(piece) }
        return events + (parser.finish().map { [$0] } ?? [])
    }

    static let stream = "\u{feff}: hello\r\ndata: zwölf €\n\n\n:\nevent: x\rdata:a\rdata:  b 🦊\r\rid: 7\nretry: 10\ndata\n\ndata: {\"a\":\n\r\ndata:last\n\n"
    static let expected = [
        ServerSentEvent(data: "zwölf €"), ServerSentEvent(name: "x", data: "a\n b 🦊"), ServerSentEvent(data: ""), ServerSentEvent(data: "{\"a\":"),
        ServerSentEvent(data: "last"),
    ]

    @Test func everySplitInTwoGivesTheSameEvents() throws {
        let bytes = Array(Self.stream.utf8)
        for cut in 0...bytes.count { #expect(try events([Array(bytes[..<cut]), Array(bytes[cut...])]) == Self.expected) }
    }

    @Test func everySplitInThreeGivesTheSameEvents() throws {
        let bytes = Array(Self.stream.utf8)
        for first in 0..<bytes.count {
            for second in first..<bytes.count {
                let found = try events([Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])])
                if found != Self.expected { Issue.record("cut at \(first) and \(second)"); return }
            }
        }
    }

    @Test func everyPieceLengthGivesTheSameEvents() throws {
        let bytes = Array(Self.stream.utf8)
        for size in 1...bytes.count {
            #expect(try events(stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }) == Self.expected)
        }
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func everyLineEndWorks(end: String) throws {
        #expect(try events([Array("data: a\(end)data: b\(end)\(end)data: c\(end)\(end)".utf8)]).map(\.data) == ["a\nb", "c"])
    }

    @Test func anEventLeftOpenAtTheEndIsGiven() throws {
        #expect(try events([Array("data: a\n\ndata: b".utf8)]).map(\.data) == ["a", "b"])
        #expect(try events([Array("data: a\n\n".utf8)]).map(\.data) == ["a"])
        #expect(try events([Array(": only a comment\n\n\n".utf8)]) == [])
    }

    @Test func brokenTextIsReplacedAndNothingElseIsLost() throws {
        #expect(try events([[0x64, 0x61, 0x74, 0x61, 0x3a, 0xc3, 0x28, 0x0a, 0x0a]]).map(\.data) == ["\u{fffd}("])
        #expect(try events([Array("garbage\ndatax: no\n:data: no\ndata : no\ndata: yes\n\n".utf8)]).map(\.data) == ["yes"])
    }

    @Test func anEventOverTheLimitIsRefusedWhetherInOneLineOrInMany() {
        #expect(throws: ServerSentEventParser.TooLong.self) { try events([[UInt8](repeating: 120, count: 101)], limit: 100) }
        #expect(throws: ServerSentEventParser.TooLong.self) { try events(Array(repeating: Array("data: 123456789\n".utf8), count: 20), limit: 100) }
    }
}
