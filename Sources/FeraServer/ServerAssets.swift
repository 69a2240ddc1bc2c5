import CAssets
package import FeraApp
import Foundation

/// What the program carries inside: web page, prompts, default configuration, the sample account.
package enum ServerAssets {
    /// A file by its path ("web/index.html"), `nil` where there is none. The bytes are the program's own; nothing is copied.
    package static func file(_ path: String) -> UnsafeBufferPointer<UInt8>? { all[path] }

    /// The paths below a folder ("sample/"), in order, without the folder.
    package static func paths(below folder: String) -> [String] {
        all.keys.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }.sorted()
    }

    /// The sample account's files: path below its folder → bytes.
    package static func sample() -> [(path: String, bytes: [UInt8])] {
        paths(below: "sample/").compactMap { path in
            guard let slash = path.firstIndex(of: "/"), let bytes = file("sample/" + path) else { return nil }
            return (String(path[path.index(after: slash)...]), Array(bytes))
        }
    }

    /// The question bank, phrases, settings, templates and prompts.
    package static func materials() -> Materials {
        func data(_ path: String) -> Data { file(path).map { Data($0) } ?? Data() }
        var prompts: [String: String] = [:]
        for name in paths(below: "prompts/") { prompts[name] = String(decoding: data("prompts/" + name), as: UTF8.self) }
        return Materials(
            fields: data("config/fields.json5"), questions: data("config/questions.json5"), phrases: data("config/phrases.json5"),
            interview: data("config/interview.json5"), lexicon: data("config/lexicon.json5"), templates: data("config/templates.json5"), prompts: prompts)
    }

    /// The configuration: the defaults, the operator's file over them, the environment over both.
    /// - Throws: `ConfigurationError`.
    package static func configuration(file path: String?, environment: [String: String]) throws -> LoadedConfiguration {
        var operators: (path: String, bytes: Data)?
        if let path {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw ConfigurationError("\(path) cannot be read; check the path and its rights")
            }
            operators = (path, bytes)
        }
        return try Configuration.load(defaults: file("config/fera.json5").map { Data($0) } ?? Data(), file: operators, environment: environment)
    }

    // Owned by the program's image: constant data that nobody writes and that lives as long as the process.
    private nonisolated(unsafe) static let all: [String: UnsafeBufferPointer<UInt8>] = {
        var count = 0
        guard let table = fera_assets(&count) else { return [:] }
        var files: [String: UnsafeBufferPointer<UInt8>] = [:]
        for asset in UnsafeBufferPointer(start: table, count: count) {
            guard let path = asset.path else { continue }
            files[String(cString: path)] = UnsafeBufferPointer(start: asset.bytes, count: asset.count)
        }
        return files
    }()
}
