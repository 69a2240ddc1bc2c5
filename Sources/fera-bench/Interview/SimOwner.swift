import FeraDomain
import Foundation

/// A departing owner who understands a question by its words only and keeps a ledger of what was told. Memory, talkativeness,
/// vagueness and fatigue are assumptions, not measurements of people.
struct SimOwner {
    enum Profile: String, CaseIterable {
        case normal, curt, chatty, forgetful

        /// Things told a question when fresh; share of vague first tellings; what is taken off the memory; questions until half tired.
        var traits: (talk: Double, vague: Double, forgets: Double, patience: Double) {
            switch self {
            case .normal: (2.3, 0.35, 0, 40)
            case .curt: (1.4, 0.55, 0.05, 32)
            case .chatty: (3.2, 0.25, 0, 48)
            case .forgetful: (2.1, 0.4, 0.25, 40)
            }
        }
    }

    /// How a question looked from the owner's side.
    enum Sort: String { case useful, known, twice, stuffed, empty }

    let account: SimAccount
    let profile: Profile
    private var dice: SimDice
    private var tiredness = 0.0
    /// Fact → told vaguely or whole.
    private(set) var told: [Int: Bool] = [:]
    private(set) var referred: Set<Int> = []
    private(set) var words: [Int: String] = [:]
    private(set) var sorts: [Sort] = []
    /// Share of the hidden weight after each question.
    private(set) var curve: [Double] = []

    init(_ account: SimAccount, profile: Profile) {
        self.account = account
        self.profile = profile
        dice = SimDice(seed: account.seed &* 31 &+ 7)
    }

    var energy: Double { max(0.3, 1 - tiredness / (profile.traits.patience * 1.2)) }

    /// What a fact told is worth: whole 1, vaguely 0.4, known where 0.7.
    var coverage: Double {
        var sum = 0.0
        for (number, fact) in account.facts.enumerated() where !fact.isWritten {
            if referred.contains(number) {
                sum += 0.7 * Double(fact.weight)
            } else if let whole = told[number] {
                sum += (whole ? 1 : 0.4) * Double(fact.weight)
            }
        }
        return sum / max(1, account.hiddenWeight)
    }

    private static let weights: [String: Double] = {
        var counts: [String: Double] = [:]
        for word in SimTopics.all.flatMap(\.hears) { counts[word, default: 0] += 1 }
        return counts.mapValues { log(1 + Double(SimTopics.all.count) / $0) }
    }()

    /// Field → how plainly the words are about it, 1 for the plainest.
    static func understood(_ text: String) -> [String: Double] {
        let heard = SimTopics.stems(text)
        var scores: [String: Double] = [:]
        for topic in SimTopics.all {
            let score = topic.hears.intersection(heard).reduce(0) { $0 + (weights[$1] ?? 0) }
            if score > 0 { scores[topic.field] = score / Double(max(1, topic.hears.count)).squareRoot() }
        }
        guard let best = scores.values.max(), best > 0.5 else { return [:] }
        return scores.mapValues { $0 / best }.filter { $0.value >= 0.45 }
    }

    /// The text without what stands in quotation marks.
    static func bare(_ text: String) -> String {
        var inside = false
        return String(
            text.filter { character in
                if "“”".contains(character) { inside = character == "“" }
                return !inside && !"“”".contains(character)
            })
    }

    mutating func say(_ question: String, disputes: Bool) -> String {
        tiredness += 1
        defer { curve.append(coverage) }
        let bare = Self.bare(question)
        if bare.split(separator: " ").count > 40 || Self.understood(bare).values.count(where: { $0 >= 0.65 }) > (disputes ? 3 : 2) {
            tiredness += 2
            sorts.append(.stuffed)
            return "One thing at a time, please."
        }
        let asked = match(question, disputes: disputes)
        let open = asked.filter { !account.facts[$0.fact].isWritten && told[$0.fact] != true && !referred.contains($0.fact) }
        let sort = sort(asked, open.map(\.fact))
        sorts.append(sort)
        if sort == .known || sort == .twice { tiredness += 1.5 }
        if dice.chance(0.03 * (2 - energy)) { return dice.pick(["Skip.", "I would rather not say.", "Pass on that one."]) }
        return answer(asked, question, disputes: disputes)
    }

