import FeraDomain
import FeraInterview
import Foundation

/// How the next question is found. The plain ones are lists that were made before the first answer; only the interviewer listens.
enum SimPolicy: String, CaseIterable {
    case random = "random order"
    case fixed = "fixed order"
    case fixedRecord = "fixed, record skipped, contradictions"
    case adaptive = "the interviewer"

    /// What came of one interview.
    struct Result {
        var auc, at10, at20, at30: Double
        var known, twice, stuffed: Double
        var contradictions, found, untrue, resolved: Double
        /// Of what was told whole and the interviewer heard, the share filed under its field.
        var filed: Double?
        var completenessError: Double?
        /// Completeness before calibration and the truth, every five questions.
        var points: [(raw: Double, truth: Double)] = []
    }

    func play(_ interviewer: Interviewer, seed: UInt64, profile: SimOwner.Profile, questions: Int, weights: [String: Int]) -> Result {
        let account = SimAccount(seed: seed, weights: weights)
        let reading = SimRoom.read(interviewer, account)
        var owner = SimOwner(account, profile: profile)
        guard self == .adaptive else {
            for (text, disputes) in list(interviewer, account, reading).prefix(questions) { _ = owner.say(text, disputes: disputes) }
            return result(owner, account, found: self == .fixedRecord ? reading.findings.map(\.rule) : [], questions)
        }
        var room = SimRoom(interviewer, account, reading: reading, tier: .top, questions: questions)
        var points: [(raw: Double, truth: Double)] = []
        while owner.curve.count < questions, let open = room.open {
            room.run(.answer(turn: open.turn.id, text: owner.say(open.text, disputes: open.turn.kind == .contradiction)))
            if owner.curve.count.isMultiple(of: 5) { points.append((interviewer.standing(room.state).raw, owner.coverage)) }
        }
        var result = result(owner, account, found: reading.findings.map(\.rule), questions)
        let filed = room.filed
        let whole = owner.told.filter { $0.value && !account.facts[$0.key].isWritten }.keys
        result.filed = Double(whole.count { filed[account.facts[$0].field]?.contains(account.facts[$0].full) ?? false }) / Double(max(1, whole.count))
        result.points = points
        // The owner's ledger never denies the files: what is held against it is held wrongly.
        result.untrue += Double(room.state.contradictions.count { $0.said != nil })
        result.completenessError = abs(Double(interviewer.completeness(room.state)) / 100 - owner.coverage)
        return result
    }

    private func result(_ owner: SimOwner, _ account: SimAccount, found: [Contradiction.Rule], _ questions: Int) -> Result {
        var curve = owner.curve
        curve += Array(repeating: curve.last ?? 0, count: max(0, questions - curve.count))
        func at(_ number: Int) -> Double { curve[min(number, curve.count) - 1] }
        func count(_ sort: SimOwner.Sort) -> Double { Double(owner.sorts.count { $0 == sort }) }
        let resolved = account.facts.enumerated().count { $1.rule.map { found.contains($0) } ?? false && owner.told[$0] == true }
        return Result(
            auc: curve.reduce(0, +) / Double(curve.count), at10: at(10), at20: at(20), at30: at(30), known: count(.known), twice: count(.twice),
            stuffed: count(.stuffed), contradictions: Double(account.rules.count), found: Double(account.rules.intersection(found).count),
            untrue: Double(Set(found).subtracting(account.rules).count), resolved: Double(resolved))
    }

    /// The questions of a policy that does not listen.
    private func list(_ interviewer: Interviewer, _ account: SimAccount, _ reading: RecordReading) -> [(text: String, disputes: Bool)] {
        var bank = interviewer.catalogue.questions.filter { $0.scope == .account && $0.tiers.contains(.top) && $0.id != interviewer.catalogue.closing }
        if self == .random {
            var dice = SimDice(seed: account.seed &+ 99)
            bank = dice.shuffled(bank)
        }
        guard self == .fixedRecord else { return bank.map { ($0.text, false) } }
        let known = Set(reading.fields.filter { Double($0.confidence) >= 100 * interviewer.settings.scoring.known }.map(\.field))
        bank.removeAll { question in question.elicits.filter { $0.value >= 0.5 }.keys.allSatisfy(known.contains) }
        var room = SimRoom(interviewer, account, reading: reading, tier: .top, questions: 30)
        var disputes: [(text: String, disputes: Bool)] = []
        // The words of the contradictions are the interviewer's own: its questions are skipped until they come.
        for _ in 0..<30 {
            guard let open = room.open, disputes.count < reading.findings.count else { break }
            if open.turn.kind == .contradiction { disputes.append((open.text, true)) }
            room.run(.skip(turn: open.turn.id))
        }
        let rest = bank.map { ($0.text, false) }
        return Array(rest.prefix(1)) + disputes + rest.dropFirst()
    }
}
