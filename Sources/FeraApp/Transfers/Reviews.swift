package import FeraDomain
import FeraInterview
import FeraStore

/// A line that waits for somebody on one route, or was decided there.
package struct ReviewItem: Codable, Sendable {
    /// The statement's id, a colon, the route.
    package var id: String
    package var transferID: Transfer.ID
    package var route: ReviewRoute
    package var statement: StatementView
    /// The question that the line answers.
    package var question: String?
    package var state: State

    /// Whether the route has decided on the current wording.
    package enum State: String, Codable, Sendable { case waiting, decided }

    enum CodingKeys: String, CodingKey {
        case id, route, statement, question, state
        case transferID = "transfer_id"
    }
}

/// What a reviewer says of a line.
package struct DecisionForm: Codable, Sendable {
    package var decision: ReviewDecision.Verdict
    package var text: String?
    package var reason: String?
    package var blessedWording: String?
    /// The revision of the wording that the reviewer has seen.
    package var revision: Int?

    package init(decision: ReviewDecision.Verdict, revision: Int?, text: String? = nil, reason: String? = nil, blessedWording: String? = nil) {
        self.decision = decision
        self.revision = revision
        self.text = text
        self.reason = reason
        self.blessedWording = blessedWording
    }

    enum CodingKeys: String, CodingKey {
        case decision, text, reason, revision
        case blessedWording = "blessed_wording"
    }
}

