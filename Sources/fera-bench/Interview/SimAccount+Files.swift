import FeraDomain
import FeraIngest
import Foundation

extension SimAccount {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// A day as people write it: 3 August 2026.
    static func written(_ day: Day) -> String {
        let (year, month, number) = day.components
        return "\(number) \(months[month - 1]) \(year)"
    }

    /// The files of the account, with some contradictions in them whose truths the owner knows.
    mutating func write(_ dice: inout SimDice, _ cast: [String: String], _ lines: [SimTopic.File: [String]]) {
        func person(_ role: String) -> String { cast[role] ?? "" }
        let value = dice.range(20, 400) * 1000
        let term = Day(number: Self.today.number + dice.range(60, 320))
        var claimedValue = value
        var claimedTerm = term
        var plan = ["# Plan for \(name)"] + (lines[.plan] ?? []).map { "- \($0)" }
        var contract = [
            "Contract between the supplier and \(name).", "The annual fee is EUR \(Self.grouped(value)).", "The term ends on \(Self.written(term)).",
        ]
        contract += lines[.contract] ?? []
        var mails: [(from: String, to: String, text: String)] = []
        if dice.chance(0.45) {
            claimedTerm = Day(number: term.number + dice.pick([-60, -30, 30, 62]))
            settle(
                .dateMismatch, "co.renewal_date",
                "\(Self.written(term)) is correct, it stands in the signed contract; the CRM was never updated.", [], &dice)
        }
        if dice.chance(0.4) {
            claimedValue = value + dice.pick([-8000, 7000, 12000])
            settle(.amountMismatch, "co.value", "EUR \(Self.grouped(value)) a year is what they pay; the CRM mixes in a one-off.", [], &dice)
        }
        if dice.chance(0.4) {
            plan.append("Executive sponsor: \(person("peer")).")
            settle(
                .ownerMismatch, "re.exec_sponsor", "\(person("sponsor")) is still the sponsor; \(person("peer")) was only a suggestion.",
                [person("sponsor"), person("peer")], &dice)
        }
        if dice.chance(0.5) {
            let feature = dice.pick(["night support", "the second test system", "data cleaning"])
            mails.append((owner, person("champion"), "As promised on the phone, we will give you \(feature) free of charge until \(dice.day(40, 200))."))
            settle(
                .promiseWithoutContract, "st.commit_side", "Yes, \(feature) was promised to \(person("champion")) and never written down; they do count on it.",
                [person("champion")], &dice)
        }
        let seats = dice.pick([60, 90, 150, 240])
        var used = dice.range(62, 82)
        if dice.chance(0.45) {
            used = dice.range(15, 38)
            plan.append("Adoption: \(dice.range(74, 93)) percent of all seats are active.")
            settle(
                .adoptionVersusUsage, "im.adoption",
                "The measured figure is the real one, about \(seats * used / 100) people a day; the plan counts invitations.", [], &dice)
        } else if dice.chance(0.5) {
            plan.append("Adoption: \(used) percent of all seats are active.")
        }
        let isAngry = dice.chance(0.4)
        let isGreen = dice.chance(0.7)
        if isAngry && isGreen {
            settle(
                .statusVersusSentiment, "st.health_true",
                "The green is automatic; in truth \(person("champion")) is angry about those tickets and so are her people.", [person("champion")], &dice)
        }
        for _ in 0..<dice.range(2, 4) {
            let chatter = ["Thanks for the call.", "Please find the minutes attached.", "Shall we say Tuesday?", "The training room is booked."]
            mails.append((owner, person("champion"), dice.pick(chatter)))
        }
        let header = "account,owner,arr,renewal_date,health,tier,executive_sponsor\n"
        let row = "\(name),\(owner),\"EUR \(Self.grouped(claimedValue))\",\(claimedTerm),\(isGreen ? "green" : "amber"),top,\(person("sponsor"))\n"
        file("crm.csv", header + row)
        let contacts = ["champion", "sponsor", "buyer", "admin"].map { "\(person($0)),\(name)" }
        file("contacts.csv", "name,account\n" + contacts.joined(separator: "\n") + "\n")
        file("tickets.csv", tickets(&dice, person, lines[.tickets] ?? [], isAngry: isAngry))
        let weeks = (0..<6).map { "\(Day(number: Self.today.number - 7 * $0)),\(max(1, seats * used / 100 + dice.range(-1, 1))),\(seats)" }
        file("usage.csv", "week,daily_active_users,seats\n" + weeks.joined(separator: "\n") + "\n")
        file("success_plan.md", plan.joined(separator: "\n"))
        file("contract.md", contract.joined(separator: "\n"))
        file("emails.txt", mails.map { "From: \($0.from)\nTo: \($0.to)\n\($0.text)" }.joined(separator: "\n\n"))
    }

    private func tickets(_ dice: inout SimDice, _ person: (String) -> String, _ notes: [String], isAngry: Bool) -> String {
        var rows = ["ticket,date,priority,state,text,reporter"]
        func add(_ text: String, _ days: Int, _ state: String) {
            rows.append("T-\(dice.range(1000, 9999)),\(Day(number: Self.today.number - days)),P3,\(state),\"\(text)\",\(person("admin"))")
        }
        for note in notes { add(note, dice.range(100, 300), "closed") }
        for _ in 0..<6 { add(dice.pick(["How do I add a user?", "Question about the export.", "Please resend the guide."]), dice.range(5, 200), "closed") }
        if isAngry {
            for _ in 0..<3 { add(dice.pick(["This is unacceptable.", "We are frustrated, it is still broken.", "I am furious."]), dice.range(3, 70), "open") }
        }
        return rows.joined(separator: "\n") + "\n"
    }

    private mutating func settle(_ rule: Contradiction.Rule, _ field: String, _ truth: String, _ names: [String], _ dice: inout SimDice) {
        rules.insert(rule)
        facts.append(
            Fact(
                field: field, weight: 8, full: truth, vague: "One of the two is old.", names: names, memory: 0.75 + 0.2 * dice.unit(), isWritten: false,
                isElsewhere: false, rule: rule))
    }

    private mutating func file(_ name: String, _ text: String) {
        let source = Source.ID("so_\(files.count + 1)")
        files[source] = name
        do {
            excerpts += try Ingest.read(name: name, mediaType: "", bytes: Array(text.utf8), source: source).excerpts
        } catch {
            preconditionFailure("a file of the simulation cannot be read: \(error)")
        }
    }

    private static func grouped(_ value: Int) -> String { "\(value / 1000),000" }
}
