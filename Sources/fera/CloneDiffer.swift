import FeraClone
import FeraCrypto
import FeraDomain
import FeraPlay

extension Command {
    /// `fera clone diff`.
    static let cloneDiff = Command(
        spec: CommandSpec(
            name: "clone diff", summary: "say what changed from one version to another", operands: ["OLD", "NEW"], flags: [CloneFiles.jsonFlag],
            details: "Both files must be of the same clone and edition.")
    ) { arguments, console in
        let old = try CloneFiles.open(arguments.operands[0]), new = try CloneFiles.open(arguments.operands[1])
        guard old.manifest.clone == new.manifest.clone else { throw Failure("the files are of two clones, \(old.manifest.clone) and \(new.manifest.clone)") }
        guard old.edition == new.edition else {
            throw Failure("the files are of two editions, \(old.edition.rawValue) and \(new.edition.rawValue); compare the same one")
        }
        let diff = try CloneDiff(from: old, to: new)
        if arguments.has("json") {
            try console.say(json: DiffReport(old, new, diff))
            return 0
        }
        let screen = console.screen
        console.say("version \(old.version) → \(new.version), edition \(new.edition.rawValue)\(new.manifest.parent == old.root ? ", its parent" : "")")
        for row in diff.added { console.say(screen.styled("+ ", .good) + CloneFiles.line(row)) }
        for row in diff.removed { console.say(screen.styled("− ", .bad) + CloneFiles.line(row)) }
        for change in diff.changed {
            console.say(screen.styled("~ ", .warn) + CloneFiles.line(change.after) + " (\(change.reasons.map(\.rawValue).joined(separator: ", ")))")
        }
        console.say(diff.isEmpty ? "nothing changed" : "\(diff.added.count) added, \(diff.removed.count) removed, \(diff.changed.count) changed")
        return 0
    }
}

/// What `clone diff --json` says.
private struct DiffReport: Encodable {
    struct Row: Encodable {
        var kind: String
        var id: String
        var line: String
        init(_ row: CloneRow) {
            kind = row.kind.name
            id = row.id
            line = CloneFiles.line(row)
        }
    }
    struct Change: Encodable {
        var row: Row
        var reasons: [String]
    }
    var from: Int
    var to: Int
    var isParent: Bool
    var added: [Row]
    var removed: [Row]
    var changed: [Change]

    init(_ old: OpenClone, _ new: OpenClone, _ diff: CloneDiff) {
        from = old.version
        to = new.version
        isParent = new.manifest.parent == old.root
        added = diff.added.map(Row.init)
        removed = diff.removed.map(Row.init)
        changed = diff.changed.map { Change(row: Row($0.after), reasons: $0.reasons.map(\.rawValue)) }
    }
}
