import FeraDomain
import Foundation

/// A question that could be asked next.
struct Candidate {
    var kind: Turn.Kind
    var subject: Turn.Subject
    var chapter: Chapter
    var targets: [Turn.Target]
    var minutes: Double
    var gain: Double
    /// The id of what it asks about; with the kind it breaks ties, so that the choice never depends on the order of a dictionary.
    var name: String
    var again: Turn.ID?
    /// What a new source has brought, or somebody has added, once the interview was over.
    var isFresh = false

    /// Of two equally good questions the one of higher rank is asked.
    var rank: (Int, String) { (Turn.Kind.allCases.firstIndex(of: kind) ?? 0, name) }

    /// Asked whatever the budget and the stop rule say: what came back from an asker, and what Fera promised to come back to.
    var isOwed: Bool { subject.gap != nil || again != nil || isFresh }

    /// Whether it asks about a line that lacks nothing.
    var isProbe: Bool { kind == .followUp && targets.allSatisfy { $0.likelihood == 0 } }

    /// How many things it asks for at once.
    var things: Int { targets.count { $0.isMain } }
}

/// What the choice needs of every field, by its place in the catalogue, looked up once.
struct FieldView {
    var weight: Double
    var confidence: Double
    var existence: Double
    /// What the field is still worth after it was asked so often.
    var repetition: Double
    /// How often it was asked for by name, alone or as one of two things.
    var tries: Int
    var state: InterviewState.FieldState?
}

extension Interviewer {
    /// 0…1000: how likely there is anything to tell.
    func existence(_ field: Field.ID, _ state: InterviewState) -> Int {
        state.fields[field]?.existence ?? permille(settings.existence[field] ?? settings.scoring.existence)
    }

    func views(_ state: InterviewState) -> [FieldView] {
        var seconds: [Int: Int] = [:]
        // Who was asked which of two lines is right was asked for the field.
        for turn in state.turns where turn.asksTwo || turn.kind == .contradiction {
            if let place = turn.targets.last.flatMap({ catalogue.index(of: $0.field) }) { seconds[place, default: 0] += 1 }
        }
        return catalogue.fields.enumerated().map { place, field in
            let known = state.fields[field.id]
            return FieldView(
                weight: Double(state.weight(field)), confidence: Double(known?.confidence ?? 0) / 100, existence: Double(existence(field.id, state)) / 1000,
                repetition: pow(settings.scoring.repetition, Double(known?.asked ?? 0) / 100),
                tries: (known?.gapTries ?? 0) + (seconds[place] ?? 0), state: known)
        }
    }

    func gain(_ targets: [Turn.Target], _ places: [Int], _ views: [FieldView]) -> Double {
        var sum = 0.0
        for (target, place) in zip(targets, places) where target.likelihood > 0 {
            let view = views[place]
            sum += view.weight * view.existence * Double(target.likelihood) / 100 * max(0, settings.scoring.ceiling - view.confidence) * view.repetition
        }
        return sum
    }

    private func places(_ targets: [Turn.Target]) -> [Int] { targets.map { catalogue.index(of: $0.field) ?? 0 } }

    /// Every question that could be asked now, in no order.
    func candidates(_ state: InterviewState) -> [Candidate] {
        let views = views(state)
        var found = raised(state) + fresh(state) + special(state)
        if state.asksRaisedOnly { return found }
        let budget = settings.budgets[state.tier]
        found += contradictions(state)
        for entry in bank[state.tier] ?? [] where !state.askedQuestions.contains(entry.question.id) && state.allows(entry.question.id) {
            let gain = gain(entry.targets, entry.places, views)
            guard gain > 0 || state.plan == nil else { continue }
            found.append(
                Candidate(
                    kind: .bank, subject: Turn.Subject(question: entry.question.id), chapter: entry.question.chapter, targets: entry.targets,
                    minutes: entry.minutes, gain: gain, name: entry.question.id.rawValue))
        }
        if budget?.gaps ?? true {
            let alone = gaps(state, views, tries: budget?.gapTries ?? 2)
            found += alone
            found += pairs(alone, views)
        }
        found += followUps(state, views)
        found += probes(state)
        found += mentions(state)
        found += thinPeople(state, views)
        found += putOff(state, views, isAlone: found.isEmpty)
        return found
    }

