import FeraClone
import FeraCrypto
import FeraDomain
import Foundation

/// What the clone commands share.
enum CloneFiles {
    static let jsonFlag = CommandSpec.Flag(name: "json", placeholder: nil, help: "machine-readable output")

    /// Opens a file; one that is no clone is said to be so.
    static func open(_ path: String) throws -> OpenClone { try OpenClone(path: path) }

    /// A key as 64 hexadecimal digits, or a file that holds them (`signing.public`).
    static func key(_ text: String) throws(UsageError) -> VerifyingKey {
        if let key = VerifyingKey(hex: text) { return key }
        if let inside = try? String(contentsOfFile: text, encoding: .utf8), let key = VerifyingKey(hex: inside.trimmingCharacters(in: .whitespacesAndNewlines))
        {
            return key
        }
        throw UsageError("--trust takes a public key of 64 hexadecimal digits or a file that holds it, not '\(text)'", command: "clone verify")
    }

    /// `passage st.x "the first words"`: a row in one line.
    static func line(_ row: CloneRow) -> String {
        let text: String
        switch row {
        case .passage(let passage): text = "\(passage.fieldTitle): \(passage.text)"
        case .person(let person): text = person.name
        case .relation(let relation): text = "\(relation.from) → \(relation.to)"
        case .contradiction(let contradiction): text = "\(contradiction.a.quote) ↔ \(contradiction.b.quote)"
        case .gap(let gap): text = gap.question
        case .acceptance(let question): text = question.question
        }
        let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\(row.kind.name)  \(flat.count > 120 ? flat.prefix(119) + "…" : flat)"
    }
}
