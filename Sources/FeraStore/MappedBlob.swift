package import FeraCrypto
import Foundation

/// A stored file in memory, read-only and for as long as this object lives.
package final class MappedBlob: Sendable {
    /// The SHA-256 it is stored under.
    package let digest: Digest
    /// How many bytes it has.
    package let count: Int
    /// The mapping's address as a number; 0 for an empty file. This object alone owns it, and nobody writes to it.
    private let address: UInt

    init(path: String, digest: Digest) throws(StoreError) {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw StoreError(.notFound, "No file \(digest.hex) is kept.") }
            throw StoreError(.failed, "The file \(path) cannot be opened: \(reason()).")
        }
        defer { Foundation.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw StoreError(.damaged, "\(path) is not a regular file.") }
        self.digest = digest
        count = Int(status.st_size)
        if count == 0 {
            address = 0
        } else {
            guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
                throw StoreError(.failed, "The file \(path) cannot be mapped: \(reason()).")
            }
            address = UInt(bitPattern: start)
        }
    }

    deinit { if address != 0 { munmap(UnsafeMutableRawPointer(bitPattern: address), count) } }

    /// Calls `body` with the bytes in place.
    package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count))
    }

    /// Hashes all of it and refuses, as `damaged`, what does not match.
    package func verify() throws(StoreError) {
        guard withBytes({ SHA256.hash($0) }) == digest else {
            throw StoreError(.damaged, "The file \(digest.hex) was changed after it was kept; restore it from a backup.")
        }
    }
}
