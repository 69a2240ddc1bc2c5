package import FeraDomain

/// The accounts of one owner who leaves: in which order, how many minutes each, and whether the days that are left suffice.
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

        /// An account as it stands.
        package init(account: Account.ID, tier: Tier, openWeight: Int, minutesLeft: Int, value: Double = 0) {
            self.account = account
            self.tier = tier
            self.openWeight = openWeight
            self.minutesLeft = minutesLeft
            self.value = value
        }
    }

    /// One account's part of the days that are left.
    package struct Share: Hashable, Sendable {
        package var account: Account.ID
        package var minutes: Int
        /// Share of its open weight (0…1) for which there is no time.
        package var unreached: Double
    }

    /// What to do, and what will not be done.
    package struct Plan: Hashable, Sendable {
        /// In the order of the sittings: one sitting an account, the weightiest tier first, in it the richest.
        package var shares: [Share]
        /// Working days from the day of the plan to the last one, both counted.
        package var workingDays: Int
        /// Open weight to be told on each of them.
        package var requiredPace: Double
        /// What the minutes of a day bring.
        package var possiblePace: Double
        /// Accounts that will be left with gaps at this pace; the manager is told while there is time.
        package var leftWithGaps: [Account.ID]
        /// The days do not suffice.
        package var warns: Bool { !leftWithGaps.isEmpty }
    }

    /// - Parameters:
    ///   - minutesADay: how long the owner can be asked on one day.
    ///   - weightAMinute: open weight that one minute of interview closes; the default is a guess until closed interviews tell.
    ///   - tierShares: how the time is shared out where it does not suffice.
    package static func plan(
        _ items: [Item], from day: Day, lastWorkingDay: Day, minutesADay: Int, weightAMinute: Double = 5,
        tierShares: [Tier: Int] = [.top: 4, .mid: 2, .tail: 1]
    ) -> Plan {
        let open = items.filter { $0.openWeight > 0 && $0.minutesLeft > 0 }
        let ordered = open.sorted { rank($0) < rank($1) }
        let days = workingDays(from: day, through: lastWorkingDay)
        let time = Double(max(0, minutesADay) * days)
        let needs = ordered.map { min(Double($0.minutesLeft), Double($0.openWeight) / max(0.01, weightAMinute)) }
        let given = shareOut(time, needs, ordered.map { Double(tierShares[$0.tier] ?? 1) })
        let shares = ordered.indices.map { at in
            Share(account: ordered[at].account, minutes: Int(given[at].rounded()), unreached: needs[at] > 0 ? max(0, 1 - given[at] / needs[at]) : 0)
        }
        let weight = Double(items.reduce(0) { $0 + max(0, $1.openWeight) })
        // A tenth is within what the model of minutes is worth.
        return Plan(
            shares: shares, workingDays: days, requiredPace: days > 0 ? weight / Double(days) : weight, possiblePace: Double(minutesADay) * weightAMinute,
            leftWithGaps: shares.filter { $0.unreached > 0.1 }.map(\.account))
    }

    private static func rank(_ item: Item) -> (Int, Double, Int, String) {
        (Tier.allCases.firstIndex(of: item.tier) ?? Tier.allCases.count, -item.value, -item.openWeight, item.account.rawValue)
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
        let open = openFields(state).reduce(0) { $0 + (catalogue.field($1)?.weight ?? 0) * existence($1, state) }
        return open / 1000
    }
}
