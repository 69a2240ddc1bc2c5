import FeraDomain
import FeraIngest

/// People and accounts pasted as CSV with a heading row.
enum CSVForms {
    /// Rows with `name`, `email`, `roles` and `routes` (separated by `;`), `hired` (true or false).
    static func people(_ text: String) throws -> [ParticipantForm] {
        try rows(text, field: "people_csv").map { line, row in
            let roles = try list(row["roles"] ?? row["role"], line: line, field: "people_csv", of: Role.self)
            guard !roles.isEmpty else { throw wrong("people_csv", line, "roles is empty; write owner, reviewer, successor …") }
            let routes = try list(row["routes"], line: line, field: "people_csv", of: ReviewRoute.self)
            return ParticipantForm(
                name: try name(row, line, "people_csv"), email: row["email"], roles: Set(roles), routes: routes.isEmpty ? nil : Set(routes),
                hired: row["hired"].map { !["false", "no", "0"].contains($0.lowercased()) })
        }
    }

    /// Rows with `name`, `segment`, `tier`, `renewal_date`, `value`, `external_id`.
    static func accounts(_ text: String) throws -> [AccountForm] {
        try rows(text, field: "accounts_csv").map { line, row in
            var form = AccountForm(
                name: try name(row, line, "accounts_csv"), segment: row["segment"], value: row["value"], externalID: row["external_id"] ?? row["id"])
            if let tier = row["tier"] {
                guard let known = Tier(rawValue: tier.lowercased()) else { throw wrong("accounts_csv", line, "tier is top, mid or tail, not '\(tier)'") }
                form.tier = known
            }
            if let date = row["renewal_date"] {
                guard let day = Day(date) else { throw wrong("accounts_csv", line, "renewal_date is written 2026-11-21, not '\(date)'") }
                form.renewalDate = day
            }
            return form
        }
    }

    private static func rows(_ text: String, field: String) throws -> [(line: Int, row: [String: String])] {
        do {
            let table = try Ingest.read(name: "pasted.csv", mediaType: "text/csv", bytes: Array(text.utf8), source: Identifier("pasted"))
            return table.excerpts.enumerated().compactMap { index, excerpt in
                guard let columns = excerpt.record?.columns else { return nil }
                var row: [String: String] = [:]
                for (name, cell) in columns where cell.nonEmpty != nil { row[name.trimmed.lowercased()] = cell.trimmed }
                if case .row(let line, _) = excerpt.locator { return (line, row) }
                return (index + 2, row)
            }
        } catch {
            throw AppError(.invalid, "\(field): \(error)")
        }
    }

    private static func name(_ row: [String: String], _ line: Int, _ field: String) throws -> String {
        guard let name = row["name"] else { throw wrong(field, line, "there is no name") }
        return name
    }

    private static func list<T: RawRepresentable<String> & CaseIterable>(_ text: String?, line: Int, field: String, of: T.Type) throws -> [T] {
        try (text ?? "").split(separator: ";").map { part in
            let word = String(part).trimmed.lowercased()
            guard let value = T(rawValue: word) ?? T(rawValue: word.replacing(" ", with: "_")) else {
                throw wrong(field, line, "'\(word)' is none of \(T.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return value
        }
    }

    private static func wrong(_ field: String, _ line: Int, _ what: String) -> AppError {
        let message = "row \(line): \(what)"
        return AppError(.invalid, "\(field), \(message).", members: ["errors": .array([.object(["field": .string(field), "message": .string(message)])])])
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String { trimmingWhitespace(self) }
}

private func trimmingWhitespace(_ text: String) -> String {
    var view = Substring(text)
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
}
