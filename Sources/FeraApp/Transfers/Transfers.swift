import FeraCrypto
package import FeraDomain
import FeraJSON
import FeraStore
import Foundation

/// Opening transfers and changing who takes part; reading them as one of their people sees them.
package final class Transfers: Sendable {
    let journal: Journal
    let directory: Directory
    let gate: Gate
    let templates: [Template]
    let defaults: Configuration.TransferDefaults
    private let hub: Hub
    package let states: StreamCache<TransferState>
    /// Who holds a transfer's key may change it.
    let lock = KeyedLock()

    /// Over one journal, with the templates that can be opened; `hub` wakes who follows when a right changes.
    package init(journal: Journal, directory: Directory, gate: Gate, templates: [Template], defaults: Configuration.TransferDefaults, hub: Hub) {
        self.journal = journal
        self.hub = hub
        self.directory = directory
        self.gate = gate
        self.templates = templates
        self.defaults = defaults
        states = StreamCache(journal: journal, capacity: 2000) { name in
            TransferState(id: Transfer.ID(String(name.dropFirst("transfer:".count))))
        } apply: { state, event in
            state.apply(try TransferEvent(type: event.type, payload: Data(event.payload)))
        }
    }

    /// The stream of a transfer.
    package static func stream(_ id: Transfer.ID) -> String { "transfer:\(id)" }

    /// What can be opened.
    package var all: [Template] { templates }

    // MARK: Opening

    /// Opens a transfer; who opens it is its manager.
    package func open(_ form: Opening, by principal: Principal, clientID: String? = nil) async throws -> Transfer.ID {
        try gate.requireManager(principal)
        guard let template = templates.first(where: { $0.id == form.template }) else {
            throw Self.invalid("template", "there is no template '\(form.template)'; there are \(templates.map(\.id.rawValue).joined(separator: ", "))")
        }
        let people = (form.people ?? []) + (try form.peopleCSV.map(CSVForms.people) ?? [])
        let accounts = (form.accounts ?? []) + (try form.accountsCSV.map(CSVForms.accounts) ?? [])
        try check(form, template, people, accounts)

        // The same client id of the same person opens the same transfer.
        let id: Transfer.ID = clientID.map { Transfer.ID("tr_\(SHA256.hash("\(principal.person)\n\($0)").hex.prefix(26))") } ?? journal.mint.id("tr")
        return try await lock.withLock(id.rawValue) {
            if clientID != nil, try await states.entry(Self.stream(id)).seq > 0 { return id }
            return try await open(form, template, people, accounts, as: id, by: principal)
        }
    }

    private func open(
        _ form: Opening, _ template: Template, _ people: [ParticipantForm], _ accounts: [AccountForm], as id: Transfer.ID, by principal: Principal
    ) async throws -> Transfer.ID {
        var parts: [StreamPart] = []
        var texts: [TextDraft] = []
        var participants: [Person.ID: Participant] = [principal.person: Participant(person: principal.person, roles: [.manager])]
        var registered: [String: Person.ID] = [:]
        for form in people {
            let person: Person.ID
            // Somebody who stands twice in the list is not in the directory yet the second time.
            if let known = form.email.flatMap({ registered[$0.lowercased()] }) {
                person = known
            } else {
                person = try await knownPerson(
                    form,
                    else: { part, text in
                        parts.append(part)
                        texts.append(text)
                    })
                if let email = form.email { registered[email.lowercased()] = person }
            }
            let old = participants[person]
            participants[person] = Participant(
                person: person, roles: form.roles.union(old?.roles ?? []), routes: (form.routes ?? []).union(old?.routes ?? []), isHired: form.hired ?? true)
        }
        let written = ["scope": form.scope, "reason": form.reason].mapValues { SecretRedactor.redact($0).text }
        let context = journal.mint.text(try JSONWriter().text(written))
        texts.append(context.draft)
        let event = TransferEvent.opened(
            .init(
                template: template.id, title: form.title?.nonEmpty ?? accounts.map(\.name).joined(separator: ", ").prefixed(120),
                lastWorkingDay: form.lastWorkingDay, language: form.language ?? defaults.language,
                participants: participants.values.sorted { $0.person < $1.person },
                accounts: accounts.map {
                    Account(
                        id: journal.mint.id("ac"), name: $0.name, segment: $0.segment, tier: $0.tier ?? template.defaultTier ?? .mid,
                        renewalDate: $0.renewalDate, value: $0.value,
                        externalID: $0.externalID)
                }, context: context.ref))
        parts.append(StreamPart(Self.stream(id), expectedSeq: 0, [try journal.draft(event, by: principal.person)]))
        let line = journal.audit(principal.person.rawValue, "transfer.open", id.rawValue)
        _ = try await journal.append(Append(parts, texts: texts, audit: [line]))
        return id
    }

    private func check(_ form: Opening, _ template: Template, _ people: [ParticipantForm], _ accounts: [AccountForm]) throws {
        guard form.scope.nonEmpty != nil else { throw Self.invalid("scope", "say in a sentence what is handed over") }
        guard form.reason.nonEmpty != nil else { throw Self.invalid("reason", "say in a sentence why") }
        guard !accounts.isEmpty else { throw Self.invalid("accounts", "name at least one account") }
        guard accounts.count <= 500, people.count <= 500 else { throw Self.invalid("accounts", "a transfer has at most 500 accounts and 500 people") }
        if let unnamed = accounts.firstIndex(where: { $0.name.nonEmpty == nil }) { throw Self.invalid("accounts", "account \(unnamed + 1) has no name") }
        if let language = form.language, !["en"].contains(language) { throw Self.invalid("language", "only 'en' so far, not '\(language)'") }
        let roles = people.reduce(into: Set<Role>()) { $0.formUnion($1.roles) }
        for role in template.requiredRoles where !roles.contains(role) {
            throw Self.invalid("people", "'\(template.title)' needs somebody with the role \(role.rawValue)")
        }
        try people.forEach(Self.check)
    }

    private static func check(_ form: ParticipantForm) throws {
        guard !form.roles.isEmpty else { throw invalid("people", "\(form.name) has no role") }
        guard form.roles.isDisjoint(with: [.admin, .relay]) else { throw invalid("people", "admin and relay are not parts in a transfer") }
        guard form.hired != false || form.roles.isSubset(of: [.successor]) else {
            throw invalid("people", "only a successor can be still to be hired: \(form.name)")
        }
    }

    /// People are known again by their e-mail address; without one everybody is new.
    private func knownPerson(_ form: ParticipantForm, else register: (StreamPart, TextDraft) -> Void) async throws -> Person.ID {
        if let email = form.email?.lowercased(), let known = try await directory.everybody().first(where: { $0.person.email?.lowercased() == email }) {
            return known.person.id
        }
        let (person, part, text) = try directory.registration(name: form.name, email: form.email)
        register(part, text)
        return person.id
    }

    /// Adds somebody, or gives them other roles.
    package func set(_ form: ParticipantForm, in id: Transfer.ID, by principal: Principal) async throws {
        try Self.check(form)
        try await lock.withLock(id.rawValue) {
            let entry = try await states.entry(Self.stream(id))
            _ = try await gate.require(.manage, principal, in: entry.state)
            var parts: [StreamPart] = []
            var texts: [TextDraft] = []
            let person = try await knownPerson(
                form,
                else: { part, text in
                    parts.append(part)
                    texts.append(text)
                })
            if entry.state.people(with: .manager) == [person], !form.roles.contains(.manager) {
                throw AppError(
                    .state, "\(form.name) is this transfer's only manager, and nobody could change anything in it any more. Make somebody else manager first.")
            }
            let event = TransferEvent.participantSet(
                Participant(person: person, roles: form.roles, routes: form.routes ?? [], isHired: form.hired ?? true))
            parts.append(StreamPart(Self.stream(id), expectedSeq: entry.seq, [try journal.draft(event, by: principal.person)]))
            let line = journal.audit(principal.person.rawValue, "participant.set", person.rawValue, form.roles.map(\.rawValue).sorted().joined(separator: " "))
            if case .appended(let events) = try await journal.append(Append(parts, texts: texts, audit: [line])) {
                try states.advanced(Self.stream(id), entry, by: events)
            }
        }
        hub.rightsChanged()
    }

    /// Ends a transfer. What is sealed stays readable.
    package func close(_ id: Transfer.ID, by principal: Principal) async throws {
        try await change(id, .manage, by: principal, action: "transfer.close") { _ in [.closed(.init(by: principal.person))] }
    }

    /// The successor or interim holder says: I have it.
    package func signOff(_ id: Transfer.ID, account: Account.ID, by principal: Principal) async throws {
        try await change(id, .signOff, by: principal, action: "clone.sign_off") { state in
            guard let record = state.accounts[account] else { throw AppError.notFound("account") }
            guard record.version > 0 else { throw AppError(.state, "Nothing is locked for \(record.account.name) yet; there is nothing to sign off.") }
            try requireVerified(record, state)
            return [.signedOff(.init(account: account, version: record.version, by: principal.person))]
        }
    }

    /// Lets somebody through who may make a join link for a person: the manager of a transfer that the person has a part in, or
    /// an admin. Whoever opens the link is that person, everywhere. So a manager makes none for who may more than the manager
    /// gave them: who has rights over the workspace, or a part in a transfer of somebody else; an admin does.
    package func requireLinkRight(for person: Person.ID, in id: Transfer.ID?, by principal: Principal) async throws {
        guard principal.ceiling == nil else { throw AppError(.forbidden, "A token with a ceiling makes no links.") }
        let isAdmin = principal.workspaceRoles.contains(.admin)
        guard let id else {
            guard isAdmin else { throw AppError(.forbidden, "Name the transfer whose manager you are; only an admin makes links without one.") }
            return
        }
        let transfer = try await state(id)
        _ = try await gate.require(.manage, principal, in: transfer)
        guard let participant = transfer.participants[person] else { throw AppError.notFound("person") }
        guard participant.isHired else { throw AppError(.state, "This person is still to be hired; set them as hired first.") }
        guard !isAdmin, person != principal.person else { return }
        var isOnlyHere = try await directory.workspaceRoles(person).isEmpty
        // All of them, however many: whoever opens many transfers must not push another's out of sight.
        for other in try await parts(of: person) where isOnlyHere {
            isOnlyHere = Gate.pass(principal, in: try await state(other))?.capabilities.contains(.manage) ?? false
        }
        guard isOnlyHere else { throw AppError(.forbidden, "This person has rights beyond your transfers; ask an admin for their link.") }
    }

    /// Appends events to a transfer on which the caller has a right, under its lock.
    @discardableResult
    func change(
        _ id: Transfer.ID, _ capability: Capability, by principal: Principal, action: String, texts: [TextDraft] = [],
        jobs: (TransferState) throws -> [JobDraft] = { _ in [] }, _ decide: (TransferState) async throws -> [TransferEvent]
    ) async throws -> TransferState {
        try await lock.withLock(id.rawValue) {
            try await changeHeld(id, capability, by: principal, action: action, texts: texts, jobs: jobs, beside: { _ in nil }, decide)
        }
    }

    /// What another stream has to say in the same append.
    struct Companion {
        var part: StreamPart
        var texts: [TextDraft]
        /// Told once it is in the log.
        var kept: ([StoredEvent]) -> Void
    }

    /// The same for who holds the transfer's lock already.
    func changeHeld(
        _ id: Transfer.ID, _ capability: Capability, by principal: Principal, action: String, texts: [TextDraft] = [],
        jobs: (TransferState) throws -> [JobDraft] = { _ in [] }, beside: (TransferState) async throws -> Companion?,
        _ decide: (TransferState) async throws -> [TransferEvent]
    ) async throws -> TransferState {
        let entry = try await states.entry(Self.stream(id))
        _ = try await gate.require(capability, principal, in: entry.state)
        try Self.requireOpen(entry.state)
        let events = try await decide(entry.state)
        guard !events.isEmpty else { return entry.state }
        let companion = try await beside(entry.state)
        let part = StreamPart(Self.stream(id), expectedSeq: entry.seq, try events.map { try journal.draft($0, by: principal.person) })
        let line = journal.audit(principal.person.rawValue, action, id.rawValue)
        let append = Append(
            [part] + (companion.map { [$0.part] } ?? []), texts: texts + (companion?.texts ?? []), audit: [line], jobs: try jobs(entry.state))
        guard case .appended(let stored) = try await journal.append(append) else { return entry.state }
        companion?.kept(stored)
        return try states.advanced(Self.stream(id), entry, by: stored).state
    }

    /// Somebody has signed in: their transfers know from now on that they are here.
    package func joined(_ person: Person.ID) async throws {
        for id in try await parts(of: person) {
            try await lock.withLock(id.rawValue) {
                let entry = try await states.entry(Self.stream(id))
                guard entry.state.participants[person] != nil, !entry.state.joined.contains(person) else { return }
                let part = StreamPart(Self.stream(id), expectedSeq: entry.seq, [try journal.draft(.joined(.init(person: person)), by: person)])
                if case .appended(let events) = try await journal.append(Append([part])) { try states.advanced(Self.stream(id), entry, by: events) }
            }
        }
    }

    /// Lets through while a transfer is not closed. Rights can be taken away and clones be asked for ever; nothing else changes.
    /// - Throws: `.state`.
    static func requireOpen(_ state: TransferState) throws {
        guard !state.isClosed else { throw AppError(.state, "This transfer is closed. What is sealed stays readable; open a new transfer to go on.") }
    }

    /// The state of a transfer.
    package func state(_ id: Transfer.ID) async throws -> TransferState { try await states.entry(Self.stream(id)).state }

    static func invalid(_ field: String, _ message: String) -> AppError {
        AppError(.invalid, "\(field): \(message).", members: ["errors": .array([.object(["field": .string(field), "message": .string(message)])])])
    }
}

extension String {
    /// The text without white space at its ends, `nil` when nothing is left.
    var nonEmpty: String? {
        let text = trimmed
        return text.isEmpty ? nil : text
    }

    /// At most so many characters.
    func prefixed(_ count: Int) -> String { String(prefix(count)) }
}
