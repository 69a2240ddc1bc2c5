package import FeraDomain

extension Interviewer {
    /// People of an account of whom too little is known to work with them, thinnest first: those who decide and whose stance nobody
    /// told, then those who are named and are nobody yet.
    package func thinPeople(_ people: [Stakeholder]) -> [(person: Stakeholder, missing: Stakeholder.Thin)] {
        let missing = people.flatMap { person in person.thin.map { (person: person, missing: $0) } }
        return missing.filter { $0.missing == .stance } + missing.filter { $0.missing == .title }
    }
}

extension Interviewer {
    /// What is asked by name of who holds a role: where they stand, or what they need.
    private static let askedByName: [(topic: RecordFact.Topic, role: Field.ID, field: Field.ID)] = [
        (.sponsor, Field.ID("re.exec_sponsor"), Field.ID("re.exec_sponsor")), (.decisionMaker, Field.ID("re.renewal_decider"), Field.ID("re.buyer_cares")),
        (.champion, Field.ID("re.champion"), Field.ID("re.champion_needs")),
    ]

    /// Those whom the record names as sponsor, decider or champion and of whom nothing tells where they stand: the field is asked for by
    /// their name. Who is in dispute is not named: the dispute is asked about.
    func thinPeople(_ state: InterviewState, _ views: [FieldView]) -> [Candidate] {
        Self.askedByName.compactMap { entry in
            guard let place = catalogue.index(of: entry.field), let person = holder(entry.field, state) else { return nil }
            let view = views[place]
            guard view.weight > 0, view.confidence < settings.scoring.known, view.tries == 0, view.state?.isSkipped != true,
                state.isReady(entry.field, hinted: percent(settings.scoring.hinted))
            else { return nil }
            let targets = [Turn.Target(field: entry.field, likelihood: byName[place], prior: 80)]
            return Candidate(
                kind: .who, subject: Turn.Subject(field: entry.field, person: person), chapter: catalogue.fields[place].chapter, targets: targets,
                minutes: 0.6, gain: settings.scoring.thinPerson * gain(targets, [place], views), name: entry.field.rawValue)
        }
    }

    /// Where the record names of whom a field tells, if it names somebody and nobody disputes it.
    func holder(_ field: Field.ID, _ state: InterviewState) -> WordSpan? {
        guard let entry = Self.askedByName.first(where: { $0.field == field }) else { return nil }
        let isDisputed = state.contradictions.contains { $0.finding.rule == .ownerMismatch && $0.finding.field == entry.role }
        guard !isDisputed else { return nil }
        return state.reading.facts.first { $0.topic == entry.topic && $0.value == .person(true) && $0.place != nil }?.place
    }
}
