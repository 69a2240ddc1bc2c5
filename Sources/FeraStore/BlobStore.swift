package import FeraCrypto
import Foundation

/// Original files under `blobs/<sha256>`: written once, never changed, synced before anybody hears of them.
///
/// A name is always a digest, so that no path from outside reaches the file system.
package final class BlobStore: Sendable {
    let folder: String
    private let work: Inbox<@Sendable () -> Void>
    private let ledger: ErasureLedger
    private let clock: @Sendable () -> Int64

    init(folder: String, waiting: Int, ledger: ErasureLedger, clock: @escaping @Sendable () -> Int64) {
        self.folder = folder
        self.ledger = ledger
        self.clock = clock
        work = Inbox(mostCount: waiting, mostBytes: waiting)
    }

    /// Runs what is asked on the calling thread until the store closes.
    func serve() {
        while let jobs = work.take(atMost: 1) { for job in jobs { job() } }
    }

    func close() { work.close() }

    /// Makes the folder and removes what an interrupted write left behind.
    func prepare() async throws(StoreError) {
        try await onThread { folder in
            let files = FileManager.default
            do {
                try files.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                for name in try files.contentsOfDirectory(atPath: folder) where name.hasPrefix(BlobWriter.prefix) {
                    try files.removeItem(atPath: folder + "/" + name)
                }
            } catch {
                throw StoreError(.failed, "The folder \(folder) cannot be prepared: \(error.localizedDescription)")
            }
        }
    }

    /// Keeps bytes and gives their SHA-256. Keeping the same bytes again changes nothing.
    package func put(_ bytes: [UInt8]) async throws(StoreError) -> Digest {
        try await onThread { folder in
            var writer = try BlobWriter(folder: folder)
            try bytes.withUnsafeBytes { try writer.add($0) }
            return try writer.keep()
        }
    }

    /// Copies a file in and gives its SHA-256; the file itself is left alone. Links and anything but regular files are refused.
    package func put(file path: String) async throws(StoreError) -> Digest {
        try await onThread { folder in
            let source = try SourceFile(path)
            var writer = try BlobWriter(folder: folder)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { buffer.deallocate() }
            while true {
                let count = try source.read(into: buffer)
                if count == 0 { break }
                try writer.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
            return try writer.keep()
        }
    }

    /// Destroys a file, such as one that turned out to hold a secret. Removing what is not there changes nothing.
    package func remove(_ digest: Digest) async throws(StoreError) {
        let ledger = ledger, clock = clock
        try await onThread { folder in
            // First, because nothing else remembers it: a backup that still has the file must not bring it back.
            try ledger.add([Erasure(.blob, digest.hex, at: clock())])
            let path = folder + "/" + digest.hex
            guard unlink(path) == 0 || errno == ENOENT else { throw StoreError(.failed, "The file \(path) cannot be removed: \(reason()).") }
            try syncFolder(folder)
        }
    }

    /// Maps a file into memory. Opening is short; reading pages may wait for the disk, so read large files off the cooperative threads.
    package func open(_ digest: Digest) throws(StoreError) -> MappedBlob {
        try MappedBlob(path: folder + "/" + digest.hex, digest: digest)
    }

    private func onThread<T: Sendable>(_ body: @escaping @Sendable (String) throws -> T) async throws(StoreError) -> T {
        let work = work, folder = folder
        return try await withCheckedContinuation { (reply: CheckedContinuation<Result<T, StoreError>, Never>) in
            let refusal = work.put(
                {
                    do {
                        reply.resume(returning: .success(try body(folder)))
                    } catch {
                        reply.resume(returning: .failure(StoreError(error)))
                    }
                }, bytes: 1)
            if let refusal { reply.resume(returning: .failure(refusal)) }
        }.get()
    }
}
