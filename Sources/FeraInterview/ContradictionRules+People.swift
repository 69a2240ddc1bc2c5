import FeraDomain

extension ContradictionRules {
    /// Who holds a role is of that role's field.
    static let roleFields: [(RecordFact.Topic, String)] = [
        (.sponsor, "re.exec_sponsor"), (.decisionMaker, "re.renewal_decider"), (.champion, "re.champion"), (.owner, "re.internal_align"),
        (.procurement, "co.procurement"),
    ]

    /// Two people in one role, or one who holds it in the list and no longer in a mail.
    static func ownerMismatch(_ input: Input) -> [RecordReading.Finding] {
        var found: [RecordReading.Finding] = []
        for (topic, field) in roleFields {
            let claims = input.claims[topic] ?? []
            guard claims.count > 1 else { continue }
            let ordered = claims.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
            guard let reference = ordered.first(where: { $0.value == .person(true) }) else { continue }
            // Whom the most binding source names; there may be several.
            let holders = ordered.filter { $0.value == .person(true) && $0.source == reference.source && $0.rank == reference.rank }
            var seen: [PersonName] = []
            for claim in ordered where !holders.contains(where: { $0.span == claim.span }) && claim.span.excerpt != reference.span.excerpt {
                let name = PersonName(claim.name)
                let same = holders.first { PersonName($0.name).isSame(as: name) }
                let against: Claim?
                if claim.value == .person(true) {
                    let confirmed = ordered.contains { other in
                        other.source == claim.source && other.span.excerpt != claim.span.excerpt && !claim.isUpdate && other.value == .person(true)
                            && holders.contains { PersonName($0.name).isSame(as: PersonName(other.name)) }
                            && claim.rank >= .utterance
                    }
                    against =
                        same == nil && !confirmed
                        ? holders.first { holder in
                            // Of several, the one that the claim's document takes the role from.
                            ordered.contains {
                                $0.value == .person(false) && $0.source == claim.source && PersonName($0.name).isSame(as: PersonName(holder.name))
                            }
                        } ?? reference : nil
                } else {
                    // "Ana is no longer the sponsor" against a list that still has her.
                    against = same
                }
                guard let against, !seen.contains(where: { $0.isSame(as: name) }) else { continue }
                // The one finding says who and who not.
                if claim.value == .person(false), found.contains(where: { $0.a == against.span }) { continue }
                seen.append(name)
                found.append(RecordReading.Finding(rule: .ownerMismatch, field: Field.ID(field), a: against.span, b: claim.span))
                if seen.count == 2 { break }
            }
        }
        return found
    }

    /// Two sources disagree on what a contact is, where, or whether they are still there.
    static func contactMismatch(_ input: Input) -> [RecordReading.Finding] {
        var found: [RecordReading.Finding] = []
        func compare(_ topic: RecordFact.Topic, _ isConflict: (Claim, Claim) -> Bool) {
            let claims = input.claims[topic] ?? []
            let rows = claims.filter { $0.rank == .row }
            for row in rows {
                let name = PersonName(row.subject)
                guard
                    let other = claims.first(where: {
                        $0.span.excerpt != row.span.excerpt && ($0.rank != .row || $0.source != row.source) && PersonName($0.subject).isSame(as: name)
                            && isConflict(row, $0)
                    })
                else { continue }
                guard !found.contains(where: { $0.b == row.span || $0.b == other.span || $0.a == other.span }) else { continue }
                found.append(RecordReading.Finding(rule: .contactMismatch, field: Field.ID("re.person_role"), a: row.span, b: other.span))
            }
        }
        compare(.title) { row, other in
            guard let a = JobTitle(row.name), let b = JobTitle(other.name) else { return false }
            return !a.agrees(with: b)
        }
        compare(.employer) { row, other in !ClaimReader.isSameCompany(row.name, other.name) && !ClaimReader.isSameCompany(other.name, input.reader.accountName)
        }
        compare(.gone) { _, other in other.value == .isOpen(false) }
        // The list that names somebody in a role, and a line that says that they have gone.
        for gone in input.claims[.gone] ?? [] where gone.value == .isOpen(false) {
            let name = PersonName(gone.subject)
            for (topic, field) in roleFields {
                guard let row = input.claims[topic]?.first(where: { $0.rank == .row && $0.value == .person(true) && PersonName($0.name).isSame(as: name) })
                else { continue }
                guard !found.contains(where: { $0.b == gone.span }) else { continue }
                found.append(RecordReading.Finding(rule: .contactMismatch, field: Field.ID(field), a: row.span, b: gone.span))
            }
        }
        return Array(found.prefix(5))
    }

    /// A ticket that the list has closed and a later line has open, or the other way round.
    static func ticketStateMismatch(_ input: Input) -> [RecordReading.Finding] {
        let claims = input.claims[.ticket] ?? []
        let rows = Dictionary(claims.filter { $0.rank == .row }.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
        guard !rows.isEmpty else { return [] }
        var seen: Set<String> = []
        var found: [RecordReading.Finding] = []
        for claim in claims where claim.rank != .row {
            guard let row = rows[claim.subject], row.value != claim.value, row.span.excerpt != claim.span.excerpt, seen.insert(claim.subject).inserted else {
                continue
            }
            if let day = row.day, let said = claim.day, said < day { continue }
            // Opened again, or not: what is said last counts.
            let last = claims.last { $0.rank != .row && $0.subject == claim.subject && ($0.day?.number ?? .max) >= (claim.day?.number ?? .max) }
            guard last?.value == claim.value else { continue }
            found.append(RecordReading.Finding(rule: .ticketStateMismatch, field: Field.ID("im.esc_history"), a: row.span, b: claim.span))
        }
        return Array(found.prefix(3))
    }
}
