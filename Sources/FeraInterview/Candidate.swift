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
}

/// What the choice needs of every field, by its place in the catalogue, looked up once.
struct FieldView {
    var weight: Double
    var confidence: Double
    var existence: Double
    /// What the field is still worth after it was asked so often.
    var repetition: Double
    var state: InterviewState.FieldState?
}

extension Interviewer {
    /// 0…1000: how likely there is anything to tell.
    func existence(_ field: Field.ID, _ state: InterviewState) -> Int {
        state.fields[field]?.existence ?? permille(settings.existence[field] ?? settings.scoring.existence)
    }

    func views(_ state: InterviewState) -> [FieldView] {
        catalogue.fields.map { field in
            let known = state.fields[field.id]
            return FieldView(
                weight: Double(state.weight(field)), confidence: Double(known?.confidence ?? 0) / 100, existence: Double(existence(field.id, state)) / 1000,
                repetition: pow(settings.scoring.repetition, Double(known?.asked ?? 0) / 100), state: known)
        }
    }

    private func gain(_ targets: [Turn.Target], _ places: [Int], _ views: [FieldView]) -> Double {
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
        if budget?.gaps ?? true { found += gaps(state, views, tries: budget?.gapTries ?? 2) }
        found += followUps(state, views)
        found += mentions(state)
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
        // Rapport first, and never more than so many disputes in a row.
        guard !state.turns.isEmpty, state.contradictionsInARow < settings.contradictionsInARow else { return [] }
        return state.contradictions.filter { $0.status == .open && !$0.isAsked && asks($0.finding.field, state) }.map { contradiction in
            let field = contradiction.finding.field
            return Candidate(
                kind: .contradiction, subject: Turn.Subject(contradiction: contradiction.id), chapter: catalogue.field(field)?.chapter ?? .story,
                targets: [Turn.Target(field: field, likelihood: 80, prior: 80)], minutes: 0.8,
                gain: settings.scoring.contradiction * Double(catalogue.field(field)?.weight ?? 1), name: contradiction.id.rawValue)
        }
    }

    private func gaps(_ state: InterviewState, _ views: [FieldView], tries: Int) -> [Candidate] {
        let likelihood = percent(settings.scoring.gapLikelihood)
        let hinted = percent(settings.scoring.hinted)
        return catalogue.fields.enumerated().compactMap { place, field in
            let view = views[place]
            guard field.id != settings.personField, field.id != settings.termField, view.confidence < settings.scoring.known else { return nil }
            guard (view.state?.gapTries ?? 0) < tries, view.state?.isSkipped != true else { return nil }
            guard view.weight > 0, state.isReady(field.id, hinted: hinted) else { return nil }
            let targets = [Turn.Target(field: field.id, likelihood: likelihood, prior: 80)]
            return Candidate(
                kind: .gap, subject: Turn.Subject(field: field.id), chapter: field.chapter, targets: targets, minutes: 0.9,
                gain: gain(targets, [place], views), name: field.id.rawValue)
        }
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
