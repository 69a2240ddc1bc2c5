import FeraDomain
import FeraInterview
import FeraStore

extension Interviews {
    /// Writes down that the last working day has passed, before anything else is done after it.
    func expired(_ id: Conversation.ID, _ transfer: TransferState, _ entry: StreamCache<InterviewFile>.Entry) async throws -> StreamCache<InterviewFile>.Entry {
        let state = entry.state.state
        guard !state.isExpired, state.phase != .preparing, let owner = state.owner, let last = transfer.opened?.lastWorkingDay, journal.now().day > last,
            state.plan?.contribution == nil
        else { return entry }
        return try await append(Command(.expire, by: owner, day: journal.now().day), to: id, entry).entry
    }

    /// Takes back the newest answer, unless a line of it is locked.
    func withdrawLast(in place: Place, by person: Person.ID, clientID: String?) async throws -> Reply {
        try await transfers.lock.withLock(place.transfer.rawValue) {
            let transfer = try await transfers.state(place.transfer)
            let state = try await file(place.conversation).state
            let last = state.answers.last { !$0.isWithdrawn && $0.text != nil }
            if let record = transfer.accounts[place.account],
                record.pendingSeal != nil || last?.statements.contains(where: { record.sealedRevisions[$0] != nil }) == true
            {
                throw AppError(.state, "A line of this answer is locked already. Ask the manager for a redaction instead.")
            }
            let words = (last?.statements ?? []).flatMap { transfer.decisions[$0] ?? [] }
                .flatMap { [$0.text, $0.reason, $0.blessed].compactMap { $0?.id.rawValue } }
            return try await taken(.withdrawLast, in: place.conversation, transfer, by: person, clientID: clientID, erasing: words)
        }
    }

    /// The owner goes from one account to another: the open question here is put off, the other interview goes on.
    /// - Returns: what happened here, and the other conversation.
    func switchAccount(to account: Account.ID, from id: Conversation.ID, by principal: Principal, clientID: String) async throws
        -> (reply: Reply, other: Conversation.ID)
    {
        let place = try await place(id)
        guard account != place.account else { throw AppError(.state, "You are at this account already.") }
        let transfer = try await transfers.state(place.transfer)
        guard let record = transfer.accounts[account] else { throw AppError.notFound("account") }
        var other = record.interview
        if other == nil { other = try await open(account, in: place.transfer, by: principal) }
        guard let other, try await file(other).state.owner == principal.person else { throw AppError.notFound("account") }
        var reply = Reply(seq: try await loaded(id).seq, events: [], file: try await file(id))
        let state = reply.file.state
        if state.seen[clientID] != nil || ([.asking, .paused].contains(state.phase) && !state.isAway) {
            reply = try await perform(.leave, in: id, by: principal.person, clientID: clientID)
        }
        if try await file(other).state.isDue(journal.now().day) {
            _ = try await perform(.join, in: other, by: principal.person, clientID: "switch:\(clientID)")
        }
        return (reply, other)
    }
}

extension InterviewPackets {
    /// The packet of an event about the course of an interview.
    func course(_ body: InterviewEvent.Body, _ seq: Int64, name: (Person.ID) -> String) -> Packet {
        switch body {
        case .left: return notice(seq, "left", "You went to another account; the question waits here.")
        case .budgetExtended(let value): return message(seq, text(value.text))
        case .sittingsPlanned(let value):
            let list = value.sittings.map { "\($0.day) (\($0.questions) questions)" }.joined(separator: ", ")
            return notice(seq, "sittings_planned", "Planned: \(list).")
        case .sittingEnded(let value): return notice(seq, "sitting_ended", text(value.text))
        case .recordExtended(let value):
            let found = value.found.isEmpty ? "" : " Two lines disagree in \(value.found.count) more places."
            return notice(seq, "record_extended", "The record was read again, with what came since: \(value.reading.excerpts) passages.\(found)")
        case .fieldAdded(let value): return notice(seq, "field_added", "To be told for this account: \(text(value.title))")
        case .admitted(let value):
            return notice(seq, value.isIn ? "admitted" : "dismissed", "\(name(value.person)) \(value.isIn ? "may" : "may no longer") type here.")
        case .referralChanged(let value):
            guard value.status == .answered else { return notice(seq, "referral_sent", "\(name(value.person)) was asked what you passed on.") }
            return notice(seq, "referral_answered", "\(name(value.person)) has answered what you passed on.")
        case .questionDropped: return notice(seq, "question_dropped", "What a reviewer asked needs no answer any more.")
        default: return notice(seq, "unknown", "")
        }
    }
}
