package import FeraDomain
import FeraInterview

/// Somebody on the customer's side, as the stakeholder map draws them.
package struct StakeholderView: Codable, Sendable {
    /// A value with where it stands and how old it is.
    package struct ValueView: Codable, Sendable {
        package var value: String
        package var to: String?
        package var quote: String
        package var statementID: Statement.ID?
        package var source: PlaceView?
        package var day: Day?
        package var ageDays: Int?

        enum CodingKeys: String, CodingKey {
            case value, to, quote, source, day
            case statementID = "statement_id"
            case ageDays = "age_days"
        }
    }

    package var name: String
    /// The newest of each; `earlier` holds what it was before or elsewhere.
    package var title: ValueView?
    package var influence: ValueView?
    package var stance: ValueView?
    package var reportsTo: ValueView?
    package var ties: [ValueView]
    package var earlier: [ValueView]
    /// How often they are named in what the caller may read.
    package var mentions: Int
    /// What one would have to ask.
    package var thin: [Stakeholder.Thin]

    enum CodingKeys: String, CodingKey {
        case name, title, influence, stance, ties, earlier, mentions, thin
        case reportsTo = "reports_to"
    }
}

extension Reviews {
    /// The customer's people of an account, from the lines and files that the caller may read: what they may not read is not looked at.
    package func people(_ account: Account.ID, in id: Transfer.ID, for principal: Principal) async throws -> [StakeholderView] {
        let transfer = try await transfers.state(id)
        let pass = try await transfers.gate.require(.view, principal, in: transfer)
        guard transfer.accounts[account] != nil else { throw AppError.notFound("account") }
        let statements = try await statements(account, in: id, for: principal)
        let shelves = pass.capabilities.contains(.readSources) ? try await interviews.sources.shelves(of: account, in: transfer) : []
        var ours: [String] = []
        for person in transfer.participants.keys.sorted() { ours.append(try await directory.person(person).name) }
        let lines = statements.filter { ![.withdrawn, .superseded, .rejected].contains($0.status) }
            .map { Stakeholders.Line(id: $0.id, field: $0.field, text: $0.text, saidOn: $0.saidOn) }
        let reader = Stakeholders(interviews.interviewer, ours: ours)
        let found = try await journal.lanes.asks.run { reader.read(record: shelves.flatMap(\.excerpts), lines: lines) }
        let today = journal.now().day
        return found.map { view($0, shelves, today) }
    }

    private func view(_ person: Stakeholder, _ shelves: [SourceShelf], _ today: Day) -> StakeholderView {
        func value<Value>(_ told: Stakeholder.Told<Value>, _ text: String, to: String? = nil) -> StakeholderView.ValueView {
            var view = StakeholderView.ValueView(
                value: text, to: to, quote: told.quote, day: told.day, ageDays: told.day.map { max(0, today.number - $0.number) })
            switch told.basis {
            case .statement(let id): view.statementID = id
            case .excerpt(let id, _, _):
                let passage = shelves.lazy.compactMap { $0.passage(id) }.first
                view.source = passage.map { PlaceView(name: $0.source, place: $0.locator.map { "\($0)" }) }
            }
            return view
        }
        var earlier: [StakeholderView.ValueView] = []
        func newest<Value>(_ all: [Stakeholder.Told<Value>], _ text: (Value) -> String) -> StakeholderView.ValueView? {
            let best = Stakeholder.newest(all)
            earlier += all.filter { $0 != best }.map { value($0, text($0.value)) }
            return best.map { value($0, text($0.value)) }
        }
        let title = newest(person.titles) { $0 }
        let influence = newest(person.influence) { $0.rawValue }
        let stance = newest(person.stances) { $0.rawValue }
        let reportsTo = newest(person.reportsTo) { $0 }
        return StakeholderView(
            name: person.name, title: title, influence: influence, stance: stance, reportsTo: reportsTo,
            ties: person.ties.map { value($0, $0.value.words, to: $0.value.to) }, earlier: earlier, mentions: person.mentions.count, thin: person.thin)
    }
}
