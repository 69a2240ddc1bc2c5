import FeraDomain

/// What a column of an account's row is about, by its heading, in the names of the record and in everybody's own. A heading is read
/// once, however many rows stand under it.
struct ColumnTopics: Sendable {
    struct Heading: Sendable {
        var topic: RecordFact.Topic?
        var isActive: Bool
        var isSeats: Bool
        /// It holds the day on which a ticket was closed.
        var isClosing: Bool
        /// It holds the day or week that the row is of.
        var isDay: Bool
        /// What one unit of its values is a year: 12 for amounts a month.
        var factor: Int
        /// 1000 for "ARR k€".
        var scale: Int
        /// What the record calls such a column in a list of tickets, of contacts, of accounts.
        var ticketName, contactName: String?
        var isAccount: Bool
    }

    private var known: [String: Heading] = [:]

    subscript(name: String) -> Heading {
        mutating get {
            if let heading = known[name] { return heading }
            let heading = Heading(HeadingWords(name), name)
            known[name] = heading
            return heading
        }
    }

    /// A row of a list that the import could not name, with the names of the record where its headings tell what it lists.
    mutating func named(_ record: Record) -> Record {
        guard record.kind == .other else { return record }
        func renamed(_ kind: Record.Kind, _ name: (Heading) -> String?) -> Record {
            var row = Record(kind: kind, columns: [:])
            for (own, value) in record.columns.sorted(by: { $0.key < $1.key }) {
                let known = name(self[own])
                let key = known.map { row.columns[$0] == nil && record.columns[$0] == nil ? $0 : own } ?? own
                row.columns[key] = value
                row.lines[key] = record.lines[own]
            }
            return row
        }
        let names = record.columns.keys.map { self[$0] }
        let tickets = Set(names.compactMap(\.ticketName))
        if tickets.isSuperset(of: ["id", "status"]) { return renamed(.ticket, \.ticketName) }
        let contacts = Set(names.compactMap(\.contactName))
        if contacts.contains("name"), contacts.count > 1, !names.contains(where: { $0.topic != nil }) { return renamed(.contact, \.contactName) }
        return renamed(.other) { $0.isAccount ? "account" : nil }
    }
}

extension ColumnTopics.Heading {
    /// The names that `Record.columns` gives.
    private static let own: [String: RecordFact.Topic] = [
        "renewal_date": .renewal, "value": .value, "health": .health, "owner": .owner, "executive_sponsor": .sponsor, "decision_maker": .decisionMaker,
        "seats": .seats,
    ]

    fileprivate init(_ words: HeadingWords, _ name: String) {
        isActive = Self.isActive(words)
        isSeats = Self.isSeats(words, isActive)
        topic = Self.own[name] ?? Self.topic(words, isSeats)
        isClosing = words.has("closed", "resolved", "solved")
        isDay = words.has("date", "day", "week", "month", "period", "datum", "fecha", "woche", "as of", "kw")
        factor = words.has("mrr", "month", "monthly", "monat", "monatlich", "mensual", "mensuel") ? 12 : words.has("quarter", "quarterly", "quartal") ? 4 : 1
        scale =
            words.has("k", "keur", "kusd", "kgbp", "tsd", "thousand", "thousands", "teur", "tausend")
            ? 1000 : words.has("mio", "million", "millions") ? 1_000_000 : 1
        let isNumber = words.has("id", "number", "key", "reference") || words.count == 1
        ticketName =
            words.has("ticket", "case", "issue", "incident", "vorgang") && isNumber
            ? "id"
            : words.has("status", "state", "estado", "statut", "zustand")
                ? "status"
                : words.has("subject", "summary", "title", "text", "description", "problem", "betreff", "asunto", "complaint", "message")
                    ? "text" : words.has("opened", "created", "raised", "reported", "date", "logged", "datum", "fecha") && !isClosing ? "date" : nil
        isAccount =
            words.has("account", "customer", "client", "company", "kunde", "firma", "cliente", "organisation", "organization") && words.has("name")
            || words.count == 1 && words.has("account", "customer", "client", "company", "kunde", "firma", "cliente")
        contactName =
            words.has("employer", "company", "organisation", "organization", "firm", "account", "customer")
            ? "account"
            : words.has("title", "position", "function", "job", "funktion", "cargo", "puesto")
                ? "title" : words.has("name", "contact", "person", "who", "nombre") && !words.has("product", "file", "project", "user", "plan") ? "name" : nil
    }

    private static func topic(_ words: HeadingWords, _ isSeats: Bool) -> RecordFact.Topic? {
        if words.holds("kündigung", "préavis", "preaviso") || words.has("notice") { return .notice }
        if words.has("start", "begin", "begins", "signed", "created", "last", "opened", "beginn", "since", "previous", "old", "former") { return nil }
        if words.holds("sponsor") || words.has("exec contact", "executive contact") { return .sponsor }
        if words.holds("decision", "entscheider") || words.has("economic buyer", "budget holder", "signatory") { return .decisionMaker }
        if words.holds("champion") { return .champion }
        if words.holds("procurement", "purchasing", "einkauf") { return .procurement }
        if words.has("account manager", "account owner", "csm", "customer success", "account lead", "relationship manager", "account executive", "ae")
            || words.holds("betreuer")
        {
            return .owner
        }
        if words.has("health", "ampel", "rag", "traffic light", "salud", "santé") { return .health }
        if words.holds("adoption", "utilis", "utiliz", "nutzungsgrad", "auslastung") || words.has("usage percent", "usage rate", "active percent", "uptake") {
            return .adoption
        }
        if isSeats { return .seats }
        if isValue(words) { return .value }
        if words.holds("renew", "vertragsende", "laufzeitende", "expir", "échéance", "vencimiento", "verlängerung")
            || words.has("end of term", "valid until", "anniversary", "end date", "ends on", "ablauf")
        {
            return .renewal
        }
        let isTerm = words.holds("contract", "term", "subscription", "licen", "agreement", "vertrag", "laufzeit", "contrat")
        return isTerm && words.has("end", "ends", "until", "bis", "till", "through", "fin", "ende", "final") ? .renewal : nil
    }

