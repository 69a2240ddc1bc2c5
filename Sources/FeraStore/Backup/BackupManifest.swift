package import FeraCrypto
import Foundation

/// What a backup holds: `manifest.json`, written and synced when everything else is there. A folder without it is no backup.
package struct BackupManifest: Codable, Sendable, Equatable {
    /// The file's name in a backup.
    package static let name = "manifest.json"
    /// The number of this layout.
    package static let layout = 1

    /// One file.
    package struct File: Codable, Sendable, Equatable {
        /// From the backup's folder, with slashes.
        package var path: String
        package var bytes: Int64
        /// 64 hexadecimal digits.
        package var sha256: String
    }

    /// The layout's number; another one is refused.
    package var layout: Int
    /// When it was begun, milliseconds since 1970.
    package var madeAt: Int64
    /// The program that made it.
    package var program: String
    /// The database's schema.
    package var schema: Int
    /// The last position of the log.
    package var position: Int64
    /// Every file but this one, by path.
    package var files: [File]

    enum CodingKeys: String, CodingKey {
        case layout, program, schema, position, files
        case madeAt = "made_at"
    }

    /// Reads a backup's manifest.
    /// - Returns: what it says, and the SHA-256 of its bytes.
    /// - Throws: `notFound` where there is none, `damaged` where it is no manifest, or names what lies outside the backup.
    package static func read(_ folder: String) throws(StoreError) -> (manifest: BackupManifest, digest: Digest) {
        let path = folder + "/" + name
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw StoreError(.notFound, "\(folder) has no \(name): it is no backup, or one that was not finished. Take another one.")
        }
        guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: bytes) else {
            throw StoreError(.damaged, "\(path) cannot be read as a manifest. Take another backup.")
        }
        guard manifest.layout == layout else {
            throw StoreError(.newerSchema, "\(folder) has the layout \(manifest.layout) and this Fera knows \(layout): restore it with the Fera that made it.")
        }
        var seen: Set<String> = []
        for file in manifest.files {
            guard isInside(file.path), seen.insert(file.path).inserted, file.bytes >= 0, Digest(hex: file.sha256) != nil else {
                throw StoreError(.damaged, "\(path) names \(file.path.debugDescription), which no backup of Fera has. Take another backup.")
            }
        }
        return (manifest, SHA256.hash([UInt8](bytes)))
    }

    /// Whether a path stays in the folder that it is taken from.
    static func isInside(_ path: String) -> Bool {
        guard !path.isEmpty, !path.hasPrefix("/"), path.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else { return false }
        return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    /// The bytes that are written.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }
}
