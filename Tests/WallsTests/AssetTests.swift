import Foundation
import Testing

/// What the program carries inside itself, and that nothing of the sample leaks out of its folder.
@Suite struct AssetTests {
    /// The files of the page, the sample, the prompts and the configuration, by the name under which they are embedded.
    static func expected() -> [String: String] {
        var all: [String: String] = [:]
        for (folder, name) in [("Sources/CAssets/web", "web"), ("Sources/CAssets/sample", "sample"), ("Prompts", "prompts"), ("config", "config")] {
            for path in Tree.files(under: folder) { all[name + path.dropFirst(folder.count)] = path }
        }
        return all
    }

    @Test func everyAssetIsEmbedded() throws {
        let table = try Tree.text("Sources/CAssets/assets.c")
        let expected = Self.expected()
        #expect(expected.count > 20, "the assets were not found")
        let embedded = table.matches(of: #/#embed "([^"]+)"/#).map { match -> String in
            let path = String(match.1)
            return path.hasPrefix("../../") ? String(path.dropFirst(6)) : "Sources/CAssets/" + path
        }
        #expect(Set(expected.values).subtracting(embedded).sorted() == [], "not embedded; `make assets` writes the table anew")
        #expect(Set(embedded).subtracting(expected.values).sorted() == [], "embedded, but not there any more; `make assets` writes the table anew")
        #expect(embedded.count == Set(embedded).count, "a file is embedded twice")
        let named = table.matches(of: #/\{"([^"]+)", asset_\d+/#).map { String($0.1) }
        #expect(Set(named) == Set(expected.keys), "the table's names do not fit its files")
    }

    @Test func noNameOfTheSampleLeavesItsFolder() throws {
        let names = try SampleNames()
        #expect(!names.companies.isEmpty && names.people.count > 4, "the sample's names were not found")
        var findings: [String] = []
        for path in ["Sources", "config", "Prompts"].flatMap({ Tree.files(under: $0) }) where !path.hasPrefix("Sources/CAssets/sample/") {
            // The generated table names the sample's folder and files, and nothing else of it.
            if path == "Sources/CAssets/assets.c" { continue }
            findings += names.found(in: try Tree.text(path)).map { finding(path, $0.line, $0.name) }
        }
        #expect(findings.isEmpty, "\(report(findings, "Names of the sample in the program"))")
    }

    @Test func aNameIsFoundAsAWordAlone() {
        let names = SampleNames(companies: ["Bell & Ringer Ltd", "Ringer"], people: ["Ada Bell", "Bell"])
        #expect(names.found(in: "a bell\nlabel: a\n// Bell & ringer ltd\nAda  Bell").map(\.line) == [3, 3, 3, 4])
        #expect(names.found(in: "labelled strings, Bells, Ringers").isEmpty)
    }
}

/// The names that the sample account's files hold: its company and its people.
struct SampleNames {
    var companies: Set<String>
    var people: Set<String>

    init(companies: Set<String>, people: Set<String>) {
        self.companies = companies
        self.people = people
    }

    init() throws {
        companies = []
        people = []
        for path in Tree.files(under: "Sources/CAssets/sample", ending: ["/accounts.csv"]) {
            for row in Self.rows(try Tree.text(path)) {
                guard let company = row["account"] ?? row["name"] ?? row["account name"] else { continue }
                companies.insert(company)
                // A company's own words stand in front, its trade behind them.
                companies.formUnion(company.split(whereSeparator: { !$0.isLetter }).prefix(2).map(String.init).filter { $0.count > 3 })
                add(person: row["owner"])
            }
        }
        for path in Tree.files(under: "Sources/CAssets/sample", ending: ["/contacts.csv"]) {
            // A shared mailbox has no title and is no person.
            for row in Self.rows(try Tree.text(path)) where row["job title"] != "" {
                add(person: row["name"] ?? [row["first name"], row["last name"]].compactMap(\.self).joined(separator: " "))
                if let mail = row["email"], let at = mail.lastIndex(of: "@") { companies.insert(String(mail[mail.index(after: at)...])) }
            }
        }
    }

    private mutating func add(person: String?) {
        guard let person, person.contains(" "), let last = person.split(separator: " ").last else { return }
        people.formUnion([person, String(last)])
    }

    /// Where a name stands as a word, with its line. A company counts in any case, a person's name as it is written.
    func found(in text: String) -> [(line: Int, name: String)] {
        let lowered = text.lowercased()
        let companies = companies.filter { lowered.contains($0.lowercased()) }
        let people = people.filter { text.contains($0) }
        if companies.isEmpty, people.isEmpty { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
            let hits = companies.filter { Self.holds(line.lowercased(), $0.lowercased()) } + people.filter { Self.holds(String(line), $0) }
            return hits.map { (number + 1, $0) }
        }
    }

    private static func holds(_ line: String, _ name: String) -> Bool {
        line.ranges(of: name).contains { range in
            let before = range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
            let after = range.upperBound == line.endIndex ? nil : line[range.upperBound]
            return before?.isLetter != true && after?.isLetter != true
        }
    }

    /// The rows of a table with a heading row, by heading in lower case. Quoted fields may hold commas.
    private static func rows(_ text: String) -> [[String: String]] {
        let lines = text.split(whereSeparator: \.isNewline).map { line -> [String] in
            var fields = [""]
            var isQuoted = false
            for character in line {
                switch character {
                case "\"": isQuoted.toggle()
                case "," where !isQuoted: fields.append("")
                default: fields[fields.count - 1].append(character)
                }
            }
            return fields
        }
        guard let heading = lines.first?.map({ $0.lowercased().trimmingCharacters(in: .whitespaces) }) else { return [] }
        return lines.dropFirst().map { Dictionary(zip(heading, $0)) { first, _ in first } }
    }
}