    /// An amount that is paid again and again: a word that says so, or money and how often.
    private static func isValue(_ words: HeadingWords) -> Bool {
        if words.has(
            "total", "tcv", "report", "warranty", "percent", "forecast", "target", "budget", "pipeline", "growth", "increase", "discount", "date", "review",
            "late", "setup", "one time", "days")
        {
            return false
        }
        if words.has("arr", "acv", "mrr") || words.holds("vertragswert", "jahreswert", "umsatz", "jahresgebühr", "jahresbetrag") { return true }
        let isMoney = words.has(
            "value", "wert", "amount", "betrag", "fee", "fees", "charge", "charges", "price", "preis", "revenue", "cost", "importe", "montant", "netto", "net",
            "spend", "much", "cuota", "prix", "pays", "eur", "usd", "gbp", "chf", "invoice", "billing", "valor", "gebühr")
        let isPeriod = words.has(
            "annual", "yearly", "year", "jahr", "jährlich", "anual", "annuel", "month", "monthly", "monat", "monatlich", "mensual", "quarter", "quarterly",
            "recurring")
        if words.has("annual", "yearly") || isMoney && isPeriod { return true }
        return isMoney && (words.has("contract", "deal", "subscription", "agreement") || words.count == 1 && words.has("fee", "fees"))
    }

    /// Whether the column counts those who use the product.
    private static func isActive(_ words: HeadingWords) -> Bool {
        words.has("active", "logins", "login", "dau", "wau", "mau", "actifs", "activos", "in use", "used seats", "seats used", "licences used", "used licences")
            && !words.has("percent", "rate", "inactive") || words.holds("aktiv") && !words.holds("inaktiv")
            || words.has("logged in", "unique user", "unique users", "users online")
    }

    /// Whether the column counts what was bought.
    private static func isSeats(_ words: HeadingWords, _ isActive: Bool) -> Bool {
        if isActive || words.has("used", "percent", "rate", "unused", "free", "price", "fee", "cost", "active") { return false }
        if words.has("seat", "seats", "purchased", "provisioned", "bought", "user count", "contracted users", "named users", "named user") { return true }
        if words.holds("lizenz", "entitle", "licencia") { return !words.has("end", "ende", "bis") }
        return words.holds("licen") && !words.has("end", "expiry", "type", "until", "date", "value", "amount", "annual", "key", "name", "model", "through")
    }
}

/// The words of a heading, however it is written: "Rnwl_Dt__c", "contractEnd", "How much p.a.?".
private struct HeadingWords {
    private let words: [String]
    private let text: String

    init(_ heading: String) {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in heading.replacing("p.a.", with: " annual ").replacing("p. a.", with: " annual ").replacing("%", with: " percent ") {
            if !character.isLetter || wasLower && character.isUppercase {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if character.isLetter { word += character.lowercased() }
            wasLower = character.isLowercase
        }
        if !word.isEmpty { words.append(word) }
        self.words = words.filter { $0 != "c" }.map { Self.long[$0] ?? $0 }
        text = " " + self.words.joined(separator: " ") + " "
    }

    var count: Int { words.count }

    /// Whether one of the words or phrases stands in the heading.
    func has(_ phrases: String...) -> Bool { phrases.contains { $0.contains(" ") ? text.contains(" \($0) ") : words.contains($0) } }

    /// Whether a word of the heading holds one of the stems.
    func holds(_ stems: String...) -> Bool { words.contains { word in stems.contains { word.contains($0) } } }

    /// What people shorten where a column is narrow.
    private static let long: [String: String] = [
        "nm": "name", "dt": "date", "amt": "amount", "qty": "quantity", "acct": "account", "acc": "account", "rnwl": "renewal", "renwl": "renewal",
        "lic": "licence", "lics": "licence", "pct": "percent", "perc": "percent", "ttl": "title", "emplyr": "employer", "emp": "employer", "cust": "customer",
        "exp": "expiry", "contr": "contract", "ctr": "contract", "agmt": "agreement", "yr": "year", "pa": "annual", "mth": "month", "mo": "month",
        "no": "number", "nr": "number", "num": "number", "ref": "reference", "stat": "status", "sts": "status", "desc": "description", "subj": "subject",
        "org": "organisation", "co": "company", "sub": "subscription", "subs": "subscription", "val": "value", "rev": "revenue", "usr": "user", "usrs": "users",
        "exec": "executive", "spons": "sponsor", "util": "utilisation", "descr": "description", "prs": "person", "crtd": "created", "opnd": "opened",
        "wk": "week", "fullname": "name", "proc": "procurement",
    ]
}
