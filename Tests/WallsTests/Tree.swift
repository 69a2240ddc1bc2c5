import Foundation

/// The project's own files, read as text. Paths are relative to the package's folder: "Sources/FeraDomain/Label.swift".
enum Tree {
    /// The folder that holds Package.swift.
    static let root: URL = {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
        return here.deletingLastPathComponent().deletingLastPathComponent()
    }()

    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: root.appendingPathComponent(path)), as: UTF8.self)
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path) }

    /// The names in a folder, files and folders, hidden ones too.
    static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(path).path).sorted()
    }

    /// All files below a folder, hidden files and folders left out; none where the folder is not there.
    static func files(under path: String, ending endings: [String] = [""]) -> [String] {
        let folder = root.appendingPathComponent(path)
        guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [] }
        let hidden: (Substring) -> Bool = { $0.hasPrefix(".") || $0 == "__pycache__" || $0 == "node_modules" }
        return walk.compactMap { $0 as? String }.filter { name in
            guard !name.split(separator: "/").contains(where: hidden), endings.contains(where: { name.hasSuffix($0) }) else { return false }
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder.path + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted().map { "\(path)/\($0)" }
    }

    /// The Swift files of all rooms, programs and tests.
    static func swiftFiles() -> [String] { ["Sources", "Tests"].flatMap { files(under: $0, ending: [".swift"]) } }
}

/// A place in the tree with what is wrong there, to be clicked on.
func finding(_ path: String, _ line: Int, _ what: String) -> String { "\(path):\(line): \(what)" }

/// The findings as one message, `nil` where there are none.
func report(_ findings: [String], _ title: String) -> String { "\(title) (\(findings.count)):\n" + findings.joined(separator: "\n") }