    private func raised(_ state: InterviewState) -> [Candidate] {
        state.raised.filter { !$0.isAsked }.map { gap in
            Candidate(
                kind: .gap, subject: Turn.Subject(field: gap.fact.field, gap: gap.fact.gap), chapter: catalogue.field(gap.fact.field)?.chapter ?? .story,
                targets: [Turn.Target(field: gap.fact.field, likelihood: 60, prior: 80)], minutes: 0.9, gain: settings.scoring.raised,
                name: gap.fact.gap.rawValue)
        }
    }

    private func contradictions(_ state: InterviewState) -> [Candidate] {
        // Rapport first, and never more than so many disputes in a row. What was filed from elsewhere is no beginning.
        guard state.turns.contains(where: { !isOwnerWide($0) }), state.contradictionsInARow < settings.contradictionsInARow else { return [] }
        return state.contradictions.compactMap { contradiction in
            let isFirst = contradiction.status == .open && !contradiction.isAsked
            guard asks(contradiction.finding.field, state), isFirst || mayAskAgain(contradiction, state) else { return nil }
            let field = contradiction.finding.field
            let worth = settings.scoring.contradiction * (isFirst ? 1 : settings.scoring.contradictionAgain)
            return Candidate(
                kind: .contradiction, subject: Turn.Subject(contradiction: contradiction.id), chapter: catalogue.field(field)?.chapter ?? .story,
                targets: [Turn.Target(field: field, likelihood: 80, prior: 80)], minutes: 0.8,
                gain: worth * Double(catalogue.field(field)?.weight ?? 1), name: contradiction.id.rawValue)
        }
    }

    /// A dispute that the answer did not touch is put once more, in other words; whoever would not say is left alone.
    private func mayAskAgain(_ contradiction: InterviewState.ContradictionState, _ state: InterviewState) -> Bool {
        guard contradiction.status == .unresolved, contradiction.isAsked else { return false }
        let turns = state.turns.filter { $0.subject.contradiction == contradiction.id }
        guard turns.count == 1, let turn = turns.first, let answer = state.answers.last(where: { $0.turn == turn.id }) else { return false }
        return answer.intent.map { [Intent.answer, .correction, .none, .unknown].contains($0) } ?? false
    }

    private func gaps(_ state: InterviewState, _ views: [FieldView], tries: Int) -> [Candidate] {
        let hinted = percent(settings.scoring.hinted)
        return catalogue.fields.enumerated().compactMap { place, field in
            let view = views[place]
            guard field.id != settings.personField, field.id != settings.termField, view.confidence < settings.scoring.known else { return nil }
            guard view.tries < tries, view.state?.isSkipped != true else { return nil }
            let risk = field.id == settings.mitigationField ? state.openRisks(mitigation: field.id).first?.fact.id : nil
            guard view.weight > 0, risk != nil || state.isReady(field.id, hinted: hinted) else { return nil }
            let targets = [Turn.Target(field: field.id, likelihood: byName[place], prior: 80)]
            return Candidate(
                kind: .gap, subject: Turn.Subject(field: field.id, statement: risk), chapter: field.chapter, targets: targets, minutes: 0.9,
                gain: gain(targets, [place], views), name: field.id.rawValue)
        }
    }

    /// Two things of one chapter in one question: whoever has begun to tell seldom stops after one. Made of the best few
    /// single questions of each chapter that have a clause to stand in one sentence; the heavier thing comes first.
    private func pairs(_ alone: [Candidate], _ views: [FieldView]) -> [Candidate] {
        var found: [Candidate] = []
        for chapter in Chapter.allCases {
            // What was asked for before is asked again alone, in its own and other words.
            let best = alone.filter {
                $0.chapter == chapter && phrases.clauses[$0.name] != nil && views[catalogue.index(of: $0.targets[0].field) ?? 0].tries == 0
            }
            .sorted { ($1.gain, $0.name) < ($0.gain, $1.name) }.prefix(settings.pairsFrom)
            for (number, a) in best.enumerated() {
                for b in best.dropFirst(number + 1) where !keepsApart(a.targets[0].field, b.targets[0].field) {
                    let targets = [
                        Turn.Target(field: a.targets[0].field, likelihood: a.targets[0].likelihood, prior: 80),
                        Turn.Target(field: b.targets[0].field, likelihood: Int(Double(b.targets[0].likelihood) * settings.scoring.second), prior: 80),
                    ]
                    found.append(
                        Candidate(
                            kind: .gap, subject: a.subject, chapter: chapter, targets: targets, minutes: 1.3, gain: gain(targets, places(targets), views),
                            name: "\(a.name)+\(b.name)"))
                }
            }
        }
        return found
    }

