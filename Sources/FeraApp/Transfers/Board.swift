package import FeraDomain
import FeraInterview
import FeraStore

/// One account's lines with what the reviewers made of them: the join of its interview and its transfer.
package struct Board: Sendable {
    package var transfer: TransferState
    package var account: Account.ID
    package var interview: Conversation.ID?
    var file: InterviewFile?
    /// The owner's interview and those of contributors.
    var files: [InterviewFile] = []
    package var lines: [ReviewedStatement]
    package var contradictions: [Contradiction]
    /// The words of decisions, by text id.
    var words: [String: String]

    /// The line of that id.
    package func line(_ id: Statement.ID) -> ReviewedStatement? { lines.first { $0.statement.id == id } }

    /// The interview in which a line was said.
    func file(of id: Statement.ID) -> InterviewFile? {
        let interview = id.rawValue.prefix { $0 != "." }
        return files.first { $0.state.interview.map { $0.rawValue[...] } == interview }
    }

    /// The field of a line: of the catalogue, or of the account alone.
    func field(_ statement: Statement, _ interviewer: Interviewer) -> Field? {
        interviewer.catalogue.field(statement.field)
            ?? file(of: statement.id).flatMap { interviewer.field(statement.field, in: $0.state, words: $0.words) }
    }
}

/// Makes boards.
package final class Boards: Sendable {
    let journal: Journal
    let transfers: Transfers
    let interviews: Interviews
    let directory: Directory

    package init(journal: Journal, transfers: Transfers, interviews: Interviews, directory: Directory) {
        self.journal = journal
        self.transfers = transfers
        self.interviews = interviews
        self.directory = directory
    }

    /// The board of an account as it stands now.
    package func board(_ account: Account.ID, in transfer: TransferState) async throws -> Board {
        guard let record = transfer.accounts[account] else { throw AppError.notFound("account") }
        guard let interview = record.interview else {
            return Board(transfer: transfer, account: account, interview: nil, file: nil, lines: [], contradictions: [], words: [:])
        }
        let file = try await interviews.file(interview)
        var files = [file]
        for contribution in record.contributions { files.append(try await interviews.file(contribution.conversation)) }
        let statements = InterviewStatements(interviewer: interviews.interviewer, file: file)
        let said = files.flatMap { InterviewStatements(interviewer: interviews.interviewer, file: $0).all }
        let template = transfers.templates.first { $0.id == transfer.opened?.template }
        let decisions = said.flatMap { transfer.decisions[$0.id] ?? [] }
        let acceptances = transfer.acceptedContradictions.values.map(\.reason)
        let words = try await journal.words(decisions.flatMap { [$0.text, $0.reason, $0.blessed].compactMap { $0 } } + acceptances)
        let empty = Board(transfer: transfer, account: account, interview: interview, file: file, files: files, lines: [], contradictions: [], words: words)
        let lines = said.filter { $0.status != .private }.map { statement in
            var statement = statement
            statement.routes = Self.routes(
                statement.routes, label: statement.label, field: empty.field(statement, interviews.interviewer), template: template)
            return ReviewedStatement(statement, decisions: transfer.decisions[statement.id] ?? []) { words[$0.id.rawValue] }
        }
        let contradictions = statements.contradictions.map { found in
            let contradiction = reviewed(found, by: lines, file)
            guard let accepted = transfer.acceptedContradictions[contradiction.id], contradiction.status != .explained else { return contradiction }
            var settled = contradiction
            settled.status = .accepted
            settled.resolution = words[accepted.reason.id.rawValue]
            settled.resolvedBy = accepted.by
            return settled
        }
        return Board(
            transfer: transfer, account: account, interview: interview, file: file, files: files, lines: lines, contradictions: contradictions, words: words)
    }

    /// What resolves a contradiction is a line like any other: its words count as the reviewers left them, nobody else hears them
    /// before the owner has passed them, and where they were refused or are kept private nothing is resolved.
    private func reviewed(_ found: Contradiction, by lines: [ReviewedStatement], _ file: InterviewFile) -> Contradiction {
        guard found.status == .explained, let settling = file.state.contradictions.first(where: { $0.id == found.id })?.statement else { return found }
        var contradiction = found
        if let line = lines.first(where: { $0.statement.id == settling }), line.statement.status != .rejected {
            contradiction.resolution = line.statement.status == .proposed ? nil : line.statement.text
            return contradiction
        }
        contradiction.status = .unresolved
        contradiction.resolution = nil
        contradiction.resolvedBy = nil
        contradiction.label = interviews.interviewer.catalogue.field(found.field)?.label ?? .internal
        return contradiction
    }

    /// Who has to approve a line. `receiving` decides on every line that whoever receives may read; a line about our own
    /// colleagues or about access is shown to none of the others, so `people` or `security` decides alone.
    static func routes(_ own: [ReviewRoute], label: Label, field: Field?, template: Template?) -> [ReviewRoute] {
        var routes = Set(own).union(field?.routes ?? [])
        if let chapter = field?.chapter { routes.formUnion(template?.chapterRoutes[chapter] ?? []) }
        switch label {
        case .personnel:
            routes = [.people]
        case .security:
            routes = [.security]
        default: routes.insert(.receiving)
        }
        return ReviewRoute.allCases.filter(routes.contains)
    }

    /// Whether both passages of a contradiction may be shown to somebody: who reads its label, or decides on what is said of its field.
    func reads(_ contradiction: Contradiction, _ pass: Gate.Pass, in transfer: TransferState) -> Bool {
        guard pass.reads(contradiction.label) else { return false }
        if pass.labels.contains(contradiction.label) { return true }
        let template = transfers.templates.first { $0.id == transfer.opened?.template }
        let routes = Self.routes([], label: contradiction.label, field: interviews.interviewer.catalogue.field(contradiction.field), template: template)
        return !pass.participant.decides.isDisjoint(with: routes)
    }

    /// How far an account has come.
    package func progress(_ transfer: TransferState, _ account: Account.ID) async throws -> AccountProgress {
        guard let record = transfer.accounts[account] else { throw AppError.notFound("account") }
        let board = try await board(account, in: transfer)
        guard let file = board.file else {
            let hasSource = transfer.sources.contains { $0.source.accounts.contains(account) }
            return AccountProgress(
                stage: transfer.isClosed ? .closed : .opened,
                missing: [hasSource ? "Start the interview: the record is there." : "Add the record (CRM export, tickets, mails), then start the interview."],
                completeness: nil)
        }
        let completeness = interviews.interviewer.completeness(file.state)
        if transfer.isClosed { return AccountProgress(stage: .closed, missing: [], completeness: completeness) }
        switch file.state.phase {
        case .preparing, .ready:
            return AccountProgress(stage: .capturing, missing: ["The owner has not come to the interview yet."], completeness: completeness)
        case .asking, .paused: return AccountProgress(stage: .capturing, missing: ["The interview is open."], completeness: completeness)
        case .closing:
            return AccountProgress(stage: .capturing, missing: ["The owner has to pass the lines, or the manager waives the pass."], completeness: completeness)
        case .done: break
        }
        let blockers = LockRules.blockers(board)
        if record.version > 0, blockers.allSatisfy({ $0.code == .nothingToLock }) {
            let isSignedOff = record.signedOffVersion == record.version
            let unverified = transfers.unverified(record, transfer)
            return AccountProgress(
                stage: isSignedOff ? .handedOver : .locked,
                missing: isSignedOff
                    ? []
                    : unverified.map { "The route \($0.rawValue) verifies version \(record.version)." }
                        + ["The successor or interim holder signs off version \(record.version)."],
                completeness: completeness)
        }
        let missing = blockers.isEmpty ? ["Everything is approved: the manager can lock."] : blockers.map(\.message)
        return AccountProgress(stage: .reviewing, missing: missing, completeness: completeness)
    }
}