    private func match(_ question: String, disputes: Bool) -> [(fact: Int, score: Double)] {
        let heard = Self.understood(question)
        var found: [(fact: Int, score: Double)] = []
        let reminds = question.contains("You said: “")
        for (number, fact) in account.facts.enumerated() {
            var score = heard[fact.field] ?? 0
            if score > 0, fact.names.contains(where: question.contains) { score += 0.2 }
            if fact.rule != nil, score > 0, disputes { score += 0.6 }
            let isQuoted = words[number].map { question.contains($0.prefix(60)) } ?? false
            if isQuoted { score = max(score, 1.2) } else if reminds { score = 0 }
            if score >= 0.45 { found.append((number, score)) }
        }
        return found
    }

    private func sort(_ asked: [(fact: Int, score: Double)], _ open: [Int]) -> Sort {
        guard open.isEmpty else { return .useful }
        if asked.contains(where: { told[$0.fact] != nil || referred.contains($0.fact) }) { return .twice }
        return asked.isEmpty ? .empty : .known
    }

    private mutating func answer(_ asked: [(fact: Int, score: Double)], _ question: String, disputes: Bool) -> String {
        let traits = profile.traits
        let energy = energy
        var breath = 1
        for share in [0.55, 0.3, 0.15] where dice.chance(min(0.95, share * traits.talk * energy * 0.8)) { breath += 1 }
        var parts: [String] = []
        let jitter = asked.map { _ in 0.2 * dice.unit() }
        for (at, entry) in asked.enumerated().sorted(by: { $0.element.score + jitter[$0.offset] > $1.element.score + jitter[$1.offset] }) {
            _ = at
            guard parts.count < breath else { break }
            let fact = account.facts[entry.fact]
            if told[entry.fact] == false, entry.score >= 0.8, dice.chance(0.75) {
                parts.append(tell(entry.fact, whole: true))
                continue
            }
            guard told[entry.fact] == nil, !referred.contains(entry.fact) else { continue }
            let helped = fact.names.contains(where: question.contains) ? 0.1 : 0
            let memory = max(0.1, fact.memory - traits.forgets + helped)
            guard dice.chance(min(0.97, memory * (0.6 + 0.4 * min(1, entry.score)) * (0.7 + 0.3 * energy))) else { continue }
            if fact.isElsewhere {
                referred.insert(entry.fact)
                return (parts + ["I don't know, ask \(account.other)."]).joined(separator: " ")
            }
            parts.append(tell(entry.fact, whole: fact.isWritten || (disputes && fact.rule != nil) || !dice.chance(traits.vague)))
        }
        if !parts.isEmpty, dice.chance(0.1 * traits.talk * energy), let near = neighbour() { parts.append(tell(near, whole: !dice.chance(traits.vague))) }
        guard parts.isEmpty else { return dice.pick(["", "", "Well, ", "So, "]) + parts.joined(separator: " ") }
        return dice.pick(["Nothing comes to mind.", "Not that I know of.", "No, nothing there.", "I can't think of anything."])
    }

    private mutating func tell(_ fact: Int, whole: Bool) -> String {
        told[fact] = whole
        let text = whole ? account.facts[fact].full : account.facts[fact].vague
        words[fact] = text
        return text
    }

    /// One story brings up another that has a person in common with what was told.
    private func neighbour() -> Int? {
        let names = Set(told.keys.flatMap { account.facts[$0].names })
        return account.facts.indices.filter {
            let fact = account.facts[$0]
            return told[$0] == nil && !referred.contains($0) && !fact.isWritten && !fact.isElsewhere && fact.rule == nil && !names.isDisjoint(with: fact.names)
        }.max { account.facts[$0].memory < account.facts[$1].memory }
    }
}
