import Foundation
import Testing

/// A line up to its comment, so that prose may name what code may not do. Two slashes inside a string are no comment.
func code(_ line: Substring) -> Substring {
    var inString = false
    var previous: Character = " "
    for index in line.indices {
        if line[index] == "\"", previous != "\\" { inString.toggle() }
        if !inString, line[index...].hasPrefix("//") { return line[..<index] }
        previous = line[index]
    }
    return line
}

/// Words that stop a program or mark work left undone, with their lines.
func forbiddenWords(in text: String) -> [(line: Int, word: String)] {
    let stops = ["try!", "as!", "fatalError("]
    let marks = #/\b(TODO|FIXME)\b/#
    // Nearly every file is clean: looking at each line of it would take most of this suite's time.
    guard (stops + ["TODO", "FIXME"]).contains(where: { text.contains($0) }) else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
        let found = stops.filter { code(line).contains($0) } + (line.firstMatch(of: marks).map { [String($0.1)] } ?? [])
        return found.map { (number + 1, $0) }
    }
}

/// Lines that switch the compiler's checks off and do not say, on the line or right above it, who owns the value.
func unexplainedUnsafety(in text: String) -> [Int] {
    guard text.contains("nonisolated(unsafe)") || text.contains("@unchecked Sendable") else { return [] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.indices.filter { index in
        let words = code(lines[index])
        guard words.contains("nonisolated(unsafe)") || words.contains("@unchecked Sendable") else { return false }
        let isExplainedHere = words.endIndex < lines[index].endIndex
        let above = lines[..<index].last { !$0.drop(while: \.isWhitespace).hasPrefix("@") } ?? ""
        return !isExplainedHere && !above.drop(while: \.isWhitespace).hasPrefix("//")
    }.map { $0 + 1 }
}

/// What holds for every file of code.
@Suite struct CodeTests {
    @Test func noFileIsOver500Lines() throws {
        let endings = [".swift", ".c", ".h", ".js", ".css", ".html", ".py", ".sh"]
        let files = ["Sources", "Tests"].flatMap { Tree.files(under: $0, ending: endings) }
        #expect(files.count > 200, "the files were not found")
        let findings = try files.compactMap { path -> String? in
            let count = try Tree.text(path).split(separator: "\n", omittingEmptySubsequences: false).count - 1
            return count > 500 ? finding(path, 501, "\(count) lines") : nil
        }
        #expect(findings.isEmpty, "\(report(findings, "Files to be divided by topic"))")
    }

    @Test func nothingStopsTheProgramOrIsLeftUndone() throws {
        var findings: [String] = []
        for path in Tree.files(under: "Sources", ending: [".swift", ".h", ".c", ".js"]) {
            findings += forbiddenWords(in: try Tree.text(path)).map { finding(path, $0.line, $0.word) }
        }
        #expect(findings.isEmpty, "\(report(findings, "Words that have no place in Sources"))")
    }

    @Test func everyUncheckedValueNamesItsOwner() throws {
        var findings: [String] = []
        for path in Tree.files(under: "Sources", ending: [".swift"]) {
            findings += unexplainedUnsafety(in: try Tree.text(path)).map { finding(path, $0, "no line says who owns it") }
        }
        #expect(findings.isEmpty, "\(report(findings, "Unchecked values"))")
    }

    /// The manifest keeps the interviewer from files and the net; this keeps it from the clock and the dice that every file could use.
    @Test(arguments: ["FeraInterview", "FeraDomain"]) func pureRoomsHaveNoClockNoDiceNoFiles(_ room: String) throws {
        let effects = [
            "Date()", "Date.now", ".random(", "shuffled(", "UUID()", "FileManager", "ProcessInfo", "ContinuousClock", "SuspendingClock", "getenv", "Task {",
        ]
        let hidden = #/^import (Glibc|Dispatch|Synchronization)/#
        var findings: [String] = []
        for path in Tree.files(under: "Sources/\(room)", ending: [".swift"]) {
            let text = try Tree.text(path)
            let effects = effects.filter { text.contains($0) }
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                findings += effects.filter { code(line).contains($0) }.map { finding(path, number + 1, $0) }
                if line.firstMatch(of: hidden) != nil { findings.append(finding(path, number + 1, String(line))) }
            }
        }
        #expect(findings.isEmpty, "\(report(findings, "Effects in a pure room"))")
    }

    @Test func theTopLevelHoldsItsNamesAlone() throws {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "Prompts", "config", "docs", "README.md", "Makefile", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md",
            ".swift-format", ".gitignore", ".ci", ".git",
        ]
        let ignored = Set(try Tree.text(".gitignore").split(separator: "\n").map { $0.trimmingCharacters(in: ["/"]) })
        let found = Set(try Tree.names(in: "."))
        #expect(found.subtracting(allowed).subtracting(ignored) == [])
        #expect(allowed.subtracting(found).subtracting([".git"]) == [])
    }

    @Test func forbiddenWordsAreFound() {
        let text = "let a = try! b()\nlet s = \"http://c\"  // never as! x\nlet b = a as! B\nfatalError(\"x\")\n// TODO: later\nlet s = \"//\" as! C\n"
        #expect(forbiddenWords(in: text).map(\.line) == [1, 3, 4, 5, 6])
    }

    @Test func unexplainedUnsafetyIsFound() {
        #expect(unexplainedUnsafety(in: "let a = 1\nnonisolated(unsafe) var b = 2\n") == [2])
        #expect(unexplainedUnsafety(in: "// The loop owns it.\nnonisolated(unsafe) var b = 2\n") == [])
        #expect(unexplainedUnsafety(in: "// The loop owns it.\n@frozen\nstruct A: @unchecked Sendable {}\n") == [])
        #expect(unexplainedUnsafety(in: "struct A: @unchecked Sendable {  // Written once.\n}\n\nstruct B: @unchecked Sendable {}\n") == [4])
    }
}
