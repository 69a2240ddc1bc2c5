import Foundation

/// Keeps a second process out of a data folder (flock). Released when it is dropped, and by the kernel when the process dies.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    init(folder: String) throws(StoreError) {
        let path = Self.path(folder)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(.failed, "The lock file \(path) cannot be opened: \(reason()).") }
        // Somebody who only looks whether the folder is in use has it for an instant.
        var tries = 10
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK, tries > 0 {
            tries -= 1
            usleep(5_000)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let refused = errno
            let holder = Self.holder(descriptor)
            close(descriptor)
            guard refused == EWOULDBLOCK else { throw StoreError(.failed, "The lock file \(path) cannot be locked: \(reason(refused)).") }
            throw StoreError(
                .locked,
                "\(folder) is in use by \(holder.map { "process \($0)" } ?? "another process"); stop it first, or choose another data folder.")
        }
        let pid = Array("\(getpid())\n".utf8)
        // The number is a help for people; the lock holds without it.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, pid, pid.count, 0) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func path(_ folder: String) -> String { folder + "/fera.lock" }

    /// The number that the process which has the lock wrote into the file.
    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Int32(String(decoding: bytes.prefix(max(0, count)).prefix { (48...57).contains($0) }, as: UTF8.self))
    }

    /// Whether a process has the folder now, and its number where that is known. It takes the lock for an instant and changes nothing.
    static func state(of folder: String) -> (isHeld: Bool, holder: Int32?) {
        let descriptor = open(path(folder), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return (false, nil) }
        defer { close(descriptor) }
        // Shared, so that two that look do not see each other.
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return (false, nil) }
        return (true, holder(descriptor))
    }

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

/// Makes the names in a folder, and in those below it, durable.
func syncFolders(_ folder: String) throws(StoreError) {
    for name in try CopiedFile.names(folder) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder), isFolder.boolValue { try syncFolders(folder + "/" + name) }
    }
    try syncFolder(folder)
}
