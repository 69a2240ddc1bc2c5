import FeraApp
import FeraDomain
import Foundation

/// What the program carries, read from the repository as it stands.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func file(_ path: String) throws -> Data { try Data(contentsOf: root.appending(path: path)) }

    static func materials() throws -> Materials {
        let prompts = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Prompts").path()).filter { $0.hasSuffix(".md") }
        return Materials(
            fields: try file("config/fields.json5"), questions: try file("config/questions.json5"), phrases: try file("config/phrases.json5"),
            interview: try file("config/interview.json5"), lexicon: try file("config/lexicon.json5"), templates: try file("config/templates.json5"),
            prompts: Dictionary(uniqueKeysWithValues: try prompts.map { ($0, String(decoding: try file("Prompts/\($0)"), as: UTF8.self)) }))
    }

    /// The shipped configuration with its data in `folder`.
    static func configuration(folder: String) throws -> Configuration {
        var configuration = try Configuration.load(defaults: file("config/fera.json5"), file: nil, environment: [:]).configuration
        configuration.data.dir = folder
        return configuration
    }
}
