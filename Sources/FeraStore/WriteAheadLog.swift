import Foundation

/// The write-ahead log's file, where a failed sync asks for more than SQLite does.
enum WriteAheadLog {
    /// Writes every byte of the file once more and syncs it.
    ///
    /// A sync that failed leaves pages that the kernel takes for clean though the disk never had them: the next sync then succeeds
    /// and keeps nothing. Only bytes that are written anew are synced anew. SQLite holds its locks on other files, so that opening and
    /// closing this one takes none away; who reads meanwhile sees the same bytes.
    static func rewrite(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw StoreError(.failed, "The file \(path) cannot be opened: \(reason()).")
        }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4_096)
        defer { buffer.deallocate() }
        var place: off_t = 0
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, place)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StoreError(.failed, "The file \(path) cannot be read: \(reason()).") }
            if count == 0 { break }
            guard pwrite(descriptor, buffer.baseAddress, count, place) == count else {
                throw StoreError(errno == ENOSPC ? .full : .failed, "The file \(path) cannot be written: \(reason()).")
            }
            place += off_t(count)
        }
        guard place == 0 || fsync(descriptor) == 0 else { throw StoreError(.failed, "The file \(path) cannot be synced: \(reason()).") }
    }
}
