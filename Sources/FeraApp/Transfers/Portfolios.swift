package import FeraDomain
import FeraInterview

/// The accounts of somebody who leaves, in the order in which they are best told, and whether the days that are left suffice.
package struct PortfolioView: Codable, Sendable {
    /// One account, with why it stands where it stands.
    package struct AccountView: Codable, Sendable {
        package var transferID: Transfer.ID
        package var id: Account.ID
        package var name: String
        package var tier: Tier
        package var interviewID: Conversation.ID?
        /// Modelled minutes and sittings that what is open takes.
        package var minutes: Int
        package var sittings: Int
        /// 0…100: how much of what is open there is time for.
        package var reached: Int
        /// In words, the weightiest first.
        package var reasons: [String]

        enum CodingKeys: String, CodingKey {
            case id, name, tier, minutes, sittings, reached, reasons
            case transferID = "transfer_id"
            case interviewID = "interview_id"
        }
    }

    /// Where the pace comes from.
    package enum Source: String, Codable, Sendable {
        /// What is usual; nobody has answered long enough to tell.
        case assumed
        /// On how many days the owner has answered so far.
        case observed
        /// What the request asked for.
        case asked
    }

    package var owner: Packet.Named
    package var lastWorkingDay: Day
    package var workingDays: Int
    package var sittingsAWeek: Int
    package var paceIs: Source
    package var minutesASitting: Int
    /// With so many a week everything would be told; absent where no pace suffices.
    package var neededAWeek: Int?
    /// The pace in a sentence.
    package var pace: String
    package var warns: Bool
    /// All accounts, those that are told counted.
    package var total: Int
    /// Those with something open, in the order in which they are best told.
    package var accounts: [AccountView]

    enum CodingKeys: String, CodingKey {
        case owner, pace, warns, total, accounts
        case lastWorkingDay = "last_working_day"
        case workingDays = "working_days"
        case sittingsAWeek = "sittings_a_week"
        case paceIs = "pace_is"
        case minutesASitting = "minutes_a_sitting"
        case neededAWeek = "needed_a_week"
    }
}

