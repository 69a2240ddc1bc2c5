import FeraApp
import FeraCrypto
import FeraStore
import Foundation

extension Command {
    /// `fera restore`.
    static let restore = Command(
        spec: CommandSpec(
            name: "restore", summary: "make a workspace from a backup, in a new folder", operands: ["DIR"],
            flags: [
                Workspace.dataFlag, Workspace.configFlag,
                .init(
                    name: "erasures", placeholder: "PATH", help: "a ledger of erasures, or the old data folder that holds one; may be repeated",
                    isRepeated: true),
                .init(name: "no-erasures", help: "there is no later ledger than the backup's own: words erased since come back"),
                CloneFiles.jsonFlag,
            ],
            details: """
                Every hash is verified before anything is written, and the data folder must be new or empty. Words erased after the backup are
                erased again, as the ledgers say. All sessions, join links, tokens and links to chat systems are void: make the first link with
                fera token create --data DIR --person NAME --link. Bring the signing key back to its folder before the first start.
                """)
    ) { arguments, console in
        let ledgers = arguments.all("erasures")
        guard ledgers.isEmpty == arguments.has("no-erasures") else {
            throw UsageError(
                "say where the erasures made since the backup stand: --erasures PATH, or --no-erasures when the ledger is lost", command: "restore")
        }
        let target = try Workspace.configuration(arguments, console).configuration.data.dir
        let report = try await Restore(backup: arguments.operands[0], target: target, ledgers: ledgers).run(now: Int64(Date().timeIntervalSince1970 * 1000))
        if arguments.has("json") {
            try console.say(json: RestoreSaid(report, target))
        } else {
            console.say("\(target): \(report.manifest.files.count) files, the log up to \(report.manifest.position), \(report.erased) erasures done again")
            console.say("manifest \(report.digest.hex)")
            for path in report.aside { console.say("put in its place by hand where it is wanted: \(arguments.operands[0])/\(path)") }
            console.say("Sessions, links and tokens are void. Bring the signing key back, then: fera token create --data \(target) --person NAME --link")
        }
        return 0
    }
}

/// What `fera restore --json` says.
private struct RestoreSaid: Encodable {
    var folder: String
    var manifest: String
    var position: Int64
    var erased: Int
    var aside: [String]

    init(_ report: Restore.Report, _ folder: String) {
        self.folder = folder
        manifest = report.digest.hex
        position = report.manifest.position
        erased = report.erased
        aside = report.aside
    }
}
