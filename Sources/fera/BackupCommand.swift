import FeraApp
import FeraClone
import FeraCrypto
import FeraStore
import Foundation

extension Command {
    /// `fera backup`.
    static let backup = Command(
        spec: CommandSpec(
            name: "backup", summary: "copy a workspace into a folder, also while it is served", operands: ["DIR"],
            flags: [
                Workspace.dataFlag, Workspace.configFlag,
                .init(name: "since", placeholder: "DIR", help: "an earlier backup on the same disk: what it has already is linked, not copied"),
                .init(name: "keys", placeholder: "DIR", help: "copy the signing key too, into this folder, which must lie outside the backup"),
                CloneFiles.jsonFlag,
            ],
            details: """
                DIR holds the log as it stood at one moment, the originals and clones it names, the configuration file, the ledger of erasures
                and, written last, manifest.json with every file's SHA-256. The printed hash is the manifest's: kept elsewhere, it shows whether
                the backup is still the one that was made. The signing key is not in it: keep that apart.
                """)
    ) { arguments, console in
        let configuration = try Workspace.configuration(arguments, console).configuration
        let target = arguments.operands[0]
        let keys = arguments["keys"]
        if let keys, isInside(keys, target) { throw UsageError("--keys must lie outside \(target): key and data are kept apart", command: "backup") }
        var extras: [Backup.Extra] = []
        if let file = arguments["config"] { extras.append(.init(source: file, path: "config/fera.json5")) }
        let backup = Backup(data: configuration.data.dir, target: target, previous: arguments["since"], extras: extras) { clone, version in
            "clones/\(clone)/\(CloneFile.folderName(version: version))"
        }
        let report = try await backup.make(program: "fera \(Application.version)", now: Int64(Date().timeIntervalSince1970 * 1000))
        if let keys { try copyKeys(from: configuration.keysFolder, to: keys) }
        if arguments.has("json") {
            try console.say(json: BackupSaid(report, target))
        } else {
            let bytes = report.manifest.files.reduce(0) { $0 + $1.bytes }
            let linked = report.linked > 0 ? ", \(report.linked) of them linked" : ""
            console.say("\(target): \(report.manifest.files.count) files\(linked), \(bytes >> 20) MiB, the log up to \(report.manifest.position)")
            console.say("manifest \(report.digest.hex)")
            for path in report.missing { console.complain("fera: \(path) is missing in the workspace, though the log names it; an older backup may have it") }
        }
        return report.missing.isEmpty ? 0 : 1
    }

    private static func isInside(_ path: String, _ folder: String) -> Bool {
        func whole(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path + "/" }
        return whole(path).hasPrefix(whole(folder))
    }

    private static func copyKeys(from source: String, to target: String) throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in ["signing.fera-key", "signing.public"] where manager.fileExists(atPath: source + "/" + name) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: source + "/" + name))
            let place = target + "/" + name
            if manager.fileExists(atPath: place) {
                guard try Data(contentsOf: URL(fileURLWithPath: place)) == bytes else {
                    throw Failure("\(place) is another key than \(source)/\(name); keep both, each in a folder of its own")
                }
                continue
            }
            // Under another name until it is whole and synced: half a key would pass for another one the next time.
            let part = place + ".part"
            // What a crash has left goes with its rights.
            if manager.fileExists(atPath: part) { try manager.removeItem(atPath: part) }
            guard manager.createFile(atPath: part, contents: bytes, attributes: [.posixPermissions: 0o600]) else {
                throw Failure("\(part) cannot be written")
            }
            try FileSync.sync(part, folder: target)
            guard rename(part, place) == 0 else { throw Failure("\(part) cannot be renamed to \(place): \(String(cString: strerror(errno)))") }
            try FileSync.sync(place, folder: target)
        }
    }
}

/// What `fera backup --json` says.
private struct BackupSaid: Encodable {
    var folder: String
    var manifest: String
    var position: Int64
    var files: Int
    var linked: Int
    var bytes: Int64
    var missing: [String]

    init(_ report: Backup.Report, _ folder: String) {
        self.folder = folder
        manifest = report.digest.hex
        position = report.manifest.position
        files = report.manifest.files.count
        linked = report.linked
        bytes = report.manifest.files.reduce(0) { $0 + $1.bytes }
        missing = report.missing
    }
}