/// Plans over the accounts of owners who leave: for the owners themselves, and for the managers of their transfers.
package struct Portfolios: Sendable {
    let interviews: Interviews
    private var transfers: Transfers { interviews.transfers }
    private var interviewer: Interviewer { interviews.interviewer }

    /// What is assumed until the log tells.
    static let usual = Portfolio.Pace(sittingsAWeek: 2, minutesASitting: 30)

    package init(interviews: Interviews) { self.interviews = interviews }

    /// An account as a plan and its reasons need it.
    private struct Entry {
        var transfer: Transfer.ID
        var account: Account
        var interview: Conversation.ID?
        var state: InterviewState
        var item: Portfolio.Item
        var showsValue: Bool
    }

    private struct Group: Hashable {
        var owner: Person.ID
        var lastWorkingDay: Day
    }

    /// A plan for each owner and last working day in the transfers where the caller is that owner, or manager.
    /// - Parameter sittings: 1…10 sittings a week to plan with; `nil`: as it has been, or the usual.
    package func plans(sittings: Int?, for principal: Principal) async throws -> [PortfolioView] {
        try await plans(of: try await transfers.parts(of: principal.person).sorted(), sittings, principal) { _ in true }
    }

    /// What the manager of a transfer is told while there is time: owners for whose accounts the days do not suffice.
    package func warnings(in id: Transfer.ID, for principal: Principal) async throws -> [String] {
        let state = try await transfers.state(id)
        guard !state.isClosed, let last = state.opened?.lastWorkingDay, last >= interviews.journal.now().day,
            Gate.pass(principal, in: state)?.capabilities.contains(.manage) == true
        else { return [] }
        var warnings: [String] = []
        for owner in state.people(with: .owner) {
            // The owner's accounts elsewhere take of the same days; those that the caller manages are counted.
            let ids = try await transfers.parts(of: owner).sorted()
            let plans = try await plans(of: ids, nil, principal) { $0 == Group(owner: owner, lastWorkingDay: last) }
            warnings += plans.filter(\.warns).map { "\($0.owner.name): \($0.pace)" }
        }
        return warnings
    }

    private func plans(of ids: [Transfer.ID], _ sittings: Int?, _ principal: Principal, _ wanted: (Group) -> Bool) async throws -> [PortfolioView] {
        var groups: [Group: [Entry]] = [:]
        for id in ids {
            let state = try await transfers.state(id)
            guard !state.isClosed, let opened = state.opened, let pass = Gate.pass(principal, in: state) else { continue }
            let manages = pass.capabilities.contains(.manage)
            guard manages || pass.capabilities.contains(.answer) else { continue }
            let template = transfers.templates.first { $0.id == opened.template }
            for account in state.accountOrder {
                guard let record = state.accounts[account] else { continue }
                let owner = try await record.interview.asyncMap { try await self.interviews.owner(of: $0) } ?? state.people(with: .owner).first
                guard let owner, manages || owner == principal.person else { continue }
                let group = Group(owner: owner, lastWorkingDay: opened.lastWorkingDay)
                guard wanted(group) else { continue }
                groups[group, default: []].append(try await entry(record, id, template, showsValue: pass.reads(.commercial)))
            }
        }
        var views: [PortfolioView] = []
        for (group, entries) in groups.sorted(by: { ($0.key.lastWorkingDay, $0.key.owner) < ($1.key.lastWorkingDay, $1.key.owner) }) {
            views.append(try await view(group, entries, sittings))
        }
        return views
    }

    private func entry(_ record: TransferState.AccountRecord, _ id: Transfer.ID, _ template: Template?, showsValue: Bool) async throws -> Entry {
        let account = record.account
        var state = InterviewState()
        if let interview = record.interview {
            state = try await interviews.file(interview).state
        } else {
            state.tier = account.tier
            state.plan = template.flatMap { InterviewPlan($0, tier: account.tier, catalogue: interviewer.catalogue) }
            state.minuteBudget = template?.tiers[account.tier]?.minutes ?? interviewer.settings.budgets[account.tier]?.minutes ?? 0
        }
        let isOver = state.isExpired || [.closing, .done].contains(state.phase)
        let item = Portfolio.Item(
            account: account.id, tier: account.tier, openWeight: isOver ? 0 : interviewer.openWeight(state),
            minutesLeft: max(0, state.minuteBudget - state.seconds / 60),
            value: account.value.flatMap { TextScan.amounts(in: $0).first }.map { Double($0.value.units) } ?? 0, renewal: account.renewalDate)
        return Entry(transfer: id, account: account, interview: record.interview, state: state, item: item, showsValue: showsValue)
    }

    private func view(_ group: Group, _ entries: [Entry], _ sittings: Int?) async throws -> PortfolioView {
        let today = interviews.journal.now().day
        let (pace, source) = pace(entries, sittings, today)
        let plan = Portfolio.plan(entries.map(\.item), from: today, lastWorkingDay: group.lastWorkingDay, pace: pace)
        let byID = Dictionary(entries.map { ($0.account.id, $0) }) { first, _ in first }
        let accounts = plan.shares.compactMap { share in
            byID[share.account].map { entry in
                PortfolioView.AccountView(
                    transferID: entry.transfer, id: entry.account.id, name: entry.account.name, tier: entry.account.tier, interviewID: entry.interview,
                    minutes: share.needed, sittings: share.sittings, reached: Int((100 * (1 - share.unreached)).rounded()),
                    reasons: reasons(entry, group.lastWorkingDay))
            }
        }
        let left = plan.leftWithGaps.compactMap { byID[$0]?.account.name }
        return PortfolioView(
            owner: .init(try await interviews.directory.person(group.owner)), lastWorkingDay: group.lastWorkingDay, workingDays: plan.workingDays,
            sittingsAWeek: pace.sittingsAWeek, paceIs: source, minutesASitting: pace.minutesASitting, neededAWeek: plan.neededAWeek,
            pace: Self.sentence(plan, pace, left, total: entries.count, group.lastWorkingDay), warns: plan.warns, total: entries.count, accounts: accounts)
    }

    /// As it has been: on how many days the owner has answered, once that is a week ago or more.
    private func pace(_ entries: [Entry], _ asked: Int?, _ today: Day) -> (Portfolio.Pace, PortfolioView.Source) {
        var pace = Self.usual
        if let asked {
            pace.sittingsAWeek = asked
            return (pace, .asked)
        }
        let days = Set(entries.flatMap { entry in entry.state.answers.filter { $0.text != nil && $0.speaker == entry.state.owner }.map(\.day) })
        guard let first = days.min() else { return (pace, .assumed) }
        let worked = Portfolio.workingDays(from: first, through: today)
        guard worked >= 5 else { return (pace, .assumed) }
        pace.sittingsAWeek = min(10, max(1, (days.count * 5 + worked / 2) / worked))
        return (pace, .observed)
    }

    private func reasons(_ entry: Entry, _ last: Day) -> [String] {
        let tier =
            switch entry.account.tier {
            case .top: "Top tier: the whole bank."
            case .mid: "Middle tier: a shorter interview."
            case .tail: "Tail: a written pass."
            }
        var reasons = [tier]
        if let renewal = entry.account.renewalDate, Portfolio.isSoon(renewal, lastWorkingDay: last) {
            reasons.append("It renews on \(renewal.inWords), \(renewal <= last ? "before the last working day" : "soon after the last working day").")
        }
        if entry.showsValue, let value = entry.account.value?.nonEmpty { reasons.append("It is worth \(value).") }
        let open = interviewer.openFields(entry.state)
        if let first = open.first.flatMap({ interviewer.catalogue.field($0) }) {
            let begun = entry.interview == nil ? "Not begun" : "\(open.count) points are open"
            reasons.append("\(begun); the weightiest is “\(first.title)”.")
        }
        let disputed = entry.state.contradictions.count { $0.status == .open || $0.status == .unresolved }
        if disputed > 0 { reasons.append(disputed == 1 ? "Two lines of its record disagree." : "\(disputed) contradictions wait.") }
        return reasons
    }

    private static func sentence(_ plan: Portfolio.Plan, _ pace: Portfolio.Pace, _ left: [String], total: Int, _ last: Day) -> String {
        let accounts = total == 1 ? "The account" : "All \(total) accounts"
        guard !plan.shares.isEmpty else { return "\(accounts) \(total == 1 ? "is" : "are") told." }
        let names = left.prefix(5).joined(separator: ", ") + (left.count > 5 ? " and \(left.count - 5) more" : "")
        guard plan.workingDays > 0 else {
            return "The last working day, \(last.inWords), has passed, and \(left.count) of \(total) accounts are not told: \(names)."
        }
        let week = pace.sittingsAWeek == 1 ? "1 sitting a week" : "\(pace.sittingsAWeek) sittings a week"
        guard plan.warns else { return "At \(week), \(accounts.lowercased()) can be told by \(last.inWords)." }
        let way = plan.neededAWeek.map { "\($0) a week would do." } ?? "No pace suffices: tell the tail in writing, or leave out what others know."
        return "At \(week), \(left.count) of \(total) accounts will not be done by \(last.inWords): \(names). \(way)"
    }
}

extension Day {
    /// `30 June 2026`.
    var inWords: String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ]
        let (year, month, day) = components
        return "\(day) \(months[month - 1]) \(year)"
    }
}
