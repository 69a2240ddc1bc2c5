import FeraDomain

extension CloneExport {
    /// A page to read and print: chapters with their passages, who said and approved each and what it rests on; people, ties,
    /// contradictions, gaps. What people wrote is escaped, so that it cannot become markup.
    package func markdown() -> String {
        var out = "# \(Self.plain(manifest.accountName)), version \(manifest.version)\n\n"
        out += "Edition \(manifest.edition.rawValue), locked by \(Self.plain(manifest.lockedBy)) on \(manifest.lockedAt.day). Root `\(manifest.root)`"
        out += manifest.parent.map { ", parent `\($0)`.\n" } ?? ".\n"
        if manifest.redactedRows > 0 { out += "\nRedacted lines: \(manifest.redactedRows).\n" }
        for chapter in Chapter.allCases {
            let lines = passages.filter { $0.chapter == chapter }
            guard !lines.isEmpty else { continue }
            out += "\n## \(chapter.title)\n"
            var field: Field.ID?
            for line in lines {
                if line.field != field { out += "\n### \(Self.plain(line.fieldTitle))\n" }
                field = line.field
                out += Self.passage(line)
            }
        }
        out += peopleSection() + contradictionSection()
        if !gaps.isEmpty { out += "\n## Not known\n\n" + gaps.map { "- \(Self.plain($0.question)) (\($0.status.rawValue))\n" }.joined() }
        return out
    }

    private static func passage(_ line: ClonePassage) -> String {
        var marks = [line.kind.rawValue.replacing("_", with: " "), line.label.rawValue]
        if let severity = line.severity { marks.append(severity.rawValue) }
        if line.isBlessed { marks.append("may be said to the customer") }
        if let day = line.expiresOn { marks.append("ask again after \(day)") }
        var out = "\n\(plain(line.text))  \n*\(marks.joined(separator: " · "))* — \(plain(line.saidBy)), \(line.saidOn)"
        if case .waived(let reason) = line.ownersPass { out += "; the owner's pass was waived: \(plain(reason))" }
        let approvals = line.approvals.map { "\(plain($0.by)) (\($0.route.rawValue), \($0.on)\($0.edited ? ", edited" : ""))" }
        if !approvals.isEmpty { out += "; approved by \(approvals.joined(separator: ", "))" }
        out += ". `\(line.id)`\n"
        for evidence in line.evidence {
            let place = evidence.locator.map { ", \(plain($0.description))" } ?? ""
            out += "- \(plain(evidence.name))\(place)\(evidence.quote.isEmpty ? "" : ": “\(plain(evidence.quote))”")\n"
        }
        return out
    }

    private func peopleSection() -> String {
        guard !people.isEmpty else { return "" }
        var names: [ClonePerson.ID: String] = [:]
        var out = "\n## People\n\n"
        for person in people {
            names[person.id] = person.name
            let about = [
                person.title, person.organisation, person.role.isEmpty ? nil : person.role, person.influence.map { "influence \($0.rawValue)" },
                person.stance?.rawValue,
            ]
            let words = about.compactMap { $0.map(Self.plain) }
            out += "- **\(Self.plain(person.name))**\(words.isEmpty ? "" : ": ")\(words.joined(separator: ", "))\n"
        }
        for relation in relations {
            let from = names[relation.from] ?? relation.from.rawValue, to = names[relation.to] ?? relation.to.rawValue
            out += "- \(Self.plain(from)) \(relation.kind.rawValue.replacing("_", with: " ")) \(Self.plain(to))\n"
        }
        return out
    }

    private func contradictionSection() -> String {
        guard !contradictions.isEmpty else { return "" }
        var out = "\n## Contradictions\n"
        for row in contradictions {
            out += "\n\(Self.plain(row.fieldTitle)) (\(row.status.rawValue)):\n"
            for side in [row.a, row.b] {
                let place = side.locator.map { ", \(Self.plain($0.description))" } ?? ""
                out += "- \(Self.plain(side.name))\(place): “\(Self.plain(side.quote))”\n"
            }
            if let words = row.resolution { out += "\n\(Self.plain(words))\(row.resolvedBy.map { " — \(Self.plain($0))" } ?? "")\n" }
        }
        return out
    }

    /// One line of text that Markdown shows as it is.
    private static func plain(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\r", "\u{2028}", "\u{2029}": out.unicodeScalars.append(" ")
            case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "~", "&", "!":
                out += "\\"
                out.unicodeScalars.append(scalar)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
