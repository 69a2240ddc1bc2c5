import FeraDomain
import FeraInterview
import Foundation

/// Questions of simulated interviews, to be read through by a person; one interview after the other until there are enough.
func printQuestions(
    _ interviewer: Interviewer, count: Int, seed: UInt64, _ profile: SimOwner.Profile, _ weights: [String: Int], answers: Bool
) {
    var left = count
    var seed = seed
    while left > 0 {
        let account = SimAccount(seed: seed, weights: weights)
        var owner = SimOwner(account, profile: profile)
        var room = SimRoom(interviewer, account, reading: SimRoom.read(interviewer, account), tier: .top, questions: 30)
        print("— \(account.name), owner \(account.owner) —")
        while left > 0, let open = room.open {
            for reply in room.replies { print("   Fera: \(reply)") }
            left -= 1
            print("\(count - left). [\(open.turn.kind.rawValue)] \(open.text)")
            let said = owner.say(open.text, disputes: open.turn.kind == .contradiction)
            if answers {
                print("   \(account.owner): \(said)")
                print("   (\(interviewer.why(open.turn, state: room.state, words: room.words)))")
            }
            room.run(.answer(turn: open.turn.id, text: said))
        }
        for reply in room.replies where room.open == nil { print("   Fera: \(reply)") }
        seed += 1
    }
}

/// Every question that the owner found asked twice or refused as too much, and every contradiction that the files do not hold.
func printFaults(_ interviewer: Interviewer, accounts: Int, seed: Int, _ profile: SimOwner.Profile, _ questions: Int, _ weights: [String: Int]) {
    for number in 0..<accounts {
        let account = SimAccount(seed: UInt64(seed + number), weights: weights)
        var owner = SimOwner(account, profile: profile)
        let reading = SimRoom.read(interviewer, account)
        var room = SimRoom(interviewer, account, reading: reading, tier: .top, questions: questions)
        func quoted(_ span: WordSpan?) -> String { span.flatMap { room.words.at($0) } ?? "–" }
        for finding in reading.findings where !account.rules.contains(finding.rule) {
            print("\(seed + number) false \(finding.rule.rawValue): “\(quoted(finding.a))” – “\(quoted(finding.b))”")
        }
        while let open = room.open, owner.curve.count < questions {
            let said = owner.say(open.text, disputes: open.turn.kind == .contradiction)
            if let sort = owner.sorts.last, sort == .twice || sort == .stuffed {
                print("\(seed + number).\(owner.curve.count) \(sort.rawValue) [\(open.turn.key)] \(open.text)")
                print("   understood \(SimOwner.understood(SimOwner.bare(open.text)).map { "\($0.key) \(decimal($0.value, 2))" }.sorted()); said “\(said)”")
            }
            room.run(.answer(turn: open.turn.id, text: said))
        }
        for found in room.state.contradictions where found.said != nil {
            print("\(seed + number) false, said \(found.finding.rule.rawValue): “\(quoted(found.finding.a))” – “\(quoted(found.finding.b))”")
        }
        for found in room.state.contradictions where found.status != .explained {
            print(
                "\(seed + number) \(found.status.rawValue), asked \(found.isAsked): \(found.finding.rule.rawValue) “\(quoted(found.finding.a))” – “\(quoted(found.finding.b))”"
            )
        }
    }
}

/// What was told whole and filed elsewhere, to see which words the lists lack.
func printMisfiled(_ interviewer: Interviewer, accounts: Int, seed: Int, _ profile: SimOwner.Profile, _ weights: [String: Int]) throws {
    var counts: [String: Int] = [:]
    for number in 0..<accounts {
        let account = SimAccount(seed: UInt64(seed + number), weights: weights)
        var owner = SimOwner(account, profile: profile)
        var room = SimRoom(interviewer, account, reading: SimRoom.read(interviewer, account), tier: .top, questions: 30)
        while let open = room.open, owner.curve.count < 30 {
            room.run(.answer(turn: open.turn.id, text: owner.say(open.text, disputes: open.turn.kind == .contradiction)))
        }
        let filed = room.filed
        for (fact, isWhole) in owner.told where isWhole && !account.facts[fact].isWritten {
            let fact = account.facts[fact]
            guard !(filed[fact.field]?.contains(fact.full) ?? false) else { continue }
            let others = filed.filter { $0.value.contains(fact.full) }.keys.sorted().joined(separator: ", ")
            counts["\(fact.field) → \(others.isEmpty ? "nowhere" : others): \(fact.full)", default: 0] += 1
        }
    }
    for (line, count) in counts.sorted(by: { $0.key < $1.key }) { print("\(count) × \(line)") }
}