/// What stands in the way of a lock. Pure.
enum LockRules {
    static func blockers(_ board: Board) -> [LockBlocker] {
        guard let file = board.file, let record = board.transfer.accounts[board.account] else {
            return [LockBlocker(.interviewOpen, "The interview of this account has not begun.")]
        }
        var blockers: [LockBlocker] = []
        if record.pendingSeal != nil { blockers.append(LockBlocker(.sealPending, "A lock of this account is under way; it ends by itself in a moment.")) }
        switch file.state.phase {
        case .done: break
        case .closing:
            blockers.append(LockBlocker(.ownersPass, "The owner has not passed the lines yet; after the deadline the manager may waive that with a reason."))
        default: blockers.append(LockBlocker(.interviewOpen, "The interview is still open; the owner ends it, or it is stopped."))
        }
        for route in ReviewRoute.allCases {
            let waiting = board.lines.filter { $0.waiting.contains(route) }
            guard !waiting.isEmpty else { continue }
            let ids = waiting.map(\.statement.id.rawValue)
            if board.transfer.deciders(of: route).isEmpty {
                blockers.append(
                    LockBlocker(.noReviewer, "\(ids.count) lines wait for the route \(route.rawValue), and nobody has it: \(advice(route))", ids: ids))
            } else {
                blockers.append(LockBlocker(.unreviewed, "\(ids.count) lines wait for the route \(route.rawValue).", ids: ids))
            }
        }
        let returned = board.lines.filter { $0.statement.status == .changesRequested }.map(\.statement.id.rawValue)
        if !returned.isEmpty {
            blockers.append(LockBlocker(.changesRequested, "\(returned.count) lines went back to the owner and wait for an answer.", ids: returned))
        }
        let open = board.contradictions.filter { $0.status == .open || $0.status == .unresolved }.map(\.id.rawValue)
        if !open.isEmpty {
            blockers.append(LockBlocker(.contradictionOpen, "\(open.count) contradictions are neither resolved nor accepted as open.", ids: open))
        }
        let approved = Set(board.lines.filter { $0.statement.status == .approved }.map(\.statement.id))
        if approved.isEmpty {
            blockers.append(LockBlocker(.nothingToLock, "No line is approved yet, so there is nothing to lock."))
        } else if record.version > 0, !hasNews(board, record) {
            blockers.append(LockBlocker(.nothingToLock, "Version \(record.version) holds all that is approved, so there is nothing to lock."))
        }
        return blockers
    }

    /// Whether a version sealed now would say something else than the newest one: a line more, a line less, other words.
    private static func hasNews(_ board: Board, _ record: TransferState.AccountRecord) -> Bool {
        var now: [Statement.ID: Int] = [:]
        for line in board.lines where line.statement.status == .approved {
            now[line.statement.id] = line.statement.revision
            if Sealing.blessing(line, board) != nil { now[Sealing.openRow(line.statement.id)] = Sealing.blessings(line) }
        }
        return now != record.sealedRevisions
    }

    private static func advice(_ route: ReviewRoute) -> String {
        switch route {
        case .receiving: "name a successor or an interim holder."
        case .people: "the manager decides it; name one."
        default: "give it to a reviewer."
        }
    }
}
