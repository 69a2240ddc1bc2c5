import Foundation
import Synchronization
import Testing

@testable import FeraPlay

@Suite struct ScreenTests {
    private final class Paper: Sendable {
        private let text = Mutex("")
        func write(_ more: String) { text.withLock { $0 += more } }
        var lines: [String] { text.withLock { $0 }.components(separatedBy: "\n") }
    }

    @Test func textIsWrappedInItsColumn() {
        let paper = Paper()
        Screen(width: 40) { paper.write($0) }.labelled("label", "one two three four five six seven", column: 20)
        #expect(paper.lines == ["    label           one two three four", "                    five six seven", ""])
    }

    @Test func aLongLabelPushesItsLineOn() {
        let paper = Paper()
        Screen(width: 60) { paper.write($0) }.labelled("a label that is longer", "text", column: 10)
        #expect(paper.lines[0] == "    a label that is longer  text")
    }

    @Test func coloursAreThereOnlyWhereTheyAreWanted() {
        let plain = Paper(), coloured = Paper()
        Screen(isColoured: false) { plain.write($0) }.line("x", .good, indent: 0)
        Screen(isColoured: true) { coloured.write($0) }.line("x", .good, indent: 0)
        #expect(plain.lines[0] == "x")
        #expect(coloured.lines[0] == "\u{1B}[32mx\u{1B}[0m")
    }

    @Test func noLineIsWiderThanTheScreenUnlessAWordIs() {
        let text = String(repeating: "word ", count: 80) + String(repeating: "x", count: 200)
        let lines = Screen.wrap(text, first: 30, rest: 40)
        #expect(lines.dropLast().allSatisfy { $0.count <= 40 })
        #expect(lines.last?.count == 200)
        #expect(Screen.wrap("", first: 10, rest: 10).isEmpty)
    }

    @Test func textIsShortenedToOneLine() {
        #expect(Screen.short("a\nb   c", 10) == "a b c")
        #expect(Screen.short("abcdef", 4) == "abc…")
        #expect(Screen.count(1, "line") == "1 line")
        #expect(Screen.count(2, "reply", "replies") == "2 replies")
    }
}
