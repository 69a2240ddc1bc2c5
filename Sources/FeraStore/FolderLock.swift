import Foundation

/// Keeps a second process out of a data folder (flock). Released when it is dropped, and by the kernel when the process dies.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    init(folder: String) throws(StoreError) {
        let path = folder + "/fera.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(.failed, "The lock file \(path) cannot be opened: \(reason()).") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let refused = errno
            var bytes = [UInt8](repeating: 0, count: 32)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            close(descriptor)
            guard refused == EWOULDBLOCK else { throw StoreError(.failed, "The lock file \(path) cannot be locked: \(reason(refused)).") }
            let digits = String(decoding: bytes.prefix(max(0, count)).prefix { (48...57).contains($0) }, as: UTF8.self)
            let holder = digits.isEmpty ? "another process" : "process \(digits)"
            throw StoreError(.locked, "\(folder) is in use by \(holder); stop it first, or choose another data folder.")
        }
        let pid = Array("\(getpid())\n".utf8)
        // The number is a help for people; the lock holds without it.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, pid, pid.count, 0) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Lets the next process in.
    consuming func release() {}
}

/// The system's words for an error number.
func reason(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }

/// Makes the names in a folder durable.
func syncFolder(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError(.failed, "The folder \(path) cannot be opened: \(reason()).") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StoreError(.failed, "The folder \(path) cannot be synced: \(reason()).") }
}
