import FeraPlay
import Foundation

/// The terminal that a command speaks to, and the environment it runs in.
struct Console: Sendable {
    let environment: [String: String]
    let screen: Screen

    init(environment: [String: String]) {
        self.environment = environment
        screen = Screen.terminal(environment: environment)
    }

    /// A line on standard output.
    func say(_ text: String = "") { Self.write(text + "\n", FileHandle.standardOutput) }

    /// A line on standard error.
    func complain(_ text: String) { Self.write(text + "\n", FileHandle.standardError) }

    /// A value as JSON on standard output.
    func say(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        say(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Whoever reads may have gone (`fera … | head`): then there is nobody to tell.
    private static func write(_ text: String, _ handle: FileHandle) { try? handle.write(contentsOf: Data(text.utf8)) }
}