    /// Where access lies is asked alone: its answer is read by few.
    private func keepsApart(_ a: Field.ID, _ b: Field.ID) -> Bool {
        catalogue.field(a)?.label == .security || catalogue.field(b)?.label == .security
    }

    private func followUps(_ state: InterviewState, _ views: [FieldView]) -> [Candidate] {
        let likelihood = percent(settings.scoring.followUpLikelihood)
        return state.statements.compactMap { statement in
            guard statement.isLive, statement.status != .private, let field = statement.fact.followUp, let place = catalogue.index(of: field) else {
                return nil
            }
            let view = views[place]
            guard view.weight > 0, view.confidence < settings.scoring.known, view.state?.isExhausted != true, !state.followedUp.contains(statement.fact.id)
            else { return nil }
            guard (view.state?.followUps ?? 0) < settings.followUpsPerField else { return nil }
            return Candidate(
                kind: .followUp, subject: Turn.Subject(field: field, statement: statement.fact.id), chapter: catalogue.fields[place].chapter,
                targets: [Turn.Target(field: field, likelihood: likelihood, prior: likelihood)], minutes: 0.6,
                gain: settings.scoring.followUp * view.weight * settings.scoring.followUpLikelihood * max(0, settings.scoring.ceiling - view.confidence),
                name: statement.fact.id.rawValue)
        }
    }

    /// A heavy statement that lacks nothing is still asked once: where it can be seen, when it would be wrong, what nobody must do.
    private func probes(_ state: InterviewState) -> [Candidate] {
        var asked: Set<Field.ID> = []
        for turn in state.turns where turn.kind == .followUp {
            if turn.targets.allSatisfy({ $0.likelihood == 0 }), let field = turn.subject.field { asked.insert(field) }
        }
        guard asked.count < settings.probes else { return [] }
        return state.statements.compactMap { statement in
            let fact = statement.fact
            guard statement.isLive, statement.status != .private, fact.probe != nil, fact.followUp == nil, let field = catalogue.field(fact.field) else {
                return nil
            }
            guard !asked.contains(field.id), !state.followedUp.contains(fact.id), state.fields[field.id]?.isExhausted != true else { return nil }
            return Candidate(
                kind: .followUp, subject: Turn.Subject(field: field.id, statement: fact.id), chapter: field.chapter,
                targets: [Turn.Target(field: field.id, likelihood: 0, prior: 80)], minutes: 0.6, gain: settings.scoring.probe * Double(field.weight),
                name: fact.id.rawValue)
        }
    }

    private func mentions(_ state: InterviewState) -> [Candidate] {
        func candidate(_ mention: Mention, _ kind: Turn.Kind, _ field: Field.ID, _ gain: Double, _ minutes: Double) -> Candidate? {
            guard asks(field, state), !state.askedMentions.contains(mention.id), kind == .acronym || !state.known.contains(mention.key) else { return nil }
            return Candidate(
                kind: kind, subject: Turn.Subject(mention: mention.id), chapter: catalogue.field(field)?.chapter ?? .story,
                targets: [Turn.Target(field: field, likelihood: 50, prior: 100)], minutes: minutes, gain: gain, name: mention.id.rawValue)
        }
        return state.people.compactMap { candidate($0, .who, settings.personField, settings.scoring.unknownPerson, 0.5) }
            + state.acronyms.compactMap { candidate($0, .acronym, settings.termField, settings.scoring.acronym, 0.4) }
    }

    /// Whether the plan wants anything of a field.
    private func asks(_ field: Field.ID, _ state: InterviewState) -> Bool { state.plan.map { ($0.weights[field] ?? 0) > 0 } ?? true }

    /// What was put off comes back in the next sitting, late in the budget, or when nothing else is left.
    private func putOff(_ state: InterviewState, _ views: [FieldView], isAlone: Bool) -> [Candidate] {
        guard state.deferredAreDue || isAlone || isLate(state) else { return [] }
        return state.deferred.map { state.turns[$0] }.map { turn in
            Candidate(
                kind: turn.kind, subject: turn.subject, chapter: turn.chapter, targets: turn.targets, minutes: 0.9,
                gain: settings.scoring.deferred * max(gain(turn.targets, places(turn.targets), views), 1), name: turn.id.rawValue, again: turn.id)
        }
    }
}
