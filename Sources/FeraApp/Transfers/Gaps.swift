package import FeraDomain
import FeraInterview

/// What is not known of an account, and what contradicts itself.
package struct GapsView: Codable, Sendable {
    /// One field: how much of it is known, and the line of the record that hints at it.
    package struct FieldView: Codable, Sendable {
        package var id: Field.ID
        package var title: String
        package var chapter: Chapter
        package var weight: Int
        package var confidence: Int
        package var state: State
        package var hint: PlaceView?

        /// Known (75 and more), hinted at (30 and more) or open.
        package enum State: String, Codable, Sendable { case known, hinted, open }
    }

    /// A refused question that waits for an answer.
    package struct GapView: Codable, Sendable {
        package var id: Gap.ID
        package var kind: Gap.Kind
        package var accountID: Account.ID
        package var field: Field.ID?
        package var question: String
        package var status: Gap.Status
        package var count: Int

        enum CodingKeys: String, CodingKey {
            case id, kind, field, question, status, count
            case accountID = "account_id"
        }
    }

    package var fields: [FieldView]
    package var contradictions: [ContradictionView]
    package var gaps: [GapView]
}

extension Boards {
    /// The gaps of one account, or of all.
    package func gaps(_ account: Account.ID?, in id: Transfer.ID, for principal: Principal) async throws -> GapsView {
        let transfer = try await transfers.state(id)
        let pass = try await transfers.gate.require(.readGaps, principal, in: transfer)
        if let account, transfer.accounts[account] == nil { throw AppError.notFound("account") }
        var view = GapsView(fields: [], contradictions: [], gaps: [])
        for account in account.map({ [$0] }) ?? transfer.accountOrder {
            let board = try await board(account, in: transfer)
            guard let file = board.file else { continue }
            // The words of the record and of the owner are for those who may read the sources.
            let seesWords = pass.capabilities.contains(.readSources)
            view.fields += interviews.interviewer.catalogue.fields.map { field(($0), file, words: seesWords) }
            if seesWords {
                for contradiction in board.contradictions where pass.capabilities.contains(.answer) || pass.labels.contains(contradiction.label) {
                    let by = try await contradiction.resolvedBy.asyncMap { try await self.directory.person($0).name }
                    view.contradictions.append(ContradictionView(contradiction, account: account, resolvedBy: by))
                }
            }
        }
        view.gaps = try await refused(account, transfer, pass)
        return view
    }

    private func field(_ field: Field, _ file: InterviewFile, words: Bool) -> GapsView.FieldView {
        let known = file.state.fields[field.id]
        let confidence = known?.confidence ?? 0
        var hint: PlaceView?
        if words, let span = known?.hint, let quote = file.words.at(span) {
            let source = span.excerpt.flatMap { file.words.excerpt($0) }
            hint = PlaceView(name: source?.source ?? "the interview", place: source?.locator.map { "\($0)" }, quote: quote)
        }
        return GapsView.FieldView(
            id: field.id, title: field.title, chapter: field.chapter, weight: field.weight, confidence: confidence,
            state: confidence >= 75 ? .known : confidence >= 30 ? .hinted : .open, hint: hint)
    }

    /// A gap keeps its asker's label. The owner is asked all of them, the manager counts all of them; everybody else knows of those
    /// whose label they read, and so does a credential with a ceiling.
    private func refused(_ account: Account.ID?, _ transfer: TransferState, _ pass: Gate.Pass) async throws -> [GapsView.GapView] {
        let isOwner = pass.capabilities.contains(.answer)
        func reads(_ label: Label) -> Bool { pass.reads(label) && (isOwner || pass.labels.contains(label)) }
        let raised = transfer.gapOrder.compactMap { transfer.gaps[$0] }.filter { raised in
            (account == nil || raised.gap.account == account) && (reads(raised.gap.label) || pass.capabilities.contains(.manage))
        }
        let words = try await journal.words(raised.map(\.gap.question))
        return raised.map { gap in
            GapsView.GapView(
                id: gap.gap.gap, kind: .refusedQuestion, accountID: gap.gap.account, field: nil,
                question: reads(gap.gap.label) ? words[gap.gap.question.id.rawValue] ?? "(erased)" : "(a question that is not yours to read)",
                status: gap.status, count: gap.count)
        }
    }
}

extension Optional {
    /// `map` with an `await` inside.
    func asyncMap<R>(_ transform: (Wrapped) async throws -> R) async rethrows -> R? {
        if let self { try await transform(self) } else { nil }
    }
}
