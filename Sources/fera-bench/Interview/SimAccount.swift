import FeraDomain
import Foundation

/// An account with what its owner knows (hidden) and what its files say (seen).
struct SimAccount: Sendable {
    struct Fact: Sendable {
        var field: String
        var weight: Int
        var full: String
        var vague: String
        /// People of the account that it names.
        var names: [String]
        /// How firmly it sits, 0…1.
        var memory: Double
        /// It stands in the record, whole.
        var isWritten: Bool
        /// Somebody else knows it.
        var isElsewhere: Bool
        /// The contradiction that it settles.
        var rule: Contradiction.Rule?
    }

    var seed: UInt64
    var name: String
    var owner: String
    var other: String
    var facts: [Fact] = []
    var excerpts: [Excerpt] = []
    var files: [Source.ID: String] = [:]
    var rules: Set<Contradiction.Rule> = []

    /// What only the owner can tell, by weight.
    var hiddenWeight: Double { facts.reduce(0) { $0 + ($1.isWritten ? 0 : Double($1.weight)) } }

    static let today = Day(year: 2026, month: 6, day: 1) ?? Day(number: 0)

    private static let first = "Amara Bernd Chloe Dario Edda Femi Gloria Hakon Ilse Jorge Keiko Lorenz Mina Nuno Oona Pascal Runa Silvio Tilda Ulf".split(
        separator: " ")
    private static let last =
        "Arendt Bisset Calder Dahl Ekberg Farkas Gruber Hollis Ibarra Jansen Kowal Lemaire Marsh Nyberg Olsen Prado Reuter Sorel Tarrant Voss".split(
            separator: " ")
    private static let tools = "Oracle Salesforce Confluence Slack Databricks Freshdesk Odoo Ariba Sage Looker".split(separator: " ")
    private static let features = ["shift swap", "visitor desk", "dose planner", "route board", "lab intake", "stock count", "badge print", "rota import"]
    private static let metrics = ["waiting time", "scrap rate", "late deliveries", "sick-day cover", "rework hours", "turnaround"]
    private static let teams = ["the night ward", "Depot North", "the dispatch room", "Hall Five", "the claims desk", "the laboratory"]

    init(seed: UInt64, weights: [String: Int]) {
        var dice = SimDice(seed: seed)
        self.seed = seed
        var firsts = dice.shuffled(Self.first)
        var lasts = dice.shuffled(Self.last)
        func person() -> String { "\(firsts.removeLast()) \(lasts.removeLast())" }
        name = "\(lasts.removeLast()) " + dice.pick(["Hospitals", "Shipping", "Mills", "Transit", "Breweries", "Laboratories"])
        owner = person()
        other = person()
        var cast: [String: String] = [:]
        for role in ["champion", "buyer", "blocker", "sponsor", "admin", "peer", "us"] { cast[role] = person() }
        let tools = dice.shuffled(Self.tools)
        let metrics = dice.shuffled(Self.metrics)
        func slots(_ dice: inout SimDice) -> [String: String] {
            cast.merging([
                "tool": String(tools[0]), "tool2": String(tools[1]), "metric": metrics[0], "metric2": metrics[1], "team": dice.pick(Self.teams),
                "feature": dice.pick(Self.features), "past": dice.day(-600, -40), "past2": dice.day(-600, -40), "future": dice.day(20, 300),
                "money": "EUR \(dice.range(5, 90)),000", "percent": "\(dice.range(5, 60)) percent", "ticket": "T-\(dice.range(1000, 9999))",
                "users": "\(dice.range(12, 140))",
            ]) { $1 }
        }
        var lines: [SimTopic.File: [String]] = [:]
        for topic in SimTopics.all where !topic.full.isEmpty && dice.chance(0.78) {
            for _ in 0..<(topic.isTwice && dice.chance(0.3) ? 2 : 1) {
                let slots = slots(&dice)
                let full = Self.fill(dice.pick(topic.full), slots)
                var isWritten = false
                if let record = topic.record, dice.chance(0.6) {
                    lines[topic.file, default: []].append(Self.fill(record, slots))
                    isWritten = !topic.isHint
                }
                facts.append(
                    Fact(
                        field: topic.field, weight: weights[topic.field] ?? 5, full: full, vague: dice.pick(topic.vague),
                        names: cast.values.filter { full.contains($0) }, memory: min(1, max(0.3, 0.8 + 0.25 * (dice.unit() - 0.5) * 2)), isWritten: isWritten,
                        isElsewhere: dice.chance(0.05)))
            }
        }
        write(&dice, cast, lines)
    }

    static func fill(_ text: String, _ slots: [String: String]) -> String {
        var text = text
        for (name, value) in slots { text = text.replacingOccurrences(of: "{\(name)}", with: value) }
        return text
    }
}

/// Chance, from a seed.
struct SimDice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x5851_f42d_4c95_7f2d }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }

    mutating func chance(_ share: Double) -> Bool { unit() < share }

    mutating func range(_ low: Int, _ high: Int) -> Int { low + Int(next() % UInt64(high - low + 1)) }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next() % UInt64(values.count))] }

    mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
        var values = values
        for at in values.indices.dropFirst().reversed() { values.swapAt(at, Int(next() % UInt64(at + 1))) }
        return values
    }

    /// A day that many days from today, as a person writes it.
    mutating func day(_ low: Int, _ high: Int) -> String { SimAccount.written(Day(number: SimAccount.today.number + range(low, high))) }
}
