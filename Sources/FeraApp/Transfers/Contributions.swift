package import FeraDomain
import FeraInterview
import FeraStore

/// Something that an owner passed on: a task for the manager, a question for who would know.
package struct ReferralView: Codable, Sendable {
    /// The owner's interview, `.x` and its place.
    package var id: String
    package var accountID: Account.ID
    package var field: Field.ID?
    package var title: String
    /// What they are asked.
    package var question: String
    /// Whom the owner named.
    package var name: String
    /// Who was asked.
    package var person: Packet.Named?
    package var status: Status
    /// Where they answer; for them and for the manager.
    package var conversationID: Conversation.ID?

    /// How far it is.
    package enum Status: String, Codable, Sendable { case open, sent, answered }

    enum CodingKeys: String, CodingKey {
        case id, field, title, question, name, person, status
        case accountID = "account_id"
        case conversationID = "conversation_id"
    }
}

/// Whom a question is sent to, where it is not who the owner named.
package struct ReferralForm: Codable, Sendable {
    package var personID: Person.ID?
    package var name: String?
    package var email: String?

    package init(personID: Person.ID? = nil, name: String? = nil, email: String? = nil) {
        self.personID = personID
        self.name = name
        self.email = email
    }

    enum CodingKeys: String, CodingKey {
        case name, email
        case personID = "person_id"
    }
}

extension Interviews {
    /// What was passed on in a transfer: all of it for its manager, their own for an owner, and for everybody else what was put to them.
    package func referrals(in id: Transfer.ID, for principal: Principal) async throws -> [ReferralView] {
        let transfer = try await transfers.state(id)
        let pass = try await transfers.gate.require(.view, principal, in: transfer)
        var views: [ReferralView] = []
        for account in transfer.accountOrder {
            guard let interview = transfer.accounts[account]?.interview else { continue }
            _ = try await settle(try await file(interview).state)
            let file = try await file(interview)
            let seesAll = pass.capabilities.contains(.manage) || Conversations.isOwn(file.state, pass)
            for number in file.state.referrals.indices.map({ $0 + 1 }) {
                guard seesAll || (file.state.referralStates[number]?.person == principal.person && pass.capabilities.contains(.contribute)) else { continue }
                views.append(try await view(number, account, file))
            }
        }
        return views
    }

    func view(_ number: Int, _ account: Account.ID, _ file: InterviewFile) async throws -> ReferralView {
        let referral = file.state.referrals[number - 1]
        let asked = file.state.referralStates[number]
        let put = put(referral, file)
        return ReferralView(
            id: "\(file.state.interview?.rawValue ?? "").x\(number)", accountID: account, field: referral.field, title: put.title, question: put.question,
            name: try await name(referral, file), person: try await asked.asyncMap { .init(try await self.directory.person($0.person)) },
            status: asked.map { $0.status == .sent ? .sent : .answered } ?? .open, conversationID: asked?.conversation)
    }

    private func name(_ referral: Referral, _ file: InterviewFile) async throws -> String {
        if let name = referral.name.flatMap({ file.words.at(file.state.resolved($0)) }) { return name }
        return try await referral.person.asyncMap { try await self.directory.person($0).name } ?? "(erased)"
    }

    /// What somebody else is asked. It never quotes the record or the owner: only the field's own question, what an asker wanted to
    /// know, or a name.
    private func put(_ referral: Referral, _ file: InterviewFile) -> (title: String, question: String, kind: Command.Kind?) {
        let state = file.state, words = file.words
        let field = referral.field.flatMap { interviewer.field($0, in: state, words: words) }
        let turn = referral.turn.flatMap { id in state.turns.first { $0.id == id } }
        if let gap = turn?.subject.gap, let raised = state.raised.first(where: { $0.fact.gap == gap }) {
            let known = referral.field.flatMap { interviewer.catalogue.field($0)?.id }
            let kind = Command.Kind.raiseGap(gap, field: known, question: raised.fact.question, label: raised.fact.label)
            return (field?.title ?? "", words.text(raised.fact.question.id) ?? interviewer.phrases.raisedPlain, kind)
        }
        if let special = referral.field.flatMap({ state.special($0) }), let question = words.text(special.question.id) {
            let title = field?.title ?? question
            return (title, question, .addField(title: title, question: question, chapter: special.chapter))
        }
        if let mention = turn?.subject.mention, let found = (state.people + state.acronyms).first(where: { $0.id == mention }) {
            let name = words.at(state.resolved(found.span)) ?? ""
            let course = interviewer.phrases.course
            let question = (turn?.kind == .who ? course.referredWho : course.referredTerm).replacing("{name}", with: name)
            return (field?.title ?? question, question, .addField(title: field?.title ?? name, question: question, chapter: field?.chapter ?? .story))
        }
        return (field?.title ?? "", field?.question ?? "", nil)
    }

