import FeraClone
import FeraCrypto
import FeraDomain
import FeraPlay
import Foundation

extension Command {
    /// `fera clone show`.
    static let cloneShow = Command(
        spec: CommandSpec(name: "clone show", summary: "show what a clone file holds", operands: ["FILE"], flags: [CloneFiles.jsonFlag])
    ) { arguments, console in
        let clone = try CloneFiles.open(arguments.operands[0])
        if arguments.has("json") {
            console.say(String(decoding: try CloneExport(clone).json(), as: UTF8.self))
            return 0
        }
        let manifest = clone.manifest, screen = console.screen
        let head = [
            ("account", manifest.accountName), ("version", "\(manifest.version), edition \(manifest.edition.rawValue)"), ("root", clone.root.hex),
            ("parent", manifest.parent?.hex ?? "none, this is the first"), ("locked", "\(manifest.lockedAt) by \(manifest.lockedBy)"),
            ("signed by", manifest.signers.joined(separator: ", ")), ("made with", manifest.program),
            ("rows", CloneRow.Kind.allCases.map { "\(manifest.counts[$0]) \($0.name)" }.joined(separator: ", ")),
        ]
        for (label, text) in head { screen.labelled(label, text, indent: 0, column: 12, labelStyle: .dim) }
        if clone.redactedCount > 0 { screen.labelled("redacted", "\(clone.redactedCount) rows", .warn, indent: 0, column: 12, labelStyle: .dim) }
        for passage in try clone.passages() {
            screen.gap()
            screen.line(passage.fieldTitle, .bold, indent: 0)
            screen.line(passage.text, indent: 2)
            let approvals = passage.approvals.map { "\($0.by) (\($0.route.rawValue))" }.joined(separator: ", ")
            screen.line(
                "\(passage.label.rawValue) · said by \(passage.saidBy) on \(passage.saidOn) · approved by \(approvals) · \(passage.id)", .dim, indent: 2)
        }
        return 0
    }

    /// `fera clone export`.
    static let cloneExport = Command(
        spec: CommandSpec(
            name: "clone export", summary: "write a clone file as JSON or Markdown", operands: ["FILE"],
            flags: [
                .init(name: "format", placeholder: "json|markdown", help: "default markdown"),
                .init(name: "out", placeholder: "OUT", help: "the file to write (-o OUT); default: standard output", short: "o"),
            ])
    ) { arguments, console in
        let format = try arguments.choice("format", of: ExportFormat.self) ?? .markdown
        let export = try CloneExport(CloneFiles.open(arguments.operands[0]))
        let text: String
        switch format {
        case .json: text = String(decoding: try export.json(), as: UTF8.self)
        case .markdown: text = export.markdown()
        }
        guard let path = arguments["out"] else {
            console.say(text)
            return 0
        }
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw Failure("\(path) could not be written: \(error.localizedDescription)")
        }
        return 0
    }
}

/// What a clone can be written as.
enum ExportFormat: String, CaseIterable { case json, markdown }
