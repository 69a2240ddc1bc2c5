import FeraDomain

/// The rules that find what contradicts itself in the record. A rule is a function in a table; a further one is a further entry. They
/// look at claims, which `ClaimReader` has collected in one pass, and at no words but names.
enum ContradictionRules {
    struct Input {
        var claims: [RecordFact.Topic: [Claim]]
        var reader: ClaimReader
        var asOf: Day
        /// Where a measured share stands that stands for all of them.
        var measured: (share: Double, span: WordSpan)?

        init(_ reader: ClaimReader) {
            self.reader = reader
            asOf = reader.asOf
            claims = Dictionary(grouping: ContradictionRules.distinct(reader.claims), by: \.topic)
            measured = ContradictionRules.measured(reader)
        }
    }

    typealias Rule = @Sendable (Input) -> [RecordReading.Finding]

    static let table: [Rule] = [
        dateMismatch, statusVersusSentiment, amountMismatch, ownerMismatch, promises, adoptionVersusUsage, contactMismatch, ticketStateMismatch, seatsMismatch,
    ]

    /// What one source says twice is one claim, as new as its newest.
    static func distinct(_ claims: [Claim]) -> [Claim] {
        struct Key: Hashable {
            var topic: RecordFact.Topic
            var value: RecordFact.Value
            var name: String
            var subject: String
            var source: Source.ID
            var rank: Int
        }
        var places: [Key: Int] = [:]
        var found: [Claim] = []
        for claim in claims {
            let key = Key(topic: claim.topic, value: claim.value, name: claim.name, subject: claim.subject, source: claim.source, rank: claim.rank.rawValue)
            guard let place = places[key] else {
                places[key] = found.count
                found.append(claim)
                continue
            }
            if let day = claim.day { found[place].day = Swift.max(day, found[place].day ?? day) }
            found[place].isUpdate = found[place].isUpdate || claim.isUpdate
        }
        return found
    }

    /// Dates at which the term ends; three days are no contradiction: exports cut time zones.
    static func dateMismatch(_ input: Input) -> [RecordReading.Finding] {
        [RecordFact.Topic.renewal, .notice].flatMap { topic in
            disagreements(input.claims[topic] ?? [], .dateMismatch, topic == .renewal ? "co.renewal_date" : "co.notice") { a, b in
                guard case .days(let a) = a.value, case .days(let b) = b.value else { return true }
                return a.distance(to: b) <= 3
            }
        }
    }

    /// Yearly amounts in one currency; a tenth of a percent is rounding, and so is what a "k" cuts off.
    static func amountMismatch(_ input: Input) -> [RecordReading.Finding] {
        let seats = (input.claims[.seats] ?? []).sorted { $0.rank < $1.rank }
        let values = (input.claims[.value] ?? []).compactMap { claim -> Claim? in
            guard case .yearlyPerSeat(let money) = claim.value else { return claim }
            guard
                case .count(let count)? = (seats.first { $0.span.excerpt == claim.span.excerpt } ?? seats.first { $0.source == claim.source } ?? seats.first)?
                    .value
            else { return nil }
            var whole = claim
            whole.value = .yearly(TextMoney(units: money.units * count, currency: money.currency, slack: money.slack * count))
            return whole
        }
        return disagreements(values, .amountMismatch, "co.value") { a, b in
            guard case .yearly(let a) = a.value, case .yearly(let b) = b.value else { return true }
            if let one = a.currency, let other = b.currency, one != other { return true }
            let slack = Swift.max(a.slack, b.slack)
            return abs(a.units - b.units) < slack || abs(a.units - b.units) * 1000 <= Swift.max(a.units, b.units)
        }
    }

    /// Seats that were bought.
    static func seatsMismatch(_ input: Input) -> [RecordReading.Finding] {
        disagreements(input.claims[.seats] ?? [], .seatsMismatch, "co.value") { a, b in a.value == b.value }
    }

    /// What the rest of the record says otherwise than its most binding line. One value is one finding, however often it stands
    /// there; a claim that a later one of the reference's value replaces is old and no contradiction.
    static func disagreements(
        _ claims: [Claim], _ rule: Contradiction.Rule, _ field: String, _ agree: (Claim, Claim) -> Bool
    ) -> [RecordReading.Finding] {
        guard claims.count > 1 else { return [] }
        let ordered = claims.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
        let reference = ordered[0]
        var found: [Claim] = []
        // A list with several rows for the account has several contracts: each row is one of them.
        let rows = ordered.prefix { $0.rank == .row && $0.source == reference.source }
        for claim in ordered.dropFirst(max(1, rows.count))
        where claim.span.excerpt != reference.span.excerpt && !rows.contains(where: { agree($0, claim) }) && !agree(reference, claim) {
            let isReplaced = ordered.contains { other in
                if other.amends, !claim.amends, claim.rank == .clause { return true }
                guard other.span != reference.span, agree(reference, other), other.span != claim.span else { return false }
                if other.isUpdate, !claim.isUpdate { return true }
                guard let day = claim.day, let later = other.day else { return false }
                return claim.rank >= .utterance && later > day
            }
            guard !isReplaced, !found.contains(where: { agree($0, claim) }) else { continue }
            found.append(claim)
        }
        return found.prefix(3).map { RecordReading.Finding(rule: rule, field: Field.ID(field), a: reference.span, b: $0.span) }
    }

    /// A column's line of a row, as the file writes it: "Renewal: 2026-10-13" for `renewal_date`.
    static func line(of column: String, in excerpt: Excerpt) -> WordSpan? {
        excerpt.record?.lines[column].map { WordSpan(excerpt: excerpt.id, start: $0.lowerBound, end: $0.upperBound) }
    }
}
