package import FeraCrypto
import FeraSQLite
import Foundation

/// Copies a workspace into a folder while it is used: the log as it stands at one moment, and every file that this log names.
package struct Backup: Sendable {
    /// A file from elsewhere that belongs into the backup, such as the configuration.
    package struct Extra: Sendable {
        /// Where it lies.
        package var source: String
        /// Its path in the backup.
        package var path: String
        package init(source: String, path: String) {
            self.source = source
            self.path = path
        }
    }

    /// What was done.
    package struct Report: Sendable, Equatable {
        package var manifest: BackupManifest
        /// SHA-256 of the manifest's bytes: with it kept elsewhere, nobody can change the backup unseen.
        package var digest: Digest
        /// Files that were linked to those of the backup before.
        package var linked = 0
        /// What the log names and the workspace does not have.
        package var missing: [String] = []
    }

    private let data: String
    private let target: String
    private let previous: String?
    private let extras: [Extra]
    private let versionFolder: @Sendable (_ clone: String, _ version: Int) -> String

    /// - Parameters:
    ///   - data: the data folder; a server may run on it.
    ///   - target: a folder that does not exist or is empty.
    ///   - previous: a backup made earlier on the same disk: files that it holds already are linked and not copied.
    ///   - versionFolder: the path of a clone's version in the data folder.
    package init(
        data: String, target: String, previous: String?, extras: [Extra], versionFolder: @escaping @Sendable (_ clone: String, _ version: Int) -> String
    ) {
        self.data = data
        self.target = target
        self.previous = previous
        self.extras = extras
        self.versionFolder = versionFolder
    }

    /// Makes the backup on a thread of its own and proves that its database is whole.
    /// - Throws: `StoreError`: `notFound`, `invalid` for a target that is not empty, `damaged`, `full`, `failed`.
    package func make(program: String, now: Int64) async throws(StoreError) -> Report {
        try await onOwnThread("fera backup") { try run(program: program, now: now) }
    }

    private func run(program: String, now: Int64) throws -> Report {
        let database = data + "/fera.sqlite"
        guard FileManager.default.fileExists(atPath: database) else { throw StoreError(.notFound, "\(data) holds no workspace: \(database) is not there.") }
        guard try CopiedFile.names(target).isEmpty else {
            throw StoreError(.invalid, "\(target) is not empty; a backup goes into a folder of its own.")
        }
        try CopiedFile.makeFolder(target)
        let known = try knownFiles()
        let copy = target + "/fera.sqlite"
        // Made first, so that nobody else can read it; SQLite would go by the process's mask.
        try CopiedFile.write([], to: copy)
        try { try SQLConnection(path: database, access: .read).copy(to: copy) }()
        var report = Report(
            manifest: BackupManifest(layout: BackupManifest.layout, madeAt: now, program: program, schema: 0, position: 0, files: []),
            digest: SHA256.hash(""))
        let wanted = try look(at: copy, &report)
        // The ledger after the log: it knows of every erasure that the copied log knows of.
        if FileManager.default.fileExists(atPath: data + "/" + ErasureLedger.name) {
            let lines = try ErasureLedger.read(data).map(\.line).joined()
            try CopiedFile.write(Array(lines.utf8), to: target + "/" + ErasureLedger.name)
        }
        for path in wanted { try add(path, known, &report) }
        for extra in extras {
            try CopiedFile.makeFolder(URL(fileURLWithPath: target + "/" + extra.path).deletingLastPathComponent().path)
            _ = try CopiedFile.copy(extra.source, to: target + "/" + extra.path)
        }
        report.manifest.files = try listed(target)
        try syncFolders(target)
        let bytes = try report.manifest.encoded()
        report.digest = try CopiedFile.write(bytes, to: target + "/" + BackupManifest.name).digest
        try syncFolder(target)
        try syncFolder(URL(fileURLWithPath: target).standardizedFileURL.deletingLastPathComponent().path)
        return report
    }

    /// Examines the copied database, and gives the paths of the files that belong to it.
    private func look(at copy: String, _ report: inout Report) throws -> [String] {
        let db = try SQLConnection(path: copy, access: .frozen)
        if let fault = try LogCheck.faults(db).first {
            throw StoreError(.damaged, "The database in \(data) is damaged: \(fault). Run fera doctor --data \(data); this backup was not finished.")
        }
        report.manifest.schema = Int(try db.first("PRAGMA user_version") { try $0.int(0) } ?? 0)
        report.manifest.position = try EventLog.headPosition(db)
        var wanted = try CopiedFile.names(data + "/blobs").filter { Digest(hex: $0) != nil }.map { "blobs/" + $0 }
        for sealed in try WorkspaceIndex.sealedVersions(db) {
            let folder = versionFolder(sealed.clone, sealed.version)
            let names = try CopiedFile.names(data + "/" + folder).filter { !$0.hasPrefix(".") }
            if names.isEmpty { report.missing.append(folder) }
            wanted += names.map { folder + "/" + $0 }
        }
        return wanted
    }

    /// Links what the backup before has, if it is whole; copies the rest.
    private func add(_ path: String, _ known: [String: BackupManifest.File], _ report: inout Report) throws {
        let place = target + "/" + path
        try CopiedFile.makeFolder(URL(fileURLWithPath: place).deletingLastPathComponent().path)
        if let previous, let file = known[path], link(previous + "/" + path, place) == 0 {
            if try CopiedFile.digest(place) == (file.bytes, Digest(hex: file.sha256) ?? SHA256.hash("")) {
                report.linked += 1
                return
            }
            unlink(place)
        }
        do {
            let copied = try CopiedFile.copy(data + "/" + path, to: place)
            if path.hasPrefix("blobs/"), path != "blobs/" + copied.digest.hex {
                throw StoreError(
                    .damaged, "The original \(data)/\(path) does not match its name. Run fera doctor --data \(data); this backup was not finished.")
            }
        } catch let error as StoreError where error.code == .notFound {
            // Destroyed since the folder was listed: then it shall not be in the backup either.
            unlink(place)
        }
    }

    private func knownFiles() throws -> [String: BackupManifest.File] {
        guard let previous else { return [:] }
        return Dictionary(uniqueKeysWithValues: try BackupManifest.read(previous).manifest.files.map { ($0.path, $0) })
    }

    private func listed(_ folder: String, _ prefix: String = "") throws -> [BackupManifest.File] {
        var files: [BackupManifest.File] = []
        for name in try CopiedFile.names(folder) {
            let path = folder + "/" + name
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                files += try listed(path, prefix + name + "/")
            } else {
                let found = try CopiedFile.digest(path)
                files.append(.init(path: prefix + name, bytes: found.bytes, sha256: found.digest.hex))
            }
        }
        return files
    }
}
