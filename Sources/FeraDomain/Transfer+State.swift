/// A transfer as its stream tells it: the fold of `TransferEvent`s.
package struct TransferState: Sendable {
    package let id: Transfer.ID
    package private(set) var opened: TransferEvent.Opened?
    package private(set) var participants: [Person.ID: Participant] = [:]
    package private(set) var joined: Set<Person.ID> = []
    package private(set) var accounts: [Account.ID: AccountRecord] = [:]
    /// Accounts in the order in which they were named.
    package private(set) var accountOrder: [Account.ID] = []
    package private(set) var sources: [TransferEvent.SourceAdded] = []
    /// Decisions by line, in the order in which they were made.
    package private(set) var decisions: [Statement.ID: [ReviewDecision]] = [:]
    package private(set) var acceptedContradictions: [Contradiction.ID: TransferEvent.ContradictionAccepted] = [:]
    package private(set) var gaps: [Gap.ID: RaisedGap] = [:]
    package private(set) var gapOrder: [Gap.ID] = []
    package private(set) var isClosed = false

    /// What the stream knows of one account.
    package struct AccountRecord: Hashable, Sendable {
        package var account: Account
        package var interview: Conversation.ID?
        /// How many of the transfer's sources the interview has read: those that were there when it was opened, and what was read since.
        package var sourcesRead = 0
        /// Short interviews of those to whom the owner passed something on.
        package var contributions: [TransferEvent.ContributionOpened] = []
        package var clone: CloneID?
        /// The newest sealed version, 0 for none.
        package var version = 0
        package var root: String?
        package var editions: [Edition] = []
        /// The statements of the newest sealed version, each with the wording that was sealed.
        package var sealedRevisions: [Statement.ID: Int] = [:]
        /// A seal that has begun and neither ended nor failed.
        package var pendingSeal: TransferEvent.SealBegun?
        /// Who has verified which version, by route.
        package var verified: [ReviewRoute: TransferEvent.Verified] = [:]
        /// The version that the successor or interim holder signed off.
        package var signedOffVersion: Int?
    }

    /// A refused question and everybody who waits for its answer.
    package struct RaisedGap: Hashable, Sendable {
        package var gap: TransferEvent.GapRaised
        package var status: Gap.Status
        package var count: Int
        package var conversations: [Conversation.ID]
    }

    package init(id: Transfer.ID) { self.id = id }

    /// Takes in the next event of the stream.
    package mutating func apply(_ event: TransferEvent) {
        switch event {
        case .opened(let value):
            opened = value
            for participant in value.participants { participants[participant.person] = participant }
            for account in value.accounts {
                accounts[account.id] = AccountRecord(account: account)
                accountOrder.append(account.id)
            }
        case .participantSet(let value): participants[value.person] = value
        case .joined(let value): joined.insert(value.person)
        case .sourceAdded(let value): sources.append(value)
        case .interviewOpened(let value):
            accounts[value.account]?.interview = value.interview
            accounts[value.account]?.sourcesRead = sources.count
        case .recordRead(let value): accounts[value.account]?.sourcesRead = value.sources
        case .contributionOpened(let value): accounts[value.account]?.contributions.append(value)
        case .reviewed(let value): decisions[value.statement, default: []].append(value)
        case .contradictionAccepted(let value): acceptedContradictions[value.contradiction] = value
        case .sealBegun(let value):
            accounts[value.account]?.pendingSeal = value
            accounts[value.account]?.clone = value.clone
        case .sealed(let value): apply(value)
        case .sealFailed(let value): accounts[value.account]?.pendingSeal = nil
        case .gapRaised(let value): apply(value)
        case .gapChanged(let value): gaps[value.gap]?.status = value.status
        case .verified(let value): accounts[value.account]?.verified[value.route] = value
        case .signedOff(let value): accounts[value.account]?.signedOffVersion = value.version
        case .closed: isClosed = true
        }
    }

    private mutating func apply(_ value: TransferEvent.Sealed) {
        guard var record = accounts[value.account] else { return }
        record.pendingSeal = nil
        record.clone = value.clone
        record.version = value.version
        record.root = value.root
        record.editions = value.editions
        record.sealedRevisions = Dictionary(zip(value.statements, value.revisions)) { $1 }
        accounts[value.account] = record
    }

    private mutating func apply(_ value: TransferEvent.GapRaised) {
        if gaps[value.gap] != nil {
            gaps[value.gap]?.count += 1
            // Whoever asks after it was closed was refused again, for the answer lies where they may not read: they wait.
            if gaps[value.gap]?.status == .closed { gaps[value.gap]?.status = .open }
            if gaps[value.gap]?.conversations.contains(value.conversation) == false { gaps[value.gap]?.conversations.append(value.conversation) }
        } else {
            gaps[value.gap] = RaisedGap(gap: value, status: .open, count: 1, conversations: [value.conversation])
            gapOrder.append(value.gap)
        }
    }

    /// The files about an account that came after its interview was opened, which the interview has not read yet.
    package func sourcesNotRead(for account: Account.ID) -> [Source] {
        guard let record = accounts[account], record.interview != nil else { return [] }
        return sources.dropFirst(record.sourcesRead).map(\.source).filter { $0.accounts.contains(account) }
    }

    /// The people who decide a route here; who is still to be hired decides nothing yet.
    package func deciders(of route: ReviewRoute) -> [Person.ID] {
        participants.values.filter { $0.isHired && $0.decides.contains(route) }.map(\.person).sorted()
    }

    /// The people who have a role here.
    package func people(with role: Role) -> [Person.ID] {
        participants.values.filter { $0.roles.contains(role) }.map(\.person).sorted()
    }
}
