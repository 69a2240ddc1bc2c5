/// A job title made comparable: "CFO" and "Chief Financial Officer", "IT Director" and "Director of IT" are the same.
struct JobTitle: Hashable, Sendable {
    /// What it is the title of: finance, procurement.
    let domain: Set<String>
    /// Head, officer, administrator.
    let rank: Set<String>

    /// - Returns: `nil` where the words are no job title ("Champion", "Blocker").
    init?(_ text: String) {
        var words: [String] = []
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter }).map(String.init) {
            words += (Self.short[word] ?? word).split(separator: " ").map(String.init)
        }
        let kept = words.filter {
            ![
                "of", "the", "for", "and", "senior", "junior", "global", "group", "regional", "de", "der", "und", "our", "at", "acting", "interim", "deputy",
                "former",
            ].contains($0)
        }
        let rank = Set(kept.filter(Self.ranks.contains).map { Self.same[$0] ?? $0 })
        guard !rank.isEmpty, kept.count <= 8 else { return nil }
        self.rank = rank
        domain = Set(kept.filter { !Self.ranks.contains($0) }.map { Self.same[$0] ?? $0 })
    }

    /// Whether one person may carry both at a time.
    func agrees(with other: JobTitle) -> Bool {
        if domain.isEmpty || other.domain.isEmpty {
            return domain == other.domain || rank.isSubset(of: other.rank) || other.rank.isSubset(of: rank) && domain.isEmpty == other.domain.isEmpty
                || !rank.isDisjoint(with: other.rank)
        }
        return !domain.isDisjoint(with: other.domain)
    }

    static let departments: Set<String> = [
        "department", "team", "division", "office", "unit", "operations", "services", "europe", "emea", "america", "asia", "dach", "global", "finance",
        "quality", "sales", "marketing", "it",
    ]

    private static let short: [String: String] = [
        "ceo": "chief executive officer", "cfo": "chief financial officer", "coo": "chief operating officer", "cto": "chief technology officer",
        "cio": "chief information officer", "ciso": "chief security officer", "cmo": "chief marketing officer", "chro": "chief people officer",
        "cpo": "chief product officer",
        "cro": "chief revenue officer", "vp": "vice president", "svp": "vice president", "evp": "vice president", "md": "managing director", "dir": "director",
        "mgr": "manager",
        "admin": "administrator", "ops": "operations", "hr": "people", "sysadmin": "system administrator", "pm": "project manager",
    ]

    private static let ranks: Set<String> = [
        "head", "director", "chief", "officer", "vice", "president", "manager", "lead", "leader", "engineer", "administrator", "analyst", "partner",
        "consultant", "specialist",
        "architect", "coordinator", "supervisor", "controller", "treasurer", "assistant", "secretary", "buyer", "developer", "founder", "owner", "leiter",
        "leiterin",
        "geschäftsführer", "geschäftsführerin", "directeur", "directrice", "directora", "gerente", "responsable", "chef",
        "associate", "advisor", "professor",
        "managing", "accountant", "planner",
    ]

    private static let same: [String: String] = [
        "financial": "finance", "finanzen": "finance", "operating": "operations", "technical": "technology", "information": "it", "systems": "it",
        "system": "it", "purchasing": "procurement",
        "sourcing": "procurement", "personnel": "people", "resources": "people", "human": "people", "commercial": "sales", "revenue": "sales", "leiter": "head",
        "leiterin": "head", "lead": "head",
        "leader": "head", "director": "head", "managing": "executive", "transport": "logistics", "supply": "logistics", "chain": "logistics",
        "tech": "technology",
    ]
}
