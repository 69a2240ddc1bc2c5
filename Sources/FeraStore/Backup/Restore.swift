package import FeraCrypto
import FeraSQLite
import Foundation

/// Makes a workspace from a backup: every hash is verified before anything is written, erasures made since are done again, and a new
/// epoch makes every session, link and token worthless.
package struct Restore: Sendable {
    /// What was done.
    package struct Report: Sendable, Equatable {
        package var manifest: BackupManifest
        /// SHA-256 of the manifest's bytes.
        package var digest: Digest
        /// Texts erased and originals destroyed again.
        package var erased: Int
        /// Where files lie that are no part of the workspace, such as the configuration: their paths in the backup.
        package var aside: [String]
    }

    private let backup: String
    private let target: String
    private let ledgers: [String]

    /// - Parameters:
    ///   - backup: a backup's folder.
    ///   - target: a data folder that does not exist or is empty.
    ///   - ledgers: files or data folders with the erasures made since; the backup's own is always taken.
    package init(backup: String, target: String, ledgers: [String]) {
        self.backup = backup
        self.target = target
        self.ledgers = ledgers
    }

    /// Restores. An error leaves the target as it was.
    /// - Throws: `StoreError`: `notFound`, `invalid` for a target that is not empty, `damaged` naming every file that does not match,
    ///   `newerSchema`, `full`, `failed`.
    package func run(now: Int64) async throws -> Report {
        let partial = target + ".restoring"
        do {
            let (checked, erasures) = try await onOwnThread("fera restore") { try (check(), collect()) }
            try await onOwnThread("fera restore") { try copy(checked.manifest, erasures, to: partial) }
            let erased = try await begin(checked.digest, erasures, in: partial, now: now)
            try await onOwnThread("fera restore") { try finish(partial) }
            return Report(
                manifest: checked.manifest, digest: checked.digest, erased: erased,
                aside: checked.manifest.files.map(\.path).filter { !Self.isWorkspace($0) })
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw error
        }
    }

    /// What goes into the data folder; the rest is for people to put in its place.
    private static func isWorkspace(_ path: String) -> Bool {
        path == "fera.sqlite" || path.hasPrefix("blobs/") || path.hasPrefix("clones/") || path == ErasureLedger.name
    }

    private func check() throws -> (manifest: BackupManifest, digest: Digest) {
        guard try CopiedFile.names(target).isEmpty else { throw StoreError(.invalid, "\(target) is not empty; a backup is restored into a new folder.") }
        guard !FileManager.default.fileExists(atPath: target + ".restoring") else {
            throw StoreError(.invalid, "\(target).restoring is there: another restore is at work, or one was interrupted. In that case remove it.")
        }
        let read = try BackupManifest.read(backup)
        guard read.manifest.files.contains(where: { $0.path == "fera.sqlite" }) else {
            throw StoreError(.damaged, "The manifest of \(backup) names no database. Take another backup.")
        }
        guard read.manifest.schema <= Migrations.steps.count else {
            throw StoreError(
                .newerSchema, "The backup has schema \(read.manifest.schema) and this Fera knows \(Migrations.steps.count): restore it with the newer Fera.")
        }
        var faults: [String] = []
        for file in read.manifest.files {
            do {
                let found = try CopiedFile.digest(backup + "/" + file.path)
                if found.bytes != file.bytes || found.digest.hex != file.sha256 { faults.append("\(file.path) was changed") }
            } catch {
                faults.append("\(file.path) \(error.code == .notFound ? "is missing" : "cannot be read")")
            }
        }
        guard faults.isEmpty else {
            let rest = faults.count > 10 ? " and \(faults.count - 10) more" : ""
            throw StoreError(.damaged, "The backup \(backup) is not whole: \(faults.prefix(10).joined(separator: "; "))\(rest). Take another one.")
        }
        return read
    }

    /// The backup's own ledger and those that were named, each erasure once, oldest first.
    private func collect() throws -> [Erasure] {
        var known: Set<String> = [], all: [Erasure] = []
        let own = FileManager.default.fileExists(atPath: backup + "/" + ErasureLedger.name) ? [backup] : []
        for place in own + ledgers {
            for erasure in try ErasureLedger.read(place) where known.insert("\(erasure.kind.rawValue) \(erasure.id)").inserted { all.append(erasure) }
        }
        return all
    }

    private func copy(_ manifest: BackupManifest, _ erasures: [Erasure], to partial: String) throws {
        let destroyed = Set(erasures.filter { $0.kind == .blob }.map { "blobs/" + $0.id })
        try CopiedFile.makeFolder(partial)
        for file in manifest.files where Self.isWorkspace(file.path) && file.path != ErasureLedger.name && !destroyed.contains(file.path) {
            let place = partial + "/" + file.path
            try CopiedFile.makeFolder(URL(fileURLWithPath: place).deletingLastPathComponent().path)
            guard try CopiedFile.copy(backup + "/" + file.path, to: place).digest.hex == file.sha256 else {
                throw StoreError(.damaged, "\(backup)/\(file.path) changed while it was copied. Look at the disk and begin again.")
            }
        }
        // All of them, also those of words that this backup never had: a later backup may.
        try CopiedFile.write(Array(erasures.map(\.line).joined().utf8), to: partial + "/" + ErasureLedger.name)
    }

    /// Erases again and begins the epoch, in one append.
    private func begin(_ digest: Digest, _ erasures: [Erasure], in partial: String, now: Int64) async throws -> Int {
        let store = try await Store.open(folder: partial, projections: [WorkspaceIndex.projection], clock: { now })
        do {
            let ids = erasures.filter { $0.kind == .text }.map(\.id)
            let back = try await store.read { db in try TextTable.texts(ids, db).values.filter { $0.erasedAt == nil }.map(\.id).sorted() }
            let blobs = try BackupManifest.read(backup).manifest.files.count { file in
                erasures.contains { $0.kind == .blob && "blobs/" + $0.id == file.path }
            }
            let begun = Epoch.Begun(backup: digest.hex, erasures: back.count + blobs)
            let line = AuditDraft(at: now, actor: "console", action: "workspace.restore", subject: digest.hex, detail: "erasures \(back.count + blobs)")
            _ = try await store.append(
                Append([StreamPart(Epoch.stream, expectedSeq: nil, [try Epoch.draft(begun, at: now)])], erasures: back, audit: [line]))
            await store.close()
            return back.count + blobs
        } catch {
            await store.close()
            throw error
        }
    }

    /// Gives the workspace its name at once: whoever finds the folder finds all of it.
    private func finish(_ partial: String) throws {
        try syncFolders(partial)
        guard rename(partial, target) == 0 else { throw StoreError(.failed, "\(partial) cannot be renamed to \(target): \(reason()).") }
        try syncFolder(URL(fileURLWithPath: target).standardizedFileURL.deletingLastPathComponent().path)
    }
}
