import FeraDomain
import Foundation

extension PlayScript {
    /// The people of the play: the script's, or four who are called by their parts.
    package var seats: [Seat] {
        if let people = transfer?.people, !people.isEmpty { return people }
        return [
            Seat(key: "manager", name: "Manager", roles: ["manager"]),
            Seat(key: "owner", name: "Owner", roles: ["owner"]),
            Seat(key: "reviewer", name: "Reviewer", roles: ["reviewer", "sponsor"], routes: ["customer-facing", "support", "regulated", "security"]),
            Seat(key: "successor", name: "Successor", roles: ["successor"], routes: ["receiving"]),
        ]
    }

    /// Who opens the transfer: the first with the role manager; a nameless one where the script has none.
    package var manager: Seat { seats.first { $0.roles.contains("manager") } ?? Seat(key: "manager", name: "Manager", roles: ["manager"]) }

    /// The fields that pass, review, wording and questions speak of, in that order.
    var namedFields: [String] {
        let reviewed = (review?.decisions ?? []).map(\.field) + (wording ?? []).map(\.field)
        return ((pass ?? []).map(\.field) + (ask ?? []).compactMap(\.field) + reviewed).uniqued()
    }

    /// The first person with a role.
    func seat(with role: String) -> Seat? { seats.first { $0.roles.contains(role) } }

    /// The roles of a person, with those that the script gives by name.
    func roles(of seat: Seat) -> [String] {
        var roles = seat.roles
        if transfer?.sponsor == seat.key, !roles.contains("sponsor") { roles.append("sponsor") }
        if transfer?.operationalOwner == seat.key, !roles.contains("operational_owner") { roles.append("operational_owner") }
        return roles
    }

    /// The body of `POST /v1/transfers`.
    /// - Parameters:
    ///   - title: the account's name where the script has none.
    ///   - today: the last working day is 30 days later where the script has none.
    func opening(title: String, today: Day) -> JSON {
        let accounts = transfer?.accounts ?? []
        let named: [JSON] = accounts.map { account in
            .members([
                ("name", .text(account.name)), ("external_id", .optional(account.externalID)), ("segment", .optional(account.segment)),
                ("tier", .optional(account.tier)), ("renewal_date", .optional(account.renewalDate)), ("value", .optional(account.value)),
            ])
        }
        // Who opens is manager anyway; without an address they could not be known again and would be there twice.
        let people: [JSON] = seats.filter { $0.key != manager.key || $0.email != nil }.map { seat in
            .members([
                ("name", .text(seat.name)), ("email", .optional(seat.email)), ("roles", .texts(roles(of: seat))),
                ("routes", seat.routes.map(JSON.texts) ?? .null), ("hired", seat.hired.map(JSON.bool) ?? .null),
            ])
        }
        return .members([
            ("template", .text(transfer?.template ?? "account-handoff")),
            ("scope", .text(transfer?.scope ?? "Everything about \(title)")),
            ("reason", .text(transfer?.reason ?? "The owner of the account leaves")),
            ("last_working_day", .text(transfer?.lastWorkingDay ?? today.adding(days: 30).description)),
            ("people", .array(people)),
            ("accounts", .array(named.isEmpty ? [.members([("name", .text(title))])] : named)),
        ])
    }
}