/// The owner's pass and the reviewers' decisions.
package final class Reviews: Sendable {
    let journal: Journal
    let transfers: Transfers
    let interviews: Interviews
    private let boards: Boards
    let directory: Directory
    private let ownersPassDays: Int

    package init(boards: Boards, ownersPassDays: Int) {
        self.boards = boards
        self.ownersPassDays = ownersPassDays
        journal = boards.journal
        transfers = boards.transfers
        interviews = boards.interviews
        directory = boards.directory
    }

    // MARK: Statements

    /// The statements of an account that the caller may read: an owner their own, a reviewer what is routed to them.
    package func statements(_ account: Account.ID?, in id: Transfer.ID, for principal: Principal) async throws -> [StatementView] {
        let transfer = try await transfers.state(id)
        let pass = try await transfers.gate.require(.view, principal, in: transfer)
        var views: [StatementView] = []
        for account in account.map({ [$0] }) ?? transfer.accountOrder {
            let board = try await boards.board(account, in: transfer)
            let mine = board.files.filter { Conversations.isOwn($0.state, pass) }
            let own = mine.flatMap { InterviewStatements(interviewer: interviews.interviewer, file: $0).all }
            for statement in own where pass.reads(statement.label) {
                views.append(try await view(board.line(statement.id) ?? ReviewedStatement(statement, decisions: []) { _ in nil }, board))
            }
            let isOwner = mine.contains { $0.state.plan?.contribution == nil }
            if !isOwner, pass.capabilities.contains(.review) {
                let decides = pass.participant.decides
                let seen = Set(own.map(\.id))
                for line in board.lines
                where !seen.contains(line.statement.id) && line.statement.status != .proposed && !decides.isDisjoint(with: line.statement.routes)
                    && pass.reads(line.statement.label)
                {
                    views.append(try await view(line, board))
                }
            }
        }
        return views
    }

    /// The owner's pass over one line.
    /// - Parameter revision: what the caller has seen (`If-Match`); `nil` takes the line as it is.
    package func pass(_ statement: Statement.ID, _ action: PassAction, text: String?, revision: Int?, by principal: Principal) async throws -> StatementView {
        let (place, file) = try await interview(of: statement)
        let transfer = try await transfers.state(place.transfer)
        _ = try await transfers.gate.require(file.state.plan?.contribution == nil ? .ownersPass : .contribute, principal, in: transfer)
        guard file.state.owner == principal.person else { throw AppError.notFound("statement") }
        let kind: Command.Kind
        switch action {
        case .confirm: kind = .confirm(statement)
        case .keepPrivate: kind = .keepPrivate(statement)
        case .withdraw: kind = .withdrawStatement(statement)
        case .correct:
            guard let text = text?.nonEmpty else { throw Transfers.invalid("text", "a correction needs the new wording") }
            kind = .correct(statement, text: text)
        }
        do {
            _ = try await interviews.perform(kind, in: place.conversation, by: principal.person, clientID: nil, seen: revision)
        } catch var error as AppError where error.code == .changed {
            error.members["statement"] = .encoded(try await own(statement, place, principal))
            throw error
        }
        return try await own(statement, place, principal)
    }

    /// A line as its owner sees it now.
    private func own(_ statement: Statement.ID, _ place: Interviews.Place, _ principal: Principal) async throws -> StatementView {
        let board = try await boards.board(place.account, in: try await transfers.state(place.transfer))
        if let line = board.line(statement) { return try await view(line, board) }
        let statements = InterviewStatements(interviewer: interviews.interviewer, file: try await interviews.file(place.conversation))
        let name = try await directory.person(principal.person).name
        guard let view = statements.view(statement, name: { _ in name }) else { throw AppError.notFound("statement") }
        return view
    }

    /// What an owner may do with a line.
    package enum PassAction: String, Codable, Sendable, CaseIterable {
        case confirm, correct, withdraw
        case keepPrivate = "private"
    }

    /// The owner is through with an account's lines.
    package func finishPass(_ account: Account.ID, in id: Transfer.ID, by principal: Principal) async throws {
        let transfer = try await transfers.state(id)
        _ = try await transfers.gate.require(.ownersPass, principal, in: transfer)
        guard let interview = transfer.accounts[account]?.interview else { throw AppError(.state, "The interview of this account has not begun.") }
        // Whoever else has the role owner did not say these lines: what they end would stand as passed and not as waived.
        guard try await interviews.file(interview).state.owner == principal.person else { throw AppError.notFound("interview") }
        _ = try await interviews.perform(.finishPass, in: interview, by: principal.person, clientID: nil)
    }

    /// The owner did not come back: the manager lets the lines go to review without the pass; the lines say so.
    package func waivePass(_ account: Account.ID, in id: Transfer.ID, reason: String?, by principal: Principal) async throws {
        let transfer = try await transfers.state(id)
        _ = try await transfers.gate.require(.waive, principal, in: transfer)
        try Transfers.requireOpen(transfer)
        guard let reason = reason?.nonEmpty else { throw Transfers.invalid("reason", "a waived pass needs a reason; the lines will carry it") }
        guard let interview = transfer.accounts[account]?.interview else { throw AppError(.state, "The interview of this account has not begun.") }
        let file = try await interviews.file(interview)
        let today = journal.now().day
        let closedOn = file.state.day ?? today
        let deadline = min(closedOn.adding(days: ownersPassDays), transfer.opened?.lastWorkingDay ?? today)
        guard today >= deadline else {
            throw AppError(.state, "The owner has until \(deadline) to pass the lines; until then the pass cannot be waived.")
        }
        // An owner who does not come back leaves an interview that nobody ends: it ends with what there is.
        if [.ready, .asking, .paused].contains(file.state.phase) {
            // Past the last working day it has ended by itself with whatever is done next.
            let isOver = transfer.opened.map { today > $0.lastWorkingDay } ?? false
            if !isOver { _ = try await interviews.perform(.stop, in: interview, by: principal.person, clientID: nil) }
        }
        _ = try await interviews.perform(.waivePass(reason: reason), in: interview, by: principal.person, clientID: nil)
        // So it is for those who answered what was passed on and did not come back.
        for contribution in transfer.accounts[account]?.contributions ?? [] {
            guard try await interviews.file(contribution.conversation).state.phase == .closing else { continue }
            _ = try await interviews.perform(.waivePass(reason: reason), in: contribution.conversation, by: principal.person, clientID: nil)
        }
        let line = journal.audit(principal.person.rawValue, "owners_pass.waive", interview.rawValue)
        _ = try await journal.append(Append(audit: [line]))
    }

    // MARK: Decisions

    /// What waits for the caller, and what they decided.
    package func items(_ id: Transfer.ID?, for principal: Principal) async throws -> [ReviewItem] {
        let ids: [Transfer.ID]
        if let id { ids = [id] } else { ids = try await transfers.parts(of: principal.person) }
        var items: [ReviewItem] = []
        for id in ids {
            let transfer = try await transfers.state(id)
            guard let pass = Gate.pass(principal, in: transfer), pass.capabilities.contains(.review) else { continue }
            for account in transfer.accountOrder {
                let board = try await boards.board(account, in: transfer)
                for line in board.lines where pass.reads(line.statement.label) { items += try await self.items(line, board, pass) }
            }
        }
        return items
    }

    private func items(_ line: ReviewedStatement, _ board: Board, _ pass: Gate.Pass) async throws -> [ReviewItem] {
        var items: [ReviewItem] = []
        for route in line.statement.routes where pass.participant.decides.contains(route) {
            let isDecided = line.standing[route] != nil
            guard isDecided || line.waiting.contains(route) else { continue }
            items.append(
                ReviewItem(
                    id: "\(line.statement.id):\(route.rawValue)", transferID: board.transfer.id, route: route, statement: try await view(line, board),
                    question: question(line.statement.id, board), state: isDecided ? .decided : .waiting))
        }
        return items
    }

    /// Decides on a line, in the wording that the reviewer has seen.
    /// - Throws: `.changed` with the line as it stands now, where it has got other words since.
    package func decide(_ id: String, _ form: DecisionForm, by principal: Principal) async throws -> ReviewItem {
        guard let colon = id.lastIndex(of: ":"), let statement = Statement.ID(rawValue: String(id[..<colon])),
            let route = ReviewRoute(rawValue: String(id[id.index(after: colon)...]))
        else { throw AppError.notFound("review") }
        let (place, _) = try await interview(of: statement)
        var texts: [TextDraft] = []
        func keep(_ text: String?) -> TextRef? {
            text?.nonEmpty.map { text in
                let kept = journal.mint.text(SecretRedactor.redact(text).text)
                texts.append(kept.draft)
                return kept.ref
            }
        }
        let (text, reason, blessed) = (keep(form.decision == .edit ? form.text : nil), keep(form.reason), keep(form.blessedWording))
        guard form.decision != .edit || text != nil else { throw Transfers.invalid("text", "an edit needs the new wording") }
        guard form.decision == .approve || reason != nil else {
            throw Transfers.invalid("reason", "say in a sentence why; the owner and the other reviewers read it")
        }
        guard blessed == nil || route == .customerFacing else { throw Transfers.invalid("blessed_wording", "only the route customer-facing gives one") }
        func judge(_ transfer: TransferState) async throws -> [TransferEvent] {
            guard let participant = transfer.participants[principal.person], participant.decides.contains(route) else { throw AppError.notFound("review") }
            let board = try await boards.board(place.account, in: transfer)
            guard let line = board.line(statement), line.statement.routes.contains(route), line.statement.status != .proposed,
                Gate.pass(principal, in: transfer)?.reads(line.statement.label) == true
            else {
                throw AppError.notFound("review")
            }
            guard [.confirmed, .approved, .rejected, .changesRequested].contains(line.statement.status) else {
                throw AppError(.state, "This line is \(line.statement.status.rawValue) and cannot be decided.")
            }
            guard let seen = form.revision else {
                throw Transfers.invalid("revision", "name the revision of the wording that you decide on, here or as If-Match")
            }
            guard seen == line.statement.revision else {
                throw AppError(
                    .changed, "This line was changed meanwhile (it is at revision \(line.statement.revision)). Read its new words, then decide.",
                    members: ["statement": .encoded(try await view(line, board))])
            }
            return [
                .reviewed(
                    ReviewDecision(
                        statement: statement, revision: line.statement.revision, route: route, verdict: form.decision, text: text, reason: reason,
                        blessed: blessed, by: principal.person, on: journal.now().day))
            ]
        }
        let action = "review.\(form.decision.rawValue)"
        let state: TransferState
        if form.decision == .requestChanges, let reason {
            state = try await sendBack(statement, route, form.revision ?? 0, reason, place, by: principal, action: action, texts: texts, judge)
        } else {
            state = try await transfers.change(place.transfer, .review, by: principal, action: action, texts: texts, judge)
        }
        let board = try await boards.board(place.account, in: state)
        guard let line = board.line(statement) else { throw AppError.notFound("review") }
        if line.statement.status != .changesRequested { try await dropQuestions(about: statement, place, by: principal) }
        return ReviewItem(
            id: id, transferID: place.transfer, route: route, statement: try await view(line, board), question: question(statement, board), state: .decided)
    }

    /// Accepts that a contradiction stays open.
    package func accept(_ id: Contradiction.ID, reason: String, by principal: Principal) async throws -> ContradictionView {
        guard let reason = reason.nonEmpty else { throw Transfers.invalid("reason", "say in a sentence why it may stay open") }
        guard let interview = Conversation.ID(rawValue: String(id.rawValue.prefix { $0 != "." })) else { throw AppError.notFound("contradiction") }
        let place = try await interviews.place(interview)
        let kept = journal.mint.text(SecretRedactor.redact(reason).text)
        let state = try await transfers.change(place.transfer, .acceptContradiction, by: principal, action: "contradiction.accept", texts: [kept.draft]) {
            transfer in
            let board = try await boards.board(place.account, in: transfer)
            // The reply shows both passages, so whoever may not read them may not accept them unseen either.
            guard let contradiction = board.contradictions.first(where: { $0.id == id }), let pass = Gate.pass(principal, in: transfer),
                boards.reads(contradiction, pass, in: transfer)
            else {
                throw AppError.notFound("contradiction")
            }
            guard contradiction.status == .open || contradiction.status == .unresolved else { throw AppError(.state, "This contradiction is settled already.") }
            return [.contradictionAccepted(.init(contradiction: id, reason: kept.ref, by: principal.person))]
        }
        let board = try await boards.board(place.account, in: state)
        guard let contradiction = board.contradictions.first(where: { $0.id == id }) else { throw AppError.notFound("contradiction") }
        return ContradictionView(contradiction, account: place.account, resolvedBy: try await directory.person(principal.person).name)
    }

    // MARK: Views

    private func interview(of statement: Statement.ID) async throws -> (Interviews.Place, InterviewFile) {
        guard let interview = Conversation.ID(rawValue: String(statement.rawValue.prefix { $0 != "." })) else { throw AppError.notFound("statement") }
        let place = try await interviews.place(interview)
        return (place, try await interviews.file(interview))
    }

    private func question(_ id: Statement.ID, _ board: Board) -> String? {
        guard let file = board.file(of: id), let answer = file.state.statement(id)?.answer,
            let turn = file.state.answers.first(where: { $0.id == answer })?.turn,
            let ref = file.state.turns.first(where: { $0.id == turn })?.text
        else { return nil }
        return file.shelf[ref.id]
    }

    private func view(_ line: ReviewedStatement, _ board: Board) async throws -> StatementView {
        let speaker = try await directory.person(line.statement.speaker)
        var view = StatementView(line.statement, field: board.field(line.statement, interviews.interviewer), speaker: speaker.name)
        for decision in line.history {
            view.decisions.append(
                .init(
                    route: decision.route, decision: decision.verdict, by: .init(try await directory.person(decision.by)), on: decision.on,
                    reason: decision.reason.flatMap { board.words[$0.id.rawValue] },
                    before: before(decision, line, board)))
        }
        view.blessedWording = Sealing.blessing(line, board)
        return view
    }

    /// The words that a reviewer saw before their edit: those of the edit before it, or the owner's. Once the owner has said the line
    /// anew, what was there before may be stricter than what stands now, and does not travel under its label.
    private func before(_ edit: ReviewDecision, _ line: ReviewedStatement, _ board: Board) -> String? {
        guard edit.verdict == .edit, let file = board.file(of: line.statement.id), let own = file.state.statement(line.statement.id) else { return nil }
        let earlier = line.history.filter { $0.verdict == .edit && $0.revision < edit.revision }
        guard edit.revision - earlier.count == own.revision else { return nil }
        if let last = earlier.last(where: { $0.revision + 1 == edit.revision }) { return last.text.flatMap { board.words[$0.id.rawValue] } }
        return InterviewStatements(interviewer: interviews.interviewer, file: file).statement(own)?.text
    }
}
