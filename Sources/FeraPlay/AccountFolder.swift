import Foundation

/// The files of one account, as they are uploaded, and the play's script where the folder has one.
package struct AccountFolder: Sendable {
    /// One file.
    package struct File: Sendable, Equatable {
        /// The path inside the folder.
        package let path: String
        /// The name it is uploaded under: the last part of the path, or more of it where two files would be called alike.
        package let name: String
        /// The content.
        package let bytes: [UInt8]
    }

    /// The account that the script names, or what the folder is called, as a title: `north-gate` is "North gate".
    package let title: String
    /// In the order of their paths.
    package let files: [File]
    /// What people say and decide; `nil`: the folder has none.
    package let script: PlayScript?

    /// The name of the script inside a folder.
    package static let scriptName = "play.json5"

    /// Files from memory.
    /// - Parameters:
    ///   - name: what the folder is called.
    ///   - entries: paths inside the folder and bytes, in any order.
    /// - Throws: `PlayError.material` where the script cannot be read or no file is there.
    package init(name: String, entries: [(path: String, bytes: [UInt8])]) throws(PlayError) {
        let sorted = entries.sorted { $0.path < $1.path }
        let record = sorted.filter { $0.path != Self.scriptName }
        guard !record.isEmpty else { throw PlayError(.material, "\(name): there is no file to read; put the account's files there") }
        let names = Self.names(record.map(\.path))
        files = zip(record, names).map { File(path: $0.path, name: $1, bytes: $0.bytes) }
        var script: PlayScript?
        if let entry = sorted.first(where: { $0.path == Self.scriptName }) {
            script = try PlayScript.decode(Data(entry.bytes), name: Self.scriptName)
        }
        self.script = script
        title = script?.transfer?.accounts?.first?.name ?? Self.title(name)
    }

    /// Reads a folder with its subfolders; hidden files and folders are left out, links are not followed.
    /// - Throws: `PlayError.material` that names the file.
    package static func read(_ path: String) throws(PlayError) -> AccountFolder {
        let root = URL(fileURLWithPath: path, isDirectory: true)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw PlayError(.material, "\(path) is no folder")
        }
        guard let walker = FileManager.default.enumerator(atPath: path) else { throw PlayError(.material, "\(path) cannot be read; check its rights") }
        var entries: [(path: String, bytes: [UInt8])] = []
        while let inside = walker.nextObject() as? String {
            let kind = walker.fileAttributes?[.type] as? FileAttributeType
            if inside.split(separator: "/").last?.hasPrefix(".") ?? false {
                if kind == .typeDirectory { walker.skipDescendants() }
                continue
            }
            guard kind == .typeRegular else { continue }
            do {
                entries.append((inside, [UInt8](try Data(contentsOf: root.appendingPathComponent(inside)))))
            } catch {
                throw PlayError(.material, "\(path)/\(inside) cannot be read: \(error.localizedDescription)")
            }
        }
        return try AccountFolder(name: root.standardizedFileURL.lastPathComponent, entries: entries)
    }

    /// Last parts of paths, with as many folders before them as it takes to tell them apart.
    static func names(_ paths: [String]) -> [String] {
        func name(_ path: String, _ parts: Int) -> String { path.split(separator: "/").suffix(parts).joined(separator: "-") }
        var parts = [Int](repeating: 1, count: paths.count)
        while true {
            let names = zip(paths, parts).map { name($0, $1) }
            let twice = Set(Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys)
            let open = names.indices.filter { twice.contains(names[$0]) && parts[$0] < paths[$0].split(separator: "/").count }
            if open.isEmpty { return names }
            for index in open { parts[index] += 1 }
        }
    }

    private static func title(_ name: String) -> String {
        let words = name.split { "-_ ".contains($0) }.joined(separator: " ")
        return words.isEmpty ? "The account" : words.prefix(1).uppercased() + words.dropFirst()
    }
}
