import FeraCrypto
import FeraSQLite
import Foundation

/// Looks at a data folder as far as can be looked, and says what it found and what to do. It changes nothing, and a server may run.
package struct StoreExamination: Sendable {
    /// One thing that was looked at.
    package struct Finding: Sendable, Equatable {
        package var name: String
        package var found: String
        /// What to do; `nil` where all is well.
        package var advice: String?

        init(_ name: String, _ found: String, _ advice: String? = nil) {
            self.name = name
            self.found = found
            self.advice = advice
        }
    }

    private let folder: String

    package init(folder: String) { self.folder = folder }

    private var database: String { folder + "/fera.sqlite" }
    private var restore: String {
        "stop the server, leave \(folder) as it is, restore the newest backup into a new folder with fera restore, and look at the disk; nothing repairs this by itself"
    }

    /// Looks, on a thread of its own: every page, every event, every original is read.
    package func findings() async -> [Finding] {
        do throws(StoreError) {
            return try await onOwnThread("fera examination") { run() }
        } catch {
            return [Finding("data folder", error.message, "look at the folder's rights and its disk")]
        }
    }

    private func run() -> [Finding] {
        guard FileManager.default.fileExists(atPath: database) else { return [] }
        return [holder, log, originals, ledger].compactMap(\.self)
    }

    private var holder: Finding {
        let state = FolderLock.state(of: folder)
        guard state.isHeld else { return Finding("in use", "by nobody; a server can start on it") }
        return Finding("in use", "by \(state.holder.map { "process \($0)" } ?? "another process"); a second one is refused")
    }

    private var log: Finding {
        do {
            let db = try open()
            let application = try db.first("PRAGMA application_id") { try $0.int(0) } ?? 0
            let schema = Int(try db.first("PRAGMA user_version") { try $0.int(0) } ?? 0)
            if application != Migrations.applicationID {
                let tables = try db.first("SELECT count(*) FROM sqlite_schema") { try $0.int(0) } ?? 0
                if application == 0, schema == 0, tables == 0 { return Finding("log", "empty; the next start makes it") }
                return Finding("log", "\(database) is a database of another program", "choose another data folder with --data or data.dir")
            }
            if schema > Migrations.steps.count {
                return Finding(
                    "log", "it has schema \(schema), and this Fera knows \(Migrations.steps.count)",
                    "run the newer Fera, or restore a backup made before the update")
            }
            let faults = try LogCheck.faults(db)
            if !faults.isEmpty { return Finding("log", "damaged: \(faults.joined(separator: "; "))", restore) }
            let events = try EventLog.headPosition(db)
            let older = schema < Migrations.steps.count ? "; schema \(schema), the next start brings it to \(Migrations.steps.count)" : ""
            return Finding("log", "\(events) events, every page and every stream is whole\(older)")
        } catch let error as SQLError {
            return explain(error)
        } catch {
            return Finding("log", "\(error)", restore)
        }
    }

    /// In a folder that cannot be written, SQLite reads a database only where nobody else does.
    private func open() throws(SQLError) -> SQLConnection {
        let log = try? FileManager.default.attributesOfItem(atPath: database + "-wal")[.size] as? Int
        let isAlone = !FolderLock.state(of: folder).isHeld && (log ?? 0) == 0
        return try SQLConnection(path: database, access: isAlone ? .frozen : .read)
    }

    private func explain(_ error: SQLError) -> Finding {
        if error.isCorrupt { return Finding("log", "damaged: \(error.message)", restore) }
        if error.isBusy { return Finding("log", "another process has it locked", "wait for it, or find it with: fuser \(database)") }
        if !FileManager.default.isReadableFile(atPath: database) {
            return Finding("log", "\(database) cannot be read", "give the folder and what is in it to the user that runs fera")
        }
        if !FileManager.default.isWritableFile(atPath: folder) {
            return Finding("log", "\(folder) cannot be written, and its log has to be", "give the folder to the user that runs fera, or mount it for writing")
        }
        return Finding("log", error.message, "look at the disk (dmesg, df, smartctl); when it is well, start again; else: \(restore)")
    }

    private var originals: Finding {
        let place = folder + "/blobs"
        var wrong: [String] = [], count = 0
        do throws(StoreError) {
            for name in try CopiedFile.names(place) where !name.hasPrefix(BlobWriter.prefix) {
                guard let digest = Digest(hex: name), name == digest.hex else {
                    wrong.append("\(name) is no original")
                    continue
                }
                count += 1
                do throws(StoreError) {
                    if try CopiedFile.digest(place + "/" + name).digest != digest { wrong.append("\(name) was changed") }
                } catch {
                    // Destroyed while the others were read.
                    if error.code != .notFound { wrong.append("\(name) cannot be read") }
                }
            }
        } catch {
            return Finding("originals", error.message, "give the folder and what is in it to the user that runs fera")
        }
        guard !wrong.isEmpty else { return Finding("originals", "\(count), each matches its name") }
        let more = wrong.count > 5 ? " and \(wrong.count - 5) more" : ""
        return Finding(
            "originals", "\(wrong.prefix(5).joined(separator: "; "))\(more)",
            "copy those files from a backup's blobs folder, where fera restore finds them whole; what is no original, move away")
    }

    private var ledger: Finding? {
        guard FileManager.default.fileExists(atPath: folder + "/" + ErasureLedger.name) else { return nil }
        do throws(StoreError) {
            return Finding("erasures", "\(try ErasureLedger.read(folder).count) in the ledger; keep a copy of \(folder)/\(ErasureLedger.name) apart")
        } catch {
            return Finding("erasures", error.message, "stop the server, put the ledger of the newest backup in its place, and start: what is missing is added")
        }
    }
}
