import FeraCrypto
import Foundation

/// Copying and hashing files of any size, a piece at a time.
enum CopiedFile {
    /// Hashes a regular file.
    static func digest(_ path: String) throws(StoreError) -> (bytes: Int64, digest: Digest) { try read(path) { _ throws(StoreError) in } }

    /// Copies a regular file under a name that is free, readable by its owner alone, and syncs it.
    /// - Returns: size and hash of the bytes that were copied.
    static func copy(_ source: String, to target: String) throws(StoreError) -> (bytes: Int64, digest: Digest) {
        let descriptor = try make(target)
        defer { close(descriptor) }
        let found = try read(source) { (piece) throws(StoreError) in try write(piece, descriptor, target) }
        guard fsync(descriptor) == 0 else { throw StoreError(.failed, "The file \(target) cannot be synced: \(reason()).") }
        return found
    }

    /// Writes a file under a name that is free, readable by its owner alone, and syncs it.
    @discardableResult
    static func write(_ bytes: [UInt8], to target: String) throws(StoreError) -> (bytes: Int64, digest: Digest) {
        let descriptor = try make(target)
        defer { close(descriptor) }
        do {
            try bytes.withUnsafeBytes { try write($0, descriptor, target) }
        } catch {
            throw StoreError(error)
        }
        guard fsync(descriptor) == 0 else { throw StoreError(.failed, "The file \(target) cannot be synced: \(reason()).") }
        return (Int64(bytes.count), SHA256.hash(bytes))
    }

    /// Makes a folder for its owner alone, and those above it.
    static func makeFolder(_ path: String) throws(StoreError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(.failed, "The folder \(path) cannot be made: \(error.localizedDescription)")
        }
    }

    /// Names in a folder, in order; none of a folder that is not there.
    static func names(_ folder: String) throws(StoreError) -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw StoreError(.failed, "The folder \(folder) cannot be read: \(error.localizedDescription)")
        }
    }

    private static func make(_ path: String) throws(StoreError) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(errno == ENOSPC ? .full : .failed, "The file \(path) cannot be made: \(reason()).") }
        return descriptor
    }

    private static func write(_ piece: UnsafeRawBufferPointer, _ descriptor: Int32, _ path: String) throws(StoreError) {
        var rest = piece
        while !rest.isEmpty {
            let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StoreError(errno == ENOSPC ? .full : .failed, "The file \(path) cannot be written: \(reason()).") }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    private static func read(
        _ path: String, _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) -> (bytes: Int64, digest: Digest) {
        let source = try SourceFile(path)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var hash = SHA256(), bytes: Int64 = 0
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { break }
            let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            hash.update(piece)
            try body(piece)
            bytes += Int64(count)
        }
        return (bytes, hash.finish())
    }
}
