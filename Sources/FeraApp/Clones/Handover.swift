import FeraClone
import FeraCrypto
import FeraDomain
import Foundation

extension Clones {
    /// The handover page: the clone as a document to read before the first call, every line with its source. Markdown.
    package func handover(_ reading: Reading) throws -> String {
        let manifest = reading.editions[0].manifest
        let passages = try passages(reading)
        var page = "# Handover: \(Markdown.escaped(manifest.accountName))\n\n"
        page +=
            "Version \(reading.version), locked by \(Markdown.escaped(manifest.lockedBy)) on \(manifest.lockedAt.day). Edition: \(manifest.edition.rawValue). "
        page += "Root `\(reading.editions[0].root.hex)`.\n"
        page += Self.first(passages)
        var sources: [String] = []
        for chapter in Chapter.allCases {
            let lines = passages.filter { $0.chapter == chapter && $0.blessed != $0.text }
            guard !lines.isEmpty else { continue }
            page += "\n## \(chapter.title)\n"
            var title = ""
            for line in lines {
                if line.title != title {
                    title = line.title
                    page += "\n### \(Markdown.escaped(title))\n\n"
                }
                sources.append(Self.source(line))
                let mark = line.severity.map { " (\($0.rawValue))" } ?? ""
                let warning = line.kind == .warning || line.kind == .risk ? "**\(line.kind.rawValue.capitalized)\(mark).** " : ""
                page += "- \(warning)\(Markdown.escaped(line.text)) [\(sources.count)]\n"
                if let blessed = line.blessed { page += "  - May be said to the customer: “\(Markdown.escaped(blessed))”\n" }
            }
        }
        page += try people(reading) + contradictions(reading) + gaps(reading)
        page += "\n## Sources\n\n" + sources.enumerated().map { "\($0 + 1). \($1)\n" }.joined()
        return page
    }

    /// What must not wait: warnings and commitments first.
    private static func first(_ passages: [PassageView]) -> String {
        let urgent = passages.filter { ($0.kind == .warning || $0.kind == .commitment) && $0.label != .open }.prefix(6)
        guard !urgent.isEmpty else { return "" }
        return "\n## Before the first call\n\n" + urgent.map { "- \(Markdown.escaped($0.text))\n" }.joined()
    }

    private static func source(_ line: PassageView) -> String {
        let approved = line.approvedBy.map { "\($0.name) (\($0.route.rawValue))" }.joined(separator: ", ")
        let evidence = line.evidence.filter { $0.kind != .answer }.map { "\($0.name)\($0.place.map { ", \($0)" } ?? "")" }.joined(separator: "; ")
        var text = "`\(line.id)` said by \(Markdown.escaped(line.saidBy)) on \(line.saidOn); approved by \(Markdown.escaped(approved))"
        if !evidence.isEmpty { text += "; evidence: \(Markdown.escaped(evidence))" }
        if line.ownersPass != "passed" { text += "; owner's pass \(Markdown.escaped(line.ownersPass))" }
        if let expires = line.expiresOn { text += "; to be asked again from \(expires)" }
        return text + "."
    }

    private func people(_ reading: Reading) throws -> String {
        let people = try reading.editions.flatMap { try $0.people() }
        guard !people.isEmpty else { return "" }
        return "\n## People\n\n"
            + people.map { person in
                let title = person.title.map { ", \(Markdown.escaped($0))" } ?? ""
                return "- **\(Markdown.escaped(person.name))**\(title)\(person.role.isEmpty ? "" : ": \(Markdown.escaped(person.role))")\n"
            }.joined()
    }

    private func contradictions(_ reading: Reading) throws -> String {
        let found = try reading.editions.flatMap { try $0.contradictions() }
        guard !found.isEmpty else { return "" }
        return "\n## Where the record disagreed\n\n"
            + found.map { item in
                let place = { (passage: Contradiction.Passage) in Markdown.escaped("\(passage.name)\(passage.locator.map { ", \($0)" } ?? "")") }
                return
                    "- \(Markdown.escaped(item.fieldTitle)): “\(Markdown.escaped(item.a.quote))” (\(place(item.a))) against “\(Markdown.escaped(item.b.quote))” (\(place(item.b))). "
                    + "\(item.status.rawValue.capitalized)\(item.resolution.map { ": \(Markdown.escaped($0))" } ?? ".")\(item.resolvedBy.map { " (\(Markdown.escaped($0)))" } ?? "")\n"
            }.joined()
    }

    private func gaps(_ reading: Reading) throws -> String {
        let open = try reading.editions.flatMap { try $0.gaps() }.filter { $0.status == .open || $0.status == .asked }
        guard !open.isEmpty else { return "" }
        return "\n## What nobody has told yet\n\n" + open.map { "- \(Markdown.escaped($0.question))\n" }.joined()
    }
}

/// Text from people inside Markdown: what would be markup is shown as it was typed.
enum Markdown {
    static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            if "\\`*_{}[]<>#|".contains(character) { out.append("\\") }
            out.append(character.isNewline ? " " : character)
        }
        return out
    }
}
