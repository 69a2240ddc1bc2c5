import RegexBuilder
import Testing

/// Modules of the toolchain and the system that need no declaration.
let systemModules: Set<String> = ["Foundation", "Glibc", "Synchronization", "Dispatch"]

/// The modules that a Swift file imports, with their line numbers from 1.
func imports(in text: String) -> [(line: Int, module: String)] {
    let attributes = #/(?:@\w+(?:\([^)]*\))?\s+)*/#
    let access = #/(?:(?:package|public|internal|fileprivate|private)\s+)?/#
    let kind = #/(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?/#
    let pattern = Regex {
        /^\s*/
        attributes
        access
        /import\s+/
        kind
        Capture { /\w+/ }
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
        line.split(separator: ";").compactMap { part in part.firstMatch(of: pattern).map { (number + 1, String($0.1)) } }
    }
}

/// What a file imports without having declared it.
func undeclaredImports(in text: String, of target: Manifest.Target) -> [(line: Int, module: String)] {
    let allowed = systemModules.union(target.dependencies).union(target.kind == .tests ? ["Testing", "RegexBuilder"] : [])
    return imports(in: text).filter { !allowed.contains($0.module) && $0.module != target.name }
}

/// The arrows between the rooms, in the manifest and in every file.
@Suite struct ImportTests {
    let manifest: Manifest

    init() throws { manifest = Manifest(try Tree.text("Package.swift")) }

    @Test func readsTheManifestWhole() throws {
        let rooms = manifest.targets.values
        #expect(rooms.count { $0.kind == .system } == 8)
        #expect(rooms.count { $0.kind == .room } >= 15)
        #expect(rooms.count { $0.kind == .program } == 3)
        #expect(rooms.count { $0.kind == .tests } >= 15)
        #expect(manifest.targets["CAssets"] != nil)
        #expect(manifest.targets["FeraClone"]?.dependencies == ["FeraDomain", "FeraSearch", "FeraCrypto"])
        #expect(manifest.targets["FeraDomain"]?.dependencies == ["FeraJSON"])
        #expect(manifest.targets["FeraJSON"]?.dependencies == [])
    }

    /// Every folder of code is a declared target and the other way round, so that no file escapes the walls.
    @Test func everyFolderIsATarget() throws {
        let declared = Set(manifest.targets.values.map(\.path))
        let folders = try Tree.names(in: "Sources").map { "Sources/\($0)" }
        #expect(Set(folders) == declared.filter { $0.hasPrefix("Sources/") })
        let tests = Set(Tree.swiftFiles().filter { $0.hasPrefix("Tests/") }.map { $0.split(separator: "/").prefix(2).joined(separator: "/") })
        #expect(tests == declared.filter { $0.hasPrefix("Tests/") })
    }

    @Test func everyImportIsDeclared() throws {
        var findings: [String] = []
        var count = 0
        for path in Tree.swiftFiles() {
            let name = String(path.split(separator: "/")[1])
            guard let target = manifest.targets[name] else { continue }
            let text = try Tree.text(path)
            count += imports(in: text).count
            findings += undeclaredImports(in: text, of: target).map { finding(path, $0.line, "\(name) does not declare \($0.module)") }
        }
        #expect(count > 200, "the imports were not found")
        #expect(findings.isEmpty, "\(report(findings, "Imports without an arrow in Package.swift"))")
    }

    /// The interviewer is a pure function: the domain, how its events are written, and nothing else of Fera or the system's C libraries.
    @Test func interviewKnowsTheDomainAlone() {
        #expect(manifest.targets["FeraInterview"]?.dependencies == ["FeraDomain", "FeraJSON"])
        #expect(manifest.closure(of: "FeraInterview") == ["FeraDomain", "FeraJSON"])
    }

    /// Asking and sealing cannot reach drafts, sources, interviews, a database, a model or the net.
    @Test(arguments: ["FeraAsk", "FeraClone"]) func sealedRoomsReachNoDraft(_ room: String) {
        let reached = manifest.closure(of: room)
        let allowed: Set<String> = ["FeraDomain", "FeraJSON", "FeraSearch", "FeraCrypto", "FeraClone", "CStemmer", "CCrypto"]
        #expect(reached.isSubset(of: allowed), "\(room) reaches \(reached.subtracting(allowed).sorted())")
        for never in ["FeraStore", "FeraSQLite", "CSQLite", "FeraLLM", "FeraCurl", "CCurl", "FeraApp", "FeraInterview", "FeraIngest", "FeraServer"] {
            #expect(!reached.contains(never))
        }
    }

    @Test func theServerLayerKnowsNoCustomer() {
        #expect(Set(manifest.closure(of: "FeraHTTP").filter { $0.hasPrefix("Fera") }) == ["FeraCrypto", "FeraJSON"])
        #expect(manifest.closure(of: "FeraCurl").filter { $0.hasPrefix("Fera") } == [])
        #expect(manifest.closure(of: "FeraSQLite").filter { $0.hasPrefix("Fera") } == [])
    }

    /// What the play can do, any client can do: it reaches no use-case and no database.
    @Test func thePlayIsAClient() {
        #expect(manifest.closure(of: "FeraPlay").subtracting(["FeraDomain", "FeraJSON", "FeraCrypto", "CCrypto"]) == [])
    }

    @Test func testSupportStaysInTests() {
        let users = manifest.targets.values.filter { $0.kind != .tests && $0.dependencies.contains("FeraTestSupport") }
        #expect(users.map(\.name) == [])
    }

    @Test func noSwiftPackages() throws {
        #expect(try !Tree.text("Package.swift").contains(".package("))
        #expect(!Tree.exists("Package.resolved"))
    }

    @Test func aForbiddenImportIsFound() {
        let room = Manifest.Target(kind: .room, name: "FeraAsk", dependencies: ["FeraDomain"])
        let lines = [
            "import FeraDomain", "package import Foundation", "@testable import FeraStore", "  import struct FeraLLM.Prompt\u{3b} import CSQLite",
            "// import FeraApp", "import Testing",
        ]
        let text = lines.joined(separator: "\n")
        #expect(undeclaredImports(in: text, of: room).map(\.module) == ["FeraStore", "FeraLLM", "CSQLite", "Testing"])
        #expect(undeclaredImports(in: text, of: room).map(\.line) == [3, 4, 4, 6])
    }

    @Test func arrowsAreReadOverSeveralLines() {
        let text = "func room(_ name: String) {}\nroom(\n\"A\",\n  [\"B\", \"C\"],\n exclude: [\"x\"]),\nroom(\"B\", [\"D\"]), tests(\"A\", [\"A\"]), "
        let manifest = Manifest(text + "system(\"D\", pkgConfig: \"d\")")
        #expect(manifest.targets["A"]?.dependencies == ["B", "C"])
        #expect(manifest.closure(of: "ATests") == ["A", "B", "C", "D"])
    }
}
