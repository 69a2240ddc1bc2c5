package import FeraDomain

extension Interviewer {
    /// People of an account of whom too little is known to work with them, thinnest first: those who decide and whose stance nobody
    /// told, then those who are named and are nobody yet.
    package func thinPeople(_ people: [Stakeholder]) -> [(person: Stakeholder, missing: Stakeholder.Thin)] {
        let missing = people.flatMap { person in person.thin.map { (person: person, missing: $0) } }
        return missing.filter { $0.missing == .stance } + missing.filter { $0.missing == .title }
    }
}
