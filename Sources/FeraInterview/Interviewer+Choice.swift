package import FeraDomain
import Foundation

extension Interviewer {
    /// What to do next.
    enum Choice {
        case ask(Candidate)
        /// Nothing is worth a question.
        case done
        case budgetUsed
    }

    /// The best question, by score, within budget, stop rule and the hard rules.
    func choose(_ state: InterviewState) -> Choice {
        var pool = candidates(state)
        let owed = pool.filter(\.isOwed)
        if state.asksRaisedOnly || !owed.isEmpty {
            return best(owed, state).map { .ask($0) } ?? .done
        }
        if isUsedUp(state) { return .budgetUsed }
        if isLate(state) {
            let heavy = pool.filter { !$0.isProbe && mayBeLate($0) }
            if !heavy.isEmpty { pool = heavy }
        }
        if isTired(state) {
            let single = pool.filter { $0.things <= 1 }
            if !single.isEmpty { pool = single }
        }
        guard let best = best(pool, state) else { return .done }
        let stop = state.plan?.stop ?? settings.budgets[state.tier]?.stop ?? 0
        if best.kind == .contradiction || best.again != nil || best.gain / best.minutes >= stop { return .ask(best) }
        // Before the end: what the heaviest lines may still be asked.
        return self.best(pool.filter { $0.isProbe }, state).map { .ask($0) } ?? .done
    }

    /// The words of the question that would be asked next, with a turn's number for the variants; `nil` where none is worth asking.
    package func nextQuestion(_ state: InterviewState, words: Words, number: Int) -> String? {
        guard case .ask(let candidate) = choose(state) else { return nil }
        let nobody = Command(.why, by: Person.ID("nobody"), day: Day(number: 0))
        return Work(interviewer: self, state: state, words: words, command: nobody) { id, _ in TextRef(id: .init(id), hash: "") }
            .wording(candidate, number: number)
    }

    private func best(_ pool: [Candidate], _ state: InterviewState) -> Candidate? {
        let last = state.turns.last?.chapter
        func score(_ candidate: Candidate) -> Double {
            var score = candidate.gain / pow(candidate.minutes, settings.scoring.minutesExponent)
            if candidate.chapter == last { score += settings.scoring.sameChapter * candidate.gain }
            return score
        }
        var found: (score: Double, candidate: Candidate)?
        for candidate in pool {
            let score = score(candidate)
            if let best = found, best.score > score || (best.score == score && best.candidate.rank >= candidate.rank) { continue }
            found = (score, candidate)
        }
        return found?.candidate
    }

    private func mayBeLate(_ candidate: Candidate) -> Bool {
        if candidate.kind == .contradiction || candidate.again != nil { return true }
        return candidate.targets.contains { $0.isMain && (catalogue.field($0.field)?.weight ?? 0) >= settings.late.weight }
    }

    /// The larger share of the budget that is gone: of questions or of modelled minutes.
    func usedShare(_ state: InterviewState) -> Double {
        guard state.questionBudget > 0, state.minuteBudget > 0 else { return 1 }
        return max(Double(state.turns.count) / Double(state.questionBudget), Double(state.seconds) / 60 / Double(state.minuteBudget))
    }

    func isLate(_ state: InterviewState) -> Bool { usedShare(state) >= settings.late.share }

    func isUsedUp(_ state: InterviewState) -> Bool { usedShare(state) >= 1 }

    /// The last answers were all very short.
    func isTired(_ state: InterviewState) -> Bool {
        let last = state.answers.suffix(settings.fatigue.answers)
        return last.count == settings.fatigue.answers && last.allSatisfy { $0.words < settings.fatigue.words }
    }

    /// How far an interview is, in one pass over the fields: it stands in every reply.
    package struct Standing: Hashable, Sendable {
        /// Share of what a successor must know that is known, 0…99, weighted by weight and by how likely there is anything to tell.
        package var total = 0
        /// That before it is calibrated, 0…1.
        package var raw = 0.0
        /// The same, of the fields of each chapter.
        package var chapters: [Chapter: Int] = [:]
        /// How many fields are not known.
        package var open = 0
    }

    /// How far an interview is.
    package func standing(_ state: InterviewState) -> Standing {
        let enough = percent(settings.scoring.known)
        var known = [Double](repeating: 0, count: Chapter.allCases.count)
        var all = known
        var standing = Standing()
        for field in catalogue.fields {
            let found = state.fields[field.id]
            let confidence = found?.confidence ?? 0
            let weight = state.weight(field)
            guard weight > 0 else { continue }
            let worth = Double(weight * (found?.existence ?? existence(field.id, state)))
            let chapter = Chapter.allCases.firstIndex(of: field.chapter) ?? 0
            known[chapter] += worth * Double(confidence) / 100
            all[chapter] += worth
            if confidence < enough, field.id != settings.personField, field.id != settings.termField { standing.open += 1 }
        }
        for field in state.special {
            let found = state.fields[field.id]
            let worth = Double(SpecialField.weight * (found?.existence ?? existence(field.id, state)))
            let chapter = Chapter.allCases.firstIndex(of: field.chapter) ?? 0
            known[chapter] += worth * Double(found?.confidence ?? 0) / 100
            all[chapter] += worth
            if (found?.confidence ?? 0) < enough { standing.open += 1 }
        }
        let line = settings.calibration
        func share(_ known: Double, _ all: Double) -> Int {
            guard all > 0, known > 0 else { return 0 }
            return max(0, min(99, Int(100 * (line.offset + line.slope * known / all))))
        }
        let (told, worth) = (known.reduce(0, +), all.reduce(0, +))
        standing.raw = worth > 0 ? told / worth : 0
        standing.total = share(told, worth)
        for (index, chapter) in Chapter.allCases.enumerated() { standing.chapters[chapter] = share(known[index], all[index]) }
        return standing
    }

    /// Share of what a successor must know that is known, 0…99.
    package func completeness(_ state: InterviewState) -> Int { standing(state).total }

    /// What is missing most: each field's share of everything that is missing, in hundredths, the largest first. It explains a
    /// completeness, and says what to ask for to raise it.
    package func missing(_ state: InterviewState) -> [(field: Field.ID, share: Int)] {
        let lacking =
            catalogue.fields.map { field in
                let known = state.fields[field.id]?.confidence ?? 0
                return (field: field.id, worth: Double(state.weight(field) * existence(field.id, state) * max(0, 100 - known)))
            }
            + state.special.map { field in
                (field: field.id, worth: Double(SpecialField.weight * existence(field.id, state) * max(0, 100 - (state.fields[field.id]?.confidence ?? 0))))
            }
        let all = lacking.reduce(0) { $0 + $1.worth }
        guard all > 0 else { return [] }
        return lacking.sorted { ($1.worth, $0.field) < ($0.worth, $1.field) }.map { ($0.field, Int((100 * $0.worth / all).rounded())) }.filter { $0.share > 0 }
    }

    /// The fields that are not known, heaviest first.
    package func openFields(_ state: InterviewState) -> [Field.ID] {
        let known = percent(settings.scoring.known)
        let asked = catalogue.fields.filter { $0.id != settings.personField && $0.id != settings.termField && state.weight($0) > 0 }
            .map { (id: $0.id, weight: state.weight($0)) }
        return (asked + state.special.map { (id: $0.id, weight: SpecialField.weight) })
            .filter { (state.fields[$0.id]?.confidence ?? 0) < known }
            .sorted { ($1.weight, $0.id) < ($0.weight, $1.id) }
            .map(\.id)
    }
}
