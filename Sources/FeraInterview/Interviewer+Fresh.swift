import FeraDomain

extension Interviewer {
    /// What a new source has brought, once the interview was over: each asked once, and nothing else with it.
    func fresh(_ state: InterviewState) -> [Candidate] {
        guard let fresh = state.fresh else { return [] }
        var found: [Candidate] = []
        func add(_ kind: Turn.Kind, _ subject: Turn.Subject, _ field: Field.ID, _ target: Turn.Target, _ minutes: Double, _ gain: Double, _ name: String) {
            found.append(
                Candidate(
                    kind: kind, subject: subject, chapter: catalogue.field(field)?.chapter ?? .story, targets: [target], minutes: minutes, gain: gain,
                    name: name, isFresh: true))
        }
        for id in fresh.contradictions {
            guard let contradiction = state.contradictions.first(where: { $0.id == id }), contradiction.status == .open, !contradiction.isAsked else {
                continue
            }
            let field = contradiction.finding.field
            add(
                .contradiction, Turn.Subject(contradiction: id), field, Turn.Target(field: field, likelihood: 80, prior: 80), 0.8,
                settings.scoring.contradiction * Double(catalogue.field(field).map { state.weight($0) } ?? 1), id.rawValue)
        }
        // A turn that was opened since the interview was opened again has asked it.
        let since = state.turns.suffix(state.turns.count - state.freshTurns)
        for id in fresh.fields where !since.contains(where: { $0.kind == .gap && $0.subject.field == id }) {
            guard let field = catalogue.field(id), (state.fields[id]?.confidence ?? 0) < percent(settings.scoring.known) else { continue }
            add(
                .gap, Turn.Subject(field: id), id, Turn.Target(field: id, likelihood: percent(settings.scoring.gapLikelihood), prior: 80), 0.9,
                Double(state.weight(field)) * settings.scoring.gapLikelihood, id.rawValue)
        }
        for id in fresh.mentions where !state.askedMentions.contains(id) {
            if let person = state.people.first(where: { $0.id == id }), !state.known.contains(person.key) {
                let field = settings.personField
                add(
                    .who, Turn.Subject(mention: id), field, Turn.Target(field: field, likelihood: 50, prior: 100), 0.5, settings.scoring.unknownPerson,
                    id.rawValue)
            } else if state.acronyms.contains(where: { $0.id == id }) {
                let field = settings.termField
                add(
                    .acronym, Turn.Subject(mention: id), field, Turn.Target(field: field, likelihood: 50, prior: 100), 0.4, settings.scoring.acronym,
                    id.rawValue)
            }
        }
        return found
    }

    /// Fields of this account alone that nobody has been asked for: somebody wants them told, so they come soon.
    func special(_ state: InterviewState) -> [Candidate] {
        state.special.filter { (state.fields[$0.id]?.asked ?? 0) == 0 }.map { field in
            Candidate(
                kind: .gap, subject: Turn.Subject(field: field.id), chapter: field.chapter,
                targets: [Turn.Target(field: field.id, likelihood: 60, prior: 80)], minutes: 0.9, gain: settings.scoring.raised * 0.9,
                name: field.id.rawValue, isFresh: true)
        }
    }
}