    // MARK: Sending

    /// Puts what was passed on to somebody: they become a contributor, and a short interview of their own waits for them.
    /// Sent again, it is the same interview.
    package func send(_ id: String, _ form: ReferralForm, in transfer: Transfer.ID, by principal: Principal) async throws -> ReferralView {
        guard let dot = id.lastIndex(of: "."), id[dot...].hasPrefix(".x"), let number = Int(id[dot...].dropFirst(2)),
            let interview = Conversation.ID(rawValue: String(id[..<dot]))
        else { throw AppError.notFound("referral") }
        return try await transfers.lock.withLock(transfer.rawValue) {
            let entry = try await transfers.states.entry(Transfers.stream(transfer))
            _ = try await transfers.gate.require(.manage, principal, in: entry.state)
            try Transfers.requireOpen(entry.state)
            guard let account = entry.state.accountOrder.first(where: { entry.state.accounts[$0]?.interview == interview }) else {
                throw AppError.notFound("referral")
            }
            return try await lock.withLock(interview.rawValue) {
                let owners = try await loaded(interview)
                guard (1...max(1, owners.state.state.referrals.count)).contains(number), !owners.state.state.referrals.isEmpty else {
                    throw AppError.notFound("referral")
                }
                if owners.state.state.referralStates[number] != nil { return try await view(number, account, owners.state) }
                try await send(number, form, account, entry, owners, by: principal)
                return try await view(number, account, try await file(interview))
            }
        }
    }

    private func send(
        _ number: Int, _ form: ReferralForm, _ account: Account.ID, _ transfer: StreamCache<TransferState>.Entry, _ owners: StreamCache<InterviewFile>.Entry,
        by principal: Principal
    ) async throws {
        let state = owners.state.state
        guard let interview = state.interview, let record = transfer.state.accounts[account] else { throw AppError.notFound("referral") }
        let referral = state.referrals[number - 1]
        var parts: [StreamPart] = []
        var texts: [TextDraft] = []
        let person = try await whom(referral, form, transfer.state, owners.state) { part, text in
            parts.append(part)
            texts.append(text)
        }
        guard person != state.owner else { throw Transfers.invalid("person_id", "the owner has passed it on; name somebody else") }
        let conversation: Conversation.ID = journal.mint.id("iv")
        let put = put(referral, owners.state)
        var events: [TransferEvent] = []
        let known = transfer.state.participants[person]
        if known?.roles.contains(.contributor) != true {
            events.append(.participantSet(Participant(person: person, roles: (known?.roles ?? []).union([.contributor]), routes: known?.routes ?? [])))
        }
        events.append(.contributionOpened(.init(account: account, interview: interview, referral: number, person: person, conversation: conversation)))
        // Their interview: the one question, without the record.
        var file = InterviewFile()
        var reading = RecordReading()
        for participant in transfer.state.participants.keys.sorted() {
            reading.ourPeople.append(Mention.key(try await directory.person(participant).name, in: conversation))
        }
        let weights = put.kind == nil ? referral.field.flatMap { interviewer.catalogue.field($0) }.map { [$0.id: $0.weight] } ?? [:] : [:]
        let plan = InterviewPlan(weights: weights, questions: [], stop: 0, contribution: .init(interview: interview, referral: number))
        let prepare = Command.Kind.prepare(
            .init(
                interview: conversation, account: account, accountName: record.account.name, owner: person, tier: .mid,
                language: transfer.state.opened?.language ?? "en", reading: reading, plan: plan, questions: 4, minutes: 10))
        if case .raiseGap(_, _, let question, _) = put.kind { file.shelf.add([question.id.rawValue: put.question]) }
        var drafts: [EventDraft] = []
        for kind in [prepare, put.kind].compactMap({ $0 }) {
            let command = Command(kind, by: principal.person, day: journal.now().day)
            let (decision, words) = decide(command, file)
            if case .refused(let refusal) = decision.outcome { throw AppError(refusal) }
            drafts += try self.drafts(decision, command)
            texts += words
            file.shelf.add(decision.texts)
            file.state = decision.state
        }
        let sent = InterviewEvent.ReferralChanged(referral: number, status: .sent, person: person, conversation: conversation, credits: [])
        let command = Command(.referralChanged(sent), by: principal.person, day: journal.now().day)
        let (decision, _) = decide(command, owners.state)
        if case .refused(let refusal) = decision.outcome { throw AppError(refusal) }
        parts.append(StreamPart(Transfers.stream(transfer.state.id), expectedSeq: transfer.seq, try events.map { try journal.draft($0, by: principal.person) }))
        parts.append(StreamPart(Self.stream(conversation), expectedSeq: 0, drafts))
        parts.append(StreamPart(Self.stream(interview), expectedSeq: owners.seq, try self.drafts(decision, command)))
        let line = journal.audit(principal.person.rawValue, "referral.send", "\(interview).x\(number)")
        guard case .appended(let stored) = try await journal.append(Append(parts, texts: texts, audit: [line])) else {
            throw AppError(.conflict, "This was sent by somebody else a moment ago.")
        }
        keep(decision, of: interview, owners, stored)
        try transfers.states.advanced(Transfers.stream(transfer.state.id), transfer, by: stored)
    }

