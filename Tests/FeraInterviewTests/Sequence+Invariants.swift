import FeraDomain

@testable import FeraInterview

extension Sequence {
    /// Runs the sequence; the first invariant that does not hold, `nil` where all do.
    func fault(_ interviewer: Interviewer) -> String? {
        var room = room(interviewer)
        var blind = room
        blind.isWordless = true
        var typed: [AnswerID: String] = [:]
        for (step, op) in ops.enumerated() {
            let day = Self.day(step)
            let kind = command(op, room.state, day)
            let before = room
            let decision = room.run(kind, client: "p\(step)", on: day)
            if let fault = stepFault(decision, before.state, room) { return "step \(step), \(kind): \(fault)" }
            remember(kind, decision, &typed)
            // The same again changes nothing.
            let after = room.state
            if step % 3 == 0, case .accepted = decision.outcome {
                guard case .duplicate = room.run(kind, client: "p\(step)", on: day).outcome, room.state == after else { return "step \(step): taken twice" }
            }
            // Without a single word the same question is chosen for the same reasons. What is known of words are the facts in the log:
            // the new reading and the question of an asker come with words and are left out.
            guard step % 3 == 1, !isReadFromWords(kind) else { continue }
            blind.state = before.state
            let wordless = blind.run(kind, client: "p\(step)", on: day)
            guard Self.facts(wordless.state.turns.last) == Self.facts(after.turns.last) else { return "step \(step), \(kind): words decided" }
        }
        return endFault(room, typed)
    }

    private func isReadFromWords(_ kind: Command.Kind) -> Bool {
        switch kind {
        case .extendRecord, .raiseGap: true
        default: false
        }
    }

    private func stepFault(_ decision: Decision, _ before: InterviewState, _ room: Room) -> String? {
        let state = room.state
        switch decision.outcome {
        case .accepted: if decision.events.isEmpty { return "nothing came of it and nothing was said" }
        case .refused(let refusal): if refusal.message.isEmpty || !decision.events.isEmpty { return "refused without a word" }
        case .stale, .duplicate: if !decision.events.isEmpty { return "stale, and yet something came of it" }
        }
        if decision.events.isEmpty, state != before { return "the state changed without an event" }
        guard decision.events.enumerated().allSatisfy({ ($0.element.origin != nil) == ($0.offset == 0) }) else { return "origins" }
        // Exactly one open turn while asking; a pause may have none; elsewhere there is none.
        if state.phase == .asking, state.open == nil { return "asking, and no turn is open" }
        if ![.asking, .paused].contains(state.phase), state.open != nil { return "\(state.phase), and a turn is open" }
        if state.isExpired, [.asking, .paused].contains(state.phase) { return "asking after the last working day" }
        if decision.texts.contains(where: { $0.content.contains("hunter2") }) { return "a secret is in a text" }
        let texts = Set(decision.texts.map(\.ref.id))
        if texts.count != decision.texts.count || texts.contains(where: { room.clashes.contains($0) }) { return "two texts have one id" }
        return nil
    }

    private func remember(_ kind: Command.Kind, _ decision: Decision, _ typed: inout [AnswerID: String]) {
        guard case .accepted(let id?) = decision.outcome else { return }
        switch kind {
        case .answer(_, let text), .said(_, let text, _): typed[id] = SecretRedactor.redact(text).text
        case .refer(_, let name, _): typed[id] = SecretRedactor.redact(name).text
        default: break
        }
    }

    private func endFault(_ room: Room, _ typed: [AnswerID: String]) -> String? {
        let state = room.state
        guard room.replayed() == state else { return "a replay ends elsewhere" }
        do {
            let again = try room.log.map { try InterviewEvent(type: $0.type, payload: $0.payload()) }
            guard again == room.log else { return "an event is lost on its way through the log" }
            guard again.reduce(into: InterviewState(), { $0.apply($1) }) == state else { return "a log that was read back ends elsewhere" }
        } catch {
            return "an event cannot be read back: \(error)"
        }
        for ids in [
            state.turns.map(\.id.rawValue), state.statements.map(\.fact.id.rawValue), state.contradictions.map(\.id.rawValue),
            state.people.map(\.id.rawValue) + state.acronyms.map(\.id.rawValue), state.answers.map(\.id.rawValue),
        ] where Set(ids).count != ids.count { return "two have one id: \(ids)" }
        // Everything that was typed is there, or was taken back, byte for byte.
        for answer in state.answers where answer.intent != .abusive && !answer.isWithdrawn {
            guard let said = typed[answer.id] else { continue }
            let id = answer.text.flatMap { state.resolved(WordSpan(text: $0.id, start: 0, end: 0)).text }
            guard let kept = id.flatMap({ room.texts[$0] }) else { return "\(answer.id) is gone: \(said)" }
            let isTaken = answer.statements.contains { state.statement($0)?.status == .withdrawn }
            guard kept.utf8.elementsEqual(said.utf8) || (isTaken && kept.utf8.count == said.utf8.count) else { return "\(answer.id) was changed: \(kept)" }
        }
        return nil
    }

    /// A turn without its words.
    private static func facts(_ turn: Turn?) -> [String] {
        guard let turn else { return [] }
        return [turn.id.rawValue, turn.kind.rawValue, "\(turn.subject)", "\(turn.targets)", "\(turn.why)"]
    }
}
