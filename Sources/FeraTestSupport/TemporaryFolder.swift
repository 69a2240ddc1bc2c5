import Foundation

/// A folder of a test's own, removed when nobody holds it any more.
package final class TemporaryFolder: Sendable {
    /// Its absolute path.
    package let path: String

    /// Makes the folder under the system's temporary folder.
    package init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "fera-test-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What cannot be removed lies in the system's temporary folder, which cleans itself.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in the folder.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file into the folder and gives its path.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
        return file(name)
    }
}
