import Testing

/// A `package` declaration without a `///` line above it.
struct Undocumented: Equatable {
    var line: Int
    var text: String
}

/// The `package` declarations of a file that nothing explains. Attributes may stand between a declaration and its lines. A stored
/// property and an initializer that only fills the properties are explained by their type, a witness by its protocol.
func undocumented(in text: String) -> (count: Int, findings: [Undocumented]) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop(while: \.isWhitespace) }
    let pattern = #/^(?:@\w+(?:\([^)]*\))?\s+)*package\s+(?!import\b)(?!\(set\))/#
    var count = 0
    var findings: [Undocumented] = []
    for (number, line) in lines.enumerated() where line.firstMatch(of: pattern) != nil {
        count += 1
        let above = lines[..<number].last { !$0.hasPrefix("@") } ?? ""
        if above.hasPrefix("///") || isPlainMember(line, lines[(number + 1)...]) { continue }
        findings.append(.init(line: number + 1, text: String(line.prefix(100))))
    }
    return (count, findings)
}

private let witnesses = ["var description: String", "func encode(to ", "init(from decoder: ", "func hash(into ", "func == (", "func < (", "typealias ID = "]

private func isPlainMember(_ line: Substring, _ following: ArraySlice<Substring>) -> Bool {
    let isComputed = line.hasSuffix("{") || line.firstMatch(of: #/:[^=]*\{/#) != nil
    let isStored = line.firstMatch(of: #/\b(let|var)\s+\w+/#) != nil && !line.contains("static ") && !isComputed
    if isStored || witnesses.contains(where: { line.contains($0) }) { return true }
    guard line.firstMatch(of: #/\binit\(/#) != nil, !line.contains("throws") else { return false }
    if let brace = line.lastIndex(of: "{"), line.hasSuffix("}") { return line.hasSuffix("{}") || line[brace...].contains(" = ") }
    // The parameters may go over lines; the body is whatever stands up to the first line that closes it.
    let rest = following.prefix { $0 != "}" }
    let body = line.hasSuffix("{") ? rest : rest.drop { !$0.hasSuffix("{") }.dropFirst()
    return !body.isEmpty && body.allSatisfy { $0.firstMatch(of: #/^(self\.)?\w+ = /#) != nil }
}

/// What a room offers to the others is explained where it stands.
@Suite struct DocumentationTests {
    @Test func everyPackageDeclarationIsExplained() throws {
        var findings: [String] = []
        var count = 0
        for path in Tree.files(under: "Sources", ending: [".swift"]) where path.hasPrefix("Sources/Fera") {
            let (declared, missing) = undocumented(in: try Tree.text(path))
            count += declared
            findings += missing.map { finding(path, $0.line, $0.text) }
        }
        #expect(count > 1000, "the declarations were not found")
        #expect(findings.isEmpty, "\(report(findings, "Of \(count) package declarations these have no /// line"))")
    }

    @Test func aSilentDeclarationIsFound() {
        let text = """
            package import Foundation

            /// A box.
            @frozen
            package struct Box {
                package var count: Int
                package private(set) var name = ""
                package init(count: Int) {
                    self.count = count
                }
                package init(_ text: String) throws {
                    count = 1
                }
                package var isEmpty: Bool { count == 0 }
                @discardableResult
                package func open() -> Int { 1 }
            }
            package enum Lid: CustomStringConvertible {
                package init() {}
                package var description: String { "lid" }
            }
            """
        let result = undocumented(in: text)
        #expect(result.count == 10)
        #expect(result.findings.map(\.line) == [11, 14, 16, 18])
    }
}
