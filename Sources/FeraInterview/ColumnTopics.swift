/// What a column of an account's row is about, by its heading, in the names of the record and in everybody's own. A heading is read
/// once, however many rows stand under it.
struct ColumnTopics: Sendable {
    struct Heading: Sendable {
        var topic: RecordFact.Topic?
        var isActive: Bool
        var isSeats: Bool
        /// It holds the day on which a ticket was closed.
        var isClosing: Bool
    }

    private var known: [String: Heading] = [:]

    subscript(name: String) -> Heading {
        mutating get {
            if let heading = known[name] { return heading }
            let text = name.lowercased()
            let heading = Heading(
                topic: Self.topic(name), isActive: Self.isActive(text), isSeats: Self.isSeats(text),
                isClosing: ["closed", "resolved", "solved"].contains { text.contains($0) })
            known[name] = heading
            return heading
        }
    }

    /// The names that `Record.columns` gives.
    private static let own: [String: RecordFact.Topic] = [
        "renewal_date": .renewal, "value": .value, "health": .health, "owner": .owner, "executive_sponsor": .sponsor, "decision_maker": .decisionMaker,
        "seats": .seats,
    ]

    private static func topic(_ heading: String) -> RecordFact.Topic? {
        if let topic = own[heading] { return topic }
        let text = heading.lowercased()
        func has(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        if has("notice", "kündigung", "préavis", "start", "begin", "signed", "created", "last ") { return nil }
        if has("sponsor", "exec contact", "executive contact") { return .sponsor }
        if has("decision", "entscheider", "economic buyer", "budget holder") { return .decisionMaker }
        if has("champion") { return .champion }
        if has("procurement", "purchasing", "einkauf") { return .procurement }
        if has("account manager", "account owner", "csm", "customer success", "betreuer", "account lead") { return .owner }
        if has("health", "ampel", "rag", "traffic light"), !has("average", "storage", "coverage") { return .health }
        if has("adoption", "utilis", "utiliz", "usage %", "usage rate", "active %", "nutzungsgrad") { return .adoption }
        if isSeats(text) { return .seats }
        if has(
            "vertragswert", "jahreswert", "annual", "arr", "acv", "mrr", "contract value", "deal value", "contract amount", "yearly", "umsatz",
            "subscription value"),
            !has("total", "tcv", "report", "arrival", "warranty")
        {
            return .value
        }
        if has("renew", "vertragsende", "laufzeitende", "expir", "end of term", "échéance", "vencimiento", "verlängerung", "valid until", "anniversary") {
            return .renewal
        }
        let isTerm = has("contract", "term", "subscription", "licen", "agreement", "vertrag", "laufzeit")
        return isTerm && has("end", "until", "bis", "till", "through") ? .renewal : nil
    }

    /// Whether the column counts those who use the product.
    private static func isActive(_ heading: String) -> Bool {
        let text = heading.lowercased()
        let words = Set(text.split { !$0.isLetter }.map(String.init))
        return text.contains("active") && !text.contains("inactive") || text.contains("aktiv") || text.contains("logins") || text.contains("logged in")
            || text.contains("unique user") || !words.isDisjoint(with: ["dau", "wau", "mau"]) || text.contains("users online") || text.contains("actifs")
            || text.contains("activos") || text.contains("in use") || text.contains("used seats") || text.contains("seats used")
    }

    /// Whether the column counts what was bought.
    private static func isSeats(_ heading: String) -> Bool {
        let text = heading.lowercased()
        if isActive(text) || text.contains("used") { return false }
        return text.contains("seat")
            || text.contains("licen") && !text.contains("end") && !text.contains("expir") && !text.contains("type") && !text.contains("fee")
            || text.contains("lizenz") || text.contains("purchased") || text.contains("entitle") || text.contains("provisioned") || text.contains("named user")
            || text.contains("bought") || text.contains("user count") || text.contains("contracted users")
    }
}