    /// Who is asked: as the form says, else whom the owner named: somebody of the transfer by name, else somebody new.
    private func whom(
        _ referral: Referral, _ form: ReferralForm, _ transfer: TransferState, _ file: InterviewFile, register: (StreamPart, TextDraft) -> Void
    ) async throws -> Person.ID {
        if let person = form.personID {
            guard transfer.participants[person] != nil else { throw AppError.notFound("person") }
            return person
        }
        if form.name == nil, let person = referral.person, transfer.participants[person] != nil { return person }
        if let email = form.email?.lowercased(), let known = try await directory.everybody().first(where: { $0.person.email?.lowercased() == email }) {
            return known.person.id
        }
        var name = form.name?.nonEmpty ?? ""
        if name.isEmpty { name = try await self.name(referral, file) }
        guard name != "(erased)" else { throw Transfers.invalid("name", "the owner took the name back; say whom to ask") }
        if form.email == nil {
            var same: [Person.ID] = []
            for person in transfer.participants.keys.sorted() where try await directory.person(person).name.lowercased() == name.lowercased() {
                same.append(person)
            }
            guard same.count < 2 else { throw Transfers.invalid("person_id", "\(same.count) people here are called \(name); say which") }
            if let person = same.first { return person }
        }
        let (person, part, text) = try directory.registration(name: name, email: form.email)
        register(part, text)
        return person.id
    }

    // MARK: Answered

    /// Tells owners' interviews of answers that have come: looked at whenever either side is, so that no crash in between loses it.
    /// - Returns: whether anything was told.
    @discardableResult
    func settle(_ state: InterviewState) async throws -> Bool {
        if let contribution = state.plan?.contribution {
            guard [.closing, .done].contains(state.phase) else { return false }
            return try await settle(contribution.referral, try await file(contribution.interview).state)
        }
        var isTold = false
        for number in state.referralStates.filter({ $0.value.status == .sent }).keys.sorted() where try await settle(number, state) { isTold = true }
        return isTold
    }

    private func settle(_ number: Int, _ owners: InterviewState) async throws -> Bool {
        guard let sent = owners.referralStates[number], sent.status == .sent, let interview = owners.interview else { return false }
        let state = try await file(sent.conversation).state
        let place = try await place(interview)
        guard [.closing, .done].contains(state.phase), try await !transfers.state(place.transfer).isClosed else { return false }
        var credits: [Field.ID: Int] = [:]
        for statement in state.statements where statement.isLive && interviewer.catalogue.field(statement.fact.field) != nil {
            credits[statement.fact.field] = max(credits[statement.fact.field] ?? 0, statement.fact.confidence)
        }
        let change = InterviewEvent.ReferralChanged(
            referral: number, status: .answered, person: sent.person, conversation: sent.conversation,
            credits: credits.sorted { $0.key < $1.key }.map { .init(field: $0.key, confidence: $0.value) })
        do {
            _ = try await perform(.referralChanged(change), in: interview, by: sent.person, clientID: "answered:\(sent.conversation)")
            return true
        } catch let error as AppError where error.code == .state {
            // Somebody else has told it meanwhile.
            return false
        }
    }
}
