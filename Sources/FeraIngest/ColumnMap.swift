import FeraDomain

/// Which column of a table is what: by its name, and where the name says nothing by its values. `Record.columns` documents the
/// canonical names; a column that nobody knows keeps its own.
struct ColumnMap {
    let kind: Record.Kind
    /// The headings as the file writes them; empty where there is none.
    let headings: [String]
    /// The name of each column in the record, one for each heading, none twice.
    let names: [String]
    private let firstName: Int?
    private let lastName: Int?

    init(headings: [String], sample: [[String]]) {
        let keys = headings.map(Self.key)
        var concepts = keys.map { Self.aliases[$0] }
        for index in headings.indices where concepts[index] == nil {
            let values = sample.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }
            if let guess = Self.guess(values), !concepts.contains(guess) { concepts[index] = guess }
        }
        let kind = Self.kind(Set(concepts.compactMap { $0 }))
        var used: Set<String> = []
        var names: [String] = []
        for (index, concept) in concepts.enumerated() {
            let name = concept.flatMap { Self.canonical($0, in: kind) }
            if let name, used.insert(name).inserted {
                names.append(name)
            } else {
                let plain = headings[index].isEmpty ? "column \(index + 1)" : headings[index]
                var own = plain
                var count = 1
                while !used.insert(own).inserted {
                    count += 1
                    own = "\(plain) (\(count))"
                }
                names.append(own)
            }
        }
        self.kind = kind
        self.headings = headings
        self.names = names
        firstName = concepts.firstIndex(of: "first_name")
        lastName = concepts.firstIndex(of: "last_name")
    }

    /// A first and a last name as one, in a table that has no column `name`.
    func joinedName(_ columns: [String: String]) -> String? {
        guard let firstName, let lastName, !names.contains("name") else { return nil }
        let parts = [names[firstName], names[lastName]].compactMap { columns[$0] }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// "Created at" → "created_at", "CaseNumber" → "casenumber", "Health__c" → "health".
    private static func key(_ name: String) -> String {
        var out = ""
        for unit in (name.hasSuffix("__c") ? String(name.dropLast(3)) : name).lowercased().unicodeScalars {
            if unit.properties.isAlphabetic || (48...57).contains(unit.value) { out.unicodeScalars.append(unit) } else if !out.hasSuffix("_") { out += "_" }
        }
        return out.hasSuffix("_") ? String(out.dropLast()) : out
    }

    private static func kind(_ has: Set<String>) -> Record.Kind {
        if has.contains("active"), has.contains("seats") || has.contains("date") { return .usage }
        let isTicket = has.contains("text") || has.contains("subject")
        if isTicket, !has.isDisjoint(with: ["priority", "status", "reporter", "ticket_id"]), !has.contains("renewal_date") { return .ticket }
        if has.contains("close_date") || has.contains("opportunity"), has.contains("stage") || has.contains("value") { return .opportunity }
        if !has.isDisjoint(with: ["renewal_date", "health"]) || has.isSuperset(of: ["account", "value"]) { return .account }
        if has.isSuperset(of: ["account", "owner"]) || has.isSuperset(of: ["account", "tier"]) || has.isSuperset(of: ["account", "segment"]) {
            return .account
        }
        if !has.isDisjoint(with: ["name", "first_name"]), !has.isDisjoint(with: ["email", "title", "role", "account", "last_name"]) { return .contact }
        return .other
    }

    /// The record's name of a concept in a table of this kind; `nil`: the column keeps its own name.
    private static func canonical(_ concept: String, in kind: Record.Kind) -> String? {
        switch (concept, kind) {
        case ("account_id", .account), ("ticket_id", .ticket), ("opportunity_id", .opportunity): "id"
        case ("name", .account): "account"
        case ("opportunity", .opportunity): "name"
        case ("close_date", .opportunity): "date"
        case ("text", .account), ("text", .contact), ("text", .opportunity): "notes"
        case ("subject", .contact): "title"
        case ("contact", .ticket), ("name", .ticket): "reporter"
        case ("account_id", _), ("ticket_id", _), ("opportunity_id", _), ("opportunity", _), ("close_date", _), ("contact", _): nil
        case ("first_name", _), ("last_name", _): nil
        default: concept
        }
    }

    /// What the values of a column tell, where at least four in five agree.
    private static func guess(_ values: [String]) -> String? {
        guard values.count >= 3 else { return nil }
        func most(_ test: (String) -> Bool) -> Bool { values.count(where: test) * 5 >= values.count * 4 }
        if most({ $0.contains("@") && !$0.contains(" ") && $0.contains(".") }) { return "email" }
        if most({ ["p1", "p2", "p3", "p4", "low", "medium", "normal", "high", "urgent", "critical"].contains($0.lowercased()) }) { return "priority" }
        if most({ ["open", "closed", "new", "pending", "solved", "resolved", "on hold", "in progress", "waiting"].contains($0.lowercased()) }) {
            return "status"
        }
        if most({ ["green", "amber", "yellow", "red"].contains($0.lowercased()) }) { return "health" }
        if most({ value in TextScan.tickets(in: value).first?.range == 0..<value.utf8.count }) { return "ticket_id" }
        if most({ value in value.utf8.count <= 30 && TextScan.dates(in: value).first?.range.lowerBound == 0 }) { return "date" }
        if most({ $0.utf8.count > 25 && $0.utf8.contains(32) }) { return "text" }
        if most({ value in TextScan.names(in: value).first?.range == 0..<value.utf8.count }) { return "name" }
        return nil
    }

    private static let aliases: [String: String] = {
        let table: [(String, String)] = [
            ("account", "account account_name company company_name customer customer_name organization organisation associated_company client firma kunde"),
            ("account_id", "account_id accountid crm_id customer_id company_id organization_id"),
            ("ticket_id", "ticket ticket_id id case_number casenumber case_id number key issue_key record_id ticket_number"),
            ("opportunity_id", "opportunity_id deal_id"), ("opportunity", "opportunity opportunity_name deal_name deal"),
            (
                "date",
                "date created created_at createddate created_date create_date opened opened_at open_date week month day period week_of week_starting datum"
            ),
            ("priority", "priority severity prio urgency priorität"), ("status", "status state ticket_status case_status"),
            ("subject", "subject summary ticket_name raw_subject short_description betreff"),
            ("text", "text description body comment details message ticket_description beschreibung long_description"),
            ("reporter", "reporter requester requester_name opened_by raised_by submitter reported_by"), ("contact", "contact contact_name"),
            ("active", "active active_users daily_active_users weekly_active_users monthly_active_users dau wau mau avg_daily_active users_active"),
            ("seats", "seats licenses licences licensed_users seats_purchased licensed seat_count"), ("name", "name full_name fullname person"),
            ("first_name", "first_name firstname vorname"), ("last_name", "last_name lastname surname nachname"),
            ("title", "title job_title position jobtitle funktion"), ("email", "email e_mail email_address mail"),
            ("role", "role contact_role persona buying_role rolle"), ("close_date", "close_date closedate expected_close"),
            ("renewal_date", "renewal_date renewal renews_on renewal_on next_renewal contract_renewal contract_end contract_end_date"),
            ("value", "value arr acv annual_value contract_value amount annual_recurring_revenue annual_revenue"),
            ("health", "health health_score health_status csm_health"), ("owner", "owner account_owner csm owner_name csm_owner deal_owner"),
            ("executive_sponsor", "executive_sponsor exec_sponsor sponsor"), ("decision_maker", "decision_maker economic_buyer buyer"),
            ("stage", "stage stage_name stagename deal_stage lifecycle_stage"), ("segment", "segment"), ("tier", "tier"),
            ("notes", "notes note comments remarks"),
        ]
        var aliases: [String: String] = [:]
        for (concept, keys) in table {
            for key in keys.split(separator: " ") { aliases[String(key)] = concept }
        }
        return aliases
    }()
}
