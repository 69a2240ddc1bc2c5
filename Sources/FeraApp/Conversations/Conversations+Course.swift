package import FeraDomain
package import FeraInterview

extension Conversations {
    /// Whether somebody may look into an interview and type there: its owner, and whom the owner has let in, while they have a part.
    static func isIn(_ state: InterviewState, _ pass: Gate.Pass) -> Bool {
        if state.owner == pass.principal.person { return isOwn(state, pass) }
        // Through a ceiling nothing of an interview passes, as for the owner.
        return state.admitted.contains(pass.principal.person) && (pass.principal.ceiling ?? .private) == .private
    }

    /// Whether an interview is somebody's own: an account's, or the short one of a contributor.
    static func isOwn(_ state: InterviewState, _ pass: Gate.Pass) -> Bool {
        state.owner == pass.principal.person && pass.capabilities.contains(state.plan?.contribution == nil ? .answer : .contribute)
    }

    /// Whether a look is the owner's coming in: the first time, back from another account, or on the day of a sitting.
    func comes(_ state: InterviewState, _ place: Interviews.Place, _ principal: Principal) async throws -> Bool {
        guard principal.person == state.owner, state.phase == .ready || (state.phase == .paused && (state.isAway || state.awaitsSitting)) else { return false }
        guard state.isDue(journal.now().day) else { return false }
        return try await !transfers.state(place.transfer).isClosed
    }

    /// A command with who said it, where the client names somebody, and refused where it is the owner's alone.
    func asked(_ kind: Command.Kind, _ packet: ClientPacket, in id: Conversation.ID, by principal: Principal) async throws -> Command.Kind {
        let state = try await interviews.file(id).state
        let isOwner = state.owner == principal.person
        switch kind {
        case .answer(let turn, let text):
            let isTranscript = packet.transcript ?? false
            guard packet.speaker != nil || isTranscript || !isOwner else { return kind }
            let transfer = try await transfers.state(try await interviews.place(id).transfer)
            var roster: [Speakers.Named] = []
            for person in transfer.participants.keys.sorted() { roster.append(.init(person: person, name: try await directory.person(person).name)) }
            return .said(turn: turn, text: text, Speakers(speaker: isTranscript ? nil : packet.speaker ?? state.owner, roster: roster))
        case .skip, .defer, .refer, .pause, .resume, .why, .extend: return kind
        default:
            guard isOwner else { throw AppError(.forbidden, "Only whose interview it is may do that; you may type for them.") }
            return kind
        }
    }

    func switchAccount(_ packet: ClientPacket, in id: Conversation.ID, clientID: String, by principal: Principal) async throws
        -> (accepted: Packet, packets: [Packet])
    {
        guard let account = packet.accountID else { throw Transfers.invalid("account_id", "name the account to go to") }
        guard try await interviews.file(id).state.owner == principal.person else {
            throw AppError(.forbidden, "Only the owner goes from one account to another.")
        }
        let (reply, other) = try await interviews.switchAccount(to: account, from: id, by: principal, clientID: clientID)
        var notice = Packet(.notice)
        notice.code = "switched"
        notice.conversationID = other
        notice.text = "The other account's interview goes on in its own conversation."
        return (.accepted(clientID, seq: reply.seq), try await packets(reply.events, reply.file) + [notice])
    }

    /// The owner lets somebody type in their interview, or not any more.
    package func admit(_ person: Person.ID, isIn: Bool, to id: Conversation.ID, by principal: Principal) async throws {
        let place = try await interviews.place(id)
        let transfer = try await transfers.state(place.transfer)
        let state = try await interviews.file(id).state
        guard state.owner == principal.person, Gate.pass(principal, in: transfer)?.capabilities.contains(.answer) == true else {
            throw AppError.notFound("conversation")
        }
        guard !isIn || transfer.participants[person] != nil else { throw AppError.notFound("person") }
        _ = try await interviews.perform(.admit(person, isIn: isIn), in: id, by: principal.person, clientID: nil)
    }
}

extension Interviews {
    /// Splits what is left of an account's interview into sittings.
    package func plan(_ form: SittingsForm, in id: Transfer.ID, by principal: Principal, clientID: String?) async throws {
        let sittings = form.sittings
        let transfer = try await transfers.state(id)
        if let last = transfer.opened?.lastWorkingDay, let late = sittings.first(where: { $0.day > last }) {
            throw Transfers.invalid("sittings", "\(late.day) is after the last working day, \(last)")
        }
        try await change(.planSittings(sittings), of: form.accountID, in: transfer, by: principal, clientID: clientID)
    }

    /// Adds what is to be told for one account alone.
    package func addField(
        title: String, question: String, chapter: Chapter, of account: Account.ID, in id: Transfer.ID, by principal: Principal, clientID: String?
    ) async throws {
        let kind = Command.Kind.addField(title: title, question: question, chapter: chapter)
        try await change(kind, of: account, in: try await transfers.state(id), by: principal, clientID: clientID)
    }

    private func change(_ kind: Command.Kind, of account: Account.ID, in transfer: TransferState, by principal: Principal, clientID: String?) async throws {
        let interview = transfer.accounts[account]?.interview
        if let interview, try await file(interview).state.admitted.contains(principal.person), Gate.pass(principal, in: transfer) != nil {
            // Whom the owner has let in.
        } else {
            _ = try await transfers.gate.require(.startInterview, principal, in: transfer)
        }
        guard transfer.accounts[account] != nil else { throw AppError.notFound("account") }
        guard let interview else { throw AppError(.state, "The interview of this account has not begun.") }
        _ = try await perform(kind, in: interview, by: principal.person, clientID: clientID)
    }
}

/// The sittings into which an account's interview is split.
package struct SittingsForm: Codable, Sendable {
    package var accountID: Account.ID
    package var sittings: [Sitting]

    package init(accountID: Account.ID, sittings: [Sitting]) {
        self.accountID = accountID
        self.sittings = sittings
    }

    enum CodingKeys: String, CodingKey {
        case sittings
        case accountID = "account_id"
    }
}

extension InterviewEvent {
    /// Everybody whom its packet names.
    var people: [Person.ID] {
        var all = [origin?.by].compactMap { $0 }
        switch body {
        case .answered(let value): all += (value.parts ?? []).map(\.speaker) + [value.speaker].compactMap { $0 }
        case .admitted(let value): all.append(value.person)
        case .referralChanged(let value): all.append(value.person)
        default: break
        }
        return all
    }
}

extension InterviewState {
    /// The owner, and everybody who said something.
    var speakers: [Person.ID] { Array(Set([owner].compactMap { $0 } + statements.map(\.speaker))) }
}
