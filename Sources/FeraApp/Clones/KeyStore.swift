package import FeraCrypto
import Foundation

/// The key that signs clones. It lies in a folder of its own, apart from the data and from its backups.
package struct KeyStore: Sendable {
    package let signing: SigningKey
    /// Where the key lies.
    package let path: String

    /// Opens the key in `folder`, or makes one when there is none.
    /// - Throws: `ConfigurationError` when the file is not a key, or when others on this machine can read it.
    package init(folder: String) throws {
        path = folder + "/signing.fera-key"
        let manager = FileManager.default
        if let text = try? String(contentsOfFile: path, encoding: .utf8) {
            guard let seed = Hex.decode(text.trimmed), let key = SigningKey(seed: seed) else {
                throw ConfigurationError(description: "\(path) is not a signing key of 64 hexadecimal digits; restore it from where you keep it")
            }
            let mode = (try manager.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue ?? 0
            guard mode & 0o077 == 0 else { throw ConfigurationError(description: "\(path) can be read by others on this machine; run: chmod 600 \(path)") }
            signing = key
            return
        }
        guard !manager.fileExists(atPath: path) else { throw ConfigurationError(description: "\(path) cannot be read; check its owner and its rights") }
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        signing = SigningKey()
        let bytes = Data((Hex.encode(signing.seedForStorage) + "\n").utf8)
        guard manager.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600]) else {
            throw ConfigurationError(description: "the signing key could not be written to \(path)")
        }
        try FileSync.sync(path, folder: folder)
        try Data("\(signing.publicKey)\n".utf8).write(to: URL(fileURLWithPath: folder + "/signing.public"))
    }
}

/// Makes a file and its name durable.
package enum FileSync {
    /// Syncs a file and the folder that names it.
    /// - Throws: `ConfigurationError` that says which of them could not be opened or synced.
    package static func sync(_ path: String, folder: String) throws {
        for name in [path, folder] {
            let descriptor = open(name, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw ConfigurationError(description: "\(name) cannot be opened: \(String(cString: strerror(errno)))") }
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw ConfigurationError(description: "\(name) cannot be synced: \(String(cString: strerror(errno)))") }
        }
    }
}
