import Foundation
import Testing

/// A value of the configuration, printed as JSON.
private enum Setting: Decodable, CustomStringConvertible {
    case text(String), number(Int), flag(Bool), list([String])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Int.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else {
            self = .list(try container.decode([String].self))
        }
    }

    var description: String {
        switch self {
        case .text(let value): "\"\(value)\""
        case .number(let value): "\(value)"
        case .flag(let value): "\(value)"
        case .list(let values): "[\(values.map { "\"\($0)\"" }.joined(separator: ", "))]"
        }
    }
}

/// The keys of a JSON5 file of sections, as "section.key", with their values written as JSON.
func configurationKeys(_ text: String) throws -> [String: String] {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    var keys: [String: String] = [:]
    for (section, values) in try decoder.decode([String: [String: Setting]].self, from: Data(text.utf8)) {
        for (key, value) in values { keys["\(section).\(key)"] = "\(value)" }
    }
    return keys
}

/// The rows "| `key` | `default` | …" of a page.
func configurationTable(_ page: String) -> [String: String] {
    let rows = page.matches(of: #/(?m)^\| `([a-z_]+\.[a-z_]+)` \| `([^`]*)` \| [^|]+ \|$/#)
    return Dictionary(rows.map { (String($0.1), String($0.2)) }) { first, _ in first }
}

/// Documentation that fails the build when it is not true.
@Suite struct DocsTests {
    /// Every page of the project.
    static func pages() -> [String] { ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] + Tree.files(under: "docs", ending: [".md"]) }

    @Test func everyConfigurationKeyIsExplainedWithItsDefault() throws {
        let keys = try configurationKeys(try Tree.text("config/fera.json5"))
        let table = configurationTable(try Tree.text("docs/operations.md"))
        #expect(keys.count > 25, "the keys were not found")
        #expect(Set(keys.keys).subtracting(table.keys).sorted() == [], "keys that docs/operations.md does not explain")
        #expect(Set(table.keys).subtracting(keys.keys).sorted() == [], "keys that do not exist")
        for (key, value) in keys.sorted(by: { $0.key < $1.key }) { #expect(table[key] == value, "\(key) has another default in docs/operations.md") }
    }

    @Test func everyRoomIsExplained() throws {
        let page = try Tree.text("docs/modules.md")
        let rooms = Manifest(try Tree.text("Package.swift")).targets.values.filter { $0.kind != .tests }.map(\.name)
        #expect(rooms.filter { !page.contains("`\($0)`") }.sorted() == [])
    }

    /// A decision is on one page of 25 lines with its three parts, and stands in the list.
    @Test func everyDecisionIsShortAndListed() throws {
        let list = try Tree.text("docs/decisions/README.md")
        let names = try Tree.names(in: "docs/decisions").filter { $0.hasSuffix(".md") && $0 != "README.md" }
        #expect(names.count > 10)
        for name in names {
            let text = try Tree.text("docs/decisions/\(name)")
            #expect(name.wholeMatch(of: #/\d{4}-[a-z0-9-]+\.md/#) != nil, "\(name)")
            #expect(list.contains("(\(name))"), "\(name) is not listed")
            #expect(text.hasPrefix("# \(name.prefix(4)). "), "\(name) does not begin with its number")
            for part in ["## Context", "## Decision", "## Consequence"] { #expect(text.contains("\n\(part)\n"), "\(name) has no \(part)") }
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 26, "\(name) is over 25 lines")
        }
        #expect(Set(names.map { $0.prefix(4) }).count == names.count, "two decisions have one number")
    }

    @Test func everyLinkLeadsSomewhere() throws {
        var findings: [String] = []
        var count = 0
        for page in Self.pages() {
            let folder = page.contains("/") ? page[..<(page.lastIndex(of: "/") ?? page.startIndex)] + "/" : ""
            for (number, line) in try Tree.text(page).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                for match in line.matches(of: #/\]\(([^)#\s]+)(?:#[^)]*)?\)/#) where !match.1.contains("://") {
                    count += 1
                    if !Tree.exists(folder + String(match.1)) { findings.append(finding(page, number + 1, String(match.1))) }
                }
            }
        }
        #expect(count > 20, "the links were not found")
        #expect(findings.isEmpty, "\(report(findings, "Links to nothing"))")
    }

    @Test func everyMakeCommandExists() throws {
        let targets = Set(try Tree.text("Makefile").matches(of: #/(?m)^([a-z]+):/#).map { String($0.1) })
        #expect(targets.isSuperset(of: ["demo", "test", "build", "bench", "format", "lint", "tsan", "asan"]))
        var findings: [String] = []
        for page in Self.pages() {
            for (number, line) in try Tree.text(page).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let commands = line.matches(of: #/(?:`|^)make ([a-z]+)/#).map { String($0.1) }
                findings += commands.filter { !targets.contains($0) }.map { finding(page, number + 1, "make \($0)") }
            }
        }
        #expect(findings.isEmpty, "\(report(findings, "Commands that the Makefile does not have"))")
    }

    @Test func everyCommandOfTheProgramExists() throws {
        let code = try Tree.files(under: "Sources/fera", ending: [".swift"]).map { try Tree.text($0) }.joined()
        let known = Set(code.matches(of: #/CommandSpec\(\s*name: "([a-z ]+)"/#).map { String($0.1) })
        #expect(known.count > 8, "the commands were not found")
        var findings: [String] = []
        for page in Self.pages() {
            for (number, line) in try Tree.text(page).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                for match in line.matches(of: #/(?:`|^|-u fera )fera ([a-z]+)(?: ([a-z]+))?/#) {
                    let two = match.2.map { "\(match.1) \($0)" } ?? ""
                    if !known.contains(String(match.1)), !known.contains(two) { findings.append(finding(page, number + 1, String(match.0))) }
                }
            }
        }
        #expect(findings.isEmpty, "\(report(findings, "Commands that fera does not have"))")
        let operations = try Tree.text("docs/operations.md")
        #expect(known.filter { !operations.contains("`fera \($0)`") }.sorted() == [], "commands that docs/operations.md does not name")
    }

    /// The libraries that the manifest asks for are those that are installed, by the same names.
    @Test func everySystemLibraryIsInstalled() throws {
        let asked = try Tree.text("Package.swift").matches(of: #/apt: "([^"]+)"/#).map { String($0.1) }
        let installed = try Tree.text(".ci/deps")
        #expect(asked.count == 7)
        #expect(asked.filter { !installed.contains("\n\($0) ") } == [])
        let readme = try Tree.text("README.md")
        for package in ["libcurl4", "libsqlite3-0", "libwslay1", "libssl3", "libarchive13", "libstemmer0d", "zlib1g"] { #expect(readme.contains(package)) }
        #expect(try Tree.text(".ci/run").hasSuffix("\nmake test\n"))
    }

    /// The project speaks of itself alone: no path of the machine that it was written on.
    @Test func nothingNamesAnotherPlace() throws {
        let places = ["/work" + "/", "/ro" + "ot/", "../sha" + "red"]
        let code = ["Sources", "Tests"].flatMap { Tree.files(under: $0, ending: [".swift", ".h", ".js", ".py", ".sh"]) }
        let data = ["config", "Prompts"].flatMap { Tree.files(under: $0) }
        let files = Self.pages() + ["Makefile", ".ci/run", ".ci/deps", "Package.swift"] + code + data
        var findings: [String] = []
        for path in files {
            let text = try Tree.text(path)
            guard places.contains(where: { text.contains($0) }) else { continue }
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                findings += places.filter { line.contains($0) }.map { finding(path, number + 1, $0) }
            }
        }
        #expect(findings.isEmpty, "\(report(findings, "Paths of another place"))")
    }

    @Test func aMissingKeyIsFound() throws {
        let keys = try configurationKeys("{ a: { b: \"x/y\", c: [], }, /* d */ e: { f: 1, g: true } }")
        #expect(keys == ["a.b": "\"x/y\"", "a.c": "[]", "e.f": "1", "e.g": "true"])
        #expect(configurationTable("| key | default | |\n| `a.b` | `\"x\"` | what |\n| `c` | `1` | no section |\n") == ["a.b": "\"x\""])
    }
}
