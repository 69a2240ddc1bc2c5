package import FeraDomain

/// The accounts of one owner who leaves: in which order they are told, and whether the days that are left suffice.
package enum Portfolio {
    /// One account as it stands.
    package struct Item: Hashable, Sendable {
        package var account: Account.ID
        package var tier: Tier
        /// Weight of what is still open, see `Interviewer.openWeight`.
        package var openWeight: Int
        /// Minutes that its budget still has.
        package var minutesLeft: Int
        /// Contract value in any one unit; 0 where unknown.
        package var value: Double
        /// When the contract renews, where that is known.
        package var renewal: Day?

        /// An account as it stands.
        package init(account: Account.ID, tier: Tier, openWeight: Int, minutesLeft: Int, value: Double = 0, renewal: Day? = nil) {
            self.account = account
            self.tier = tier
            self.openWeight = openWeight
            self.minutesLeft = minutesLeft
            self.value = value
            self.renewal = renewal
        }
    }

    /// How much an owner can be asked.
    package struct Pace: Hashable, Sendable {
        /// Sittings in five working days, 1 or more.
        package var sittingsAWeek: Int
        /// Minutes of one sitting.
        package var minutesASitting: Int

        package init(sittingsAWeek: Int, minutesASitting: Int) {
            self.sittingsAWeek = sittingsAWeek
            self.minutesASitting = minutesASitting
        }
    }

    /// One account's part of the time that is left.
    package struct Share: Hashable, Sendable {
        package var account: Account.ID
        /// Minutes that what is open takes, within its budget.
        package var needed: Int
        package var minutes: Int
        /// Sittings that what is open takes.
        package var sittings: Int
        /// Share of its open weight (0…1) for which there is no time.
        package var unreached: Double
    }

    /// What to do, and what will not be done.
    package struct Plan: Hashable, Sendable {
        /// In the order of the sittings: the weightiest tier first; in it what renews soon after the last day, then the richest.
        package var shares: [Share]
        /// Working days from the day of the plan to the last one, both counted.
        package var workingDays: Int
        /// Sittings that fit into them at the pace.
        package var sittings: Int
        /// Sittings a week with which everything would be told; `nil` where no pace suffices.
        package var neededAWeek: Int?
        /// Accounts that will be left with gaps at this pace; the manager is told while there is time.
        package var leftWithGaps: [Account.ID]
        /// The days do not suffice.
        package var warns: Bool { !leftWithGaps.isEmpty }
    }

    /// - Parameters:
    ///   - weightAMinute: open weight that one minute of interview closes; the default is a guess until closed interviews tell.
    ///   - tierShares: how the time is shared out where it does not suffice.
    package static func plan(
        _ items: [Item], from day: Day, lastWorkingDay: Day, pace: Pace, weightAMinute: Double = 5, tierShares: [Tier: Int] = [.top: 4, .mid: 2, .tail: 1]
    ) -> Plan {
        let open = items.filter { $0.openWeight > 0 && $0.minutesLeft > 0 }
        let ordered = open.sorted { rank($0, lastWorkingDay) < rank($1, lastWorkingDay) }
        let days = workingDays(from: day, through: lastWorkingDay)
        let length = max(1, pace.minutesASitting)
        func sittings(_ aWeek: Int) -> Int { (days * max(1, aWeek) + 4) / 5 }
        let needs = ordered.map { min(Double($0.minutesLeft), Double($0.openWeight) / max(0.01, weightAMinute)) }
        func shares(_ aWeek: Int) -> [Double] { shareTime(Double(length * sittings(aWeek)), ordered.map(\.tier), needs, tierShares) }
        // A tenth is within what the model of minutes is worth.
        func unreached(_ given: [Double]) -> [Double] { needs.indices.map { needs[$0] > 0 ? max(0, 1 - given[$0] / needs[$0]) : 0 } }
        let given = shares(pace.sittingsAWeek), missing = unreached(given)
        let list = ordered.indices.map { at in
            Share(
                account: ordered[at].account, needed: Int(needs[at].rounded(.up)), minutes: Int(given[at].rounded()),
                sittings: max(1, Int((needs[at] / Double(length)).rounded(.up))), unreached: missing[at])
        }
        // Five days, two sittings on each, is what anybody can be asked.
        let enough = days == 0 ? nil : (1...10).first { unreached(shares($0)).allSatisfy { $0 <= 0.1 } }
        return Plan(
            shares: list, workingDays: days, sittings: days == 0 ? 0 : sittings(pace.sittingsAWeek), neededAWeek: enough,
            leftWithGaps: list.filter { $0.unreached > 0.1 }.map(\.account))
    }

    /// How long after the last working day a renewal still falls to who has just taken over.
    package static let soonDays = 120

    /// Whether an account renews before or soon after the last working day.
    package static func isSoon(_ renewal: Day?, lastWorkingDay: Day) -> Bool { renewal.map { $0 <= lastWorkingDay.adding(days: soonDays) } ?? false }

    private static func rank(_ item: Item, _ last: Day) -> (Int, Int, Double, Int, String) {
        (
            Tier.allCases.firstIndex(of: item.tier) ?? Tier.allCases.count, isSoon(item.renewal, lastWorkingDay: last) ? 0 : 1, -item.value, -item.openWeight,
            item.account.rawValue
        )
    }

    /// Each tier has its share of the time, by how many accounts it has; in a tier one account is told after the other, so that at the end
    /// some are done, and not all of them half.
    private static func shareTime(_ time: Double, _ tiers: [Tier], _ needs: [Double], _ shares: [Tier: Int]) -> [Double] {
        let kinds = Tier.allCases
        let members = kinds.map { tier in tiers.indices.filter { tiers[$0] == tier } }
        let parts = shareOut(
            time, members.map { $0.reduce(0) { $0 + needs[$1] } }, zip(kinds, members).map { Double((shares[$0] ?? 1) * max(1, $1.count)) })
        var given = needs.map { _ in 0.0 }
        for (part, members) in zip(parts, members) {
            var left = part
            for at in members {
                given[at] = min(needs[at], left)
                left -= given[at]
            }
        }
        return given
    }

    /// By shares, but nobody gets more than they need; what is over goes to the rest.
    private static func shareOut(_ time: Double, _ needs: [Double], _ shares: [Double]) -> [Double] {
        var given = needs.map { _ in 0.0 }
        var left = time
        var hungry = needs.indices.filter { needs[$0] > 0 }
        while left > 0.001, !hungry.isEmpty {
            let sum = hungry.reduce(0) { $0 + shares[$1] }
            let round = left
            for at in hungry {
                let more = min(needs[at] - given[at], round * shares[at] / sum)
                given[at] += more
                left -= more
            }
            hungry.removeAll { needs[$0] - given[$0] < 0.001 }
        }
        return given
    }

    /// Days from Monday to Friday, both ends counted; 0 where the last has passed.
    package static func workingDays(from first: Day, through last: Day) -> Int {
        guard last >= first else { return 0 }
        let days = last.days(since: first) + 1
        // 1970-01-01 was a Thursday: 0 is Monday.
        let weekday = ((first.number + 3) % 7 + 7) % 7
        let rest = (0..<days % 7).count { (weekday + $0) % 7 < 5 }
        return days / 7 * 5 + rest
    }
}

extension Interviewer {
    /// Weight of the fields that are not known, each by how likely there is anything to tell: what a plan over accounts counts.
    package func openWeight(_ state: InterviewState) -> Int {
        let open = openFields(state).reduce(0) { $0 + (catalogue.field($1).map { state.weight($0) } ?? 0) * existence($1, state) }
        return open / 1000
    }
}
