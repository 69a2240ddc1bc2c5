import FeraCrypto
import Foundation

/// A file on its way into the blob folder: hashed while it is written under a temporary name, which disappears unless it is kept.
struct BlobWriter: ~Copyable {
    /// Temporary names begin so; no digest does.
    static let prefix = "incoming-"

    private let folder: String
    private let path: String
    private let descriptor: Int32
    private var hash: SHA256?

    init(folder: String) throws(StoreError) {
        let path = folder + "/" + Self.prefix + Random.token(10)
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(errno == ENOSPC ? .full : .failed, "The file \(path) cannot be made: \(reason()).") }
        self.folder = folder
        self.path = path
        self.descriptor = descriptor
        hash = SHA256()
    }

    deinit {
        Foundation.close(descriptor)
        // After `keep` the name is gone already.
        unlink(path)
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw StoreError(errno == ENOSPC ? .full : .failed, "The file \(path) cannot be written: \(reason()).") }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        hash?.update(bytes)
    }

    /// Syncs the bytes, gives them their name and syncs that.
    mutating func keep() throws(StoreError) -> Digest {
        guard let digest = hash.take()?.finish() else { throw StoreError(.invalid, "The file was kept already.") }
        guard fsync(descriptor) == 0 else { throw StoreError(.failed, "The file \(path) cannot be synced: \(reason()).") }
        guard rename(path, folder + "/" + digest.hex) == 0 else { throw StoreError(.failed, "The file \(path) cannot be renamed: \(reason()).") }
        try syncFolder(folder)
        return digest
    }
}

/// A regular file that is read once.
struct SourceFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(StoreError) {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw StoreError(errno == ENOENT ? .notFound : .failed, "The file \(path) cannot be opened: \(reason()).") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Foundation.close(descriptor)
            throw StoreError(.invalid, "\(path) is not a regular file.")
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { Foundation.close(descriptor) }

    /// How many bytes were read; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw StoreError(.failed, "The file \(path) cannot be read: \(reason()).") }
        }
    }
}
