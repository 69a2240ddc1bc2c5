import FeraClone
import FeraCrypto
import FeraDomain
import FeraInterview

/// Makes what is sealed of what was approved. Pure: the same board gives the same input.
struct Sealing {
    var board: Board
    var interviewer: Interviewer
    /// Names of the people concerned.
    var names: [Person.ID: String]

    private var catalogue: Catalogue { interviewer.catalogue }

    private func name(_ id: Person.ID) -> String { names[id] ?? "somebody unknown" }

    /// The approved lines in the order in which they are read: by chapter, field, and as they were said.
    private var approved: [ReviewedStatement] {
        board.lines.filter { $0.statement.status == .approved }.enumerated().sorted { a, b in
            let left = catalogue.index(of: a.element.statement.field) ?? .max, right = catalogue.index(of: b.element.statement.field) ?? .max
            return left == right ? a.offset < b.offset : left < right
        }.map(\.element)
    }

    /// All rows of the next version.
    /// - Parameters:
    ///   - contacts: records of the customer's people.
    ///   - head: clone, version, parent and who locks when.
    func input(head: SealInput, contacts: [Record]) -> SealInput {
        var input = head
        input.passages = approved.flatMap(passages)
        input.people = people(contacts, input.passages)
        input.contradictions = board.contradictions.map { contradiction in
            CloneContradiction(
                id: contradiction.id, rule: contradiction.rule, field: contradiction.field, fieldTitle: title(contradiction.field), a: contradiction.a,
                b: contradiction.b, status: contradiction.status, resolution: contradiction.resolution, resolvedBy: contradiction.resolvedBy.map(name),
                label: contradiction.label)
        }
        input.gaps = gaps(input.passages)
        // A row may name only rows that all of its readers may read.
        input.dropUnreadableLinks()
        return input
    }

    private func title(_ field: Field.ID) -> String { catalogue.field(field)?.title ?? field.rawValue }

    /// What may be said to the customer in place of a line.
    static func blessing(_ line: ReviewedStatement, _ board: Board) -> String? {
        line.standing[.customerFacing]?.blessed.flatMap { board.words[$0.id.rawValue] }
    }

    /// How many wordings a line has been given for the customer: the revision of the newest.
    static func blessings(_ line: ReviewedStatement) -> Int { line.history.count { $0.blessed != nil } }

    /// The id of the row that holds a line's blessed wording.
    static func openRow(_ line: Statement.ID) -> Statement.ID { Statement.ID("\(line).open") }

    private func passages(_ line: ReviewedStatement) -> [ClonePassage] {
        let statement = line.statement
        let field = board.field(statement, interviewer)
        let approvals = line.standing.values.sorted { $0.route.rawValue < $1.route.rawValue }.map {
            ClonePassage.Approval(by: name($0.by), route: $0.route, on: $0.on, edited: $0.verdict == .edit)
        }
        let blessed = Self.blessing(line, board)
        let blessedID = blessed.map { _ in Self.openRow(statement.id) }
        let waived = board.file(of: statement.id).flatMap { file in file.state.statement(statement.id)?.waiver.flatMap { file.shelf[$0.id] } }
        let passage = ClonePassage(
            id: statement.id, text: statement.text, blessedWording: blessedID, chapter: field?.chapter ?? .story, field: statement.field,
            fieldTitle: field?.title ?? statement.field.rawValue, kind: statement.kind, severity: statement.severity, label: statement.label,
            saidBy: name(statement.speaker),
            saidOn: statement.saidOn, approvals: approvals, expiresOn: field?.expiresAfterDays.map { statement.saidOn.adding(days: $0) },
            ownersPass: waived.map { .waived(reason: $0) } ?? .passed, revision: statement.revision, evidence: statement.evidence)
        guard let blessed, let blessedID else { return [passage] }
        let open = ClonePassage(
            id: blessedID, text: blessed, isBlessed: true, chapter: passage.chapter, field: passage.field, fieldTitle: passage.fieldTitle,
            kind: passage.kind, label: .open, saidBy: approvals.first { $0.route == .customerFacing }?.by ?? passage.saidBy, saidOn: statement.saidOn,
            // Not the owner's words but the reviewer's, for the customer's ears: why the pass was waived is not for them.
            approvals: approvals.filter { $0.route == .customerFacing }, expiresOn: passage.expiresOn, revision: Self.blessings(line))
        return [passage, open]
    }

    /// The contacts, each with the lines that name them; what they are is told by the titles of those lines' fields.
    private func people(_ contacts: [Record], _ passages: [ClonePassage]) -> [ClonePerson] {
        var seen: Set<String> = []
        return contacts.compactMap { record -> ClonePerson? in
            guard let name = record.columns["name"]?.nonEmpty, seen.insert(name.lowercased()).inserted else { return nil }
            let about = passages.filter { $0.label == .internal && $0.text.contains(name) }
            var titles: [String] = []
            for passage in about where !titles.contains(passage.fieldTitle) { titles.append(passage.fieldTitle) }
            return ClonePerson(
                id: Identifier("\(head(board)).p\(seen.count)"), name: name, title: record.columns["title"] ?? record.columns["role"],
                organisation: record.columns["account"], side: .customer, role: titles.prefix(3).joined(separator: "; "), label: .internal,
                passages: about.map(\.id))
        }
    }

    private func head(_ board: Board) -> String { board.interview?.rawValue ?? board.account.rawValue }

    /// What the version does not tell: weighty fields without a line. A refused question is its asker's and is not sealed.
    private func gaps(_ passages: [ClonePassage]) -> [CloneGap] {
        let told = Set(passages.map(\.field))
        return catalogue.fields.filter { $0.weight >= 8 && !told.contains($0.id) }.map { field in
            CloneGap(
                id: Identifier("\(head(board)).g.\(field.id)"), kind: .thinField, question: field.title, field: field.id, status: .open, label: field.label)
        }
    }
}
