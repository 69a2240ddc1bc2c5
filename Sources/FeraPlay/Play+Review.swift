extension Play {
    /// What became of one reviewer's lines.
    private struct Tally {
        var approved = 0, edited = 0, rejected = 0, returned = 0
        var routes: Set<String> = []
        var isEmpty: Bool { approved + edited + rejected + returned == 0 }
    }

    /// Everybody decides what is routed to them: first the script's exceptions, then the rest, until nothing waits.
    func review() throws {
        step("The lines are reviewed")
        let deciders = people.filter { !$0.routes.isEmpty && $0.hired }
        var tallies: [String: Tally] = [:]
        for person in deciders { try exceptions(person, &tallies[person.id, default: Tally()]) }
        try answerReturned()
        // An edit is a new wording that the other routes have not seen, so there may be several rounds.
        for _ in 0..<6 {
            var waiting = 0
            for person in deciders { waiting += try decideRest(person, &tallies[person.id, default: Tally()]) }
            if waiting == 0 { break }
        }
        for person in deciders {
            guard let tally = tallies[person.id], !tally.isEmpty else { continue }
            var parts = ["\(tally.approved) approved"]
            if tally.edited > 0 { parts.append("\(tally.edited) edited") }
            if tally.rejected > 0 { parts.append("\(tally.rejected) rejected") }
            if tally.returned > 0 { parts.append("\(tally.returned) sent back") }
            screen.labelled(person.name, "\(parts.joined(separator: ", ")) (\(tally.routes.sorted().joined(separator: ", ")))")
        }
        if tallies.values.allSatisfy(\.isEmpty) { screen.line("No line waits for a reviewer.", .dim) }
        try acceptOpenContradictions()
    }

    private func waiting(_ person: TransferReply.Person) throws -> [ReviewReply] {
        let items: [ReviewReply] = try all("/v1/reviews?transfer_id=\(transfer)&limit=200", try client(person))
        for item in items { fieldOf[item.statement.id] = item.statement.field }
        return items.filter { $0.state == "waiting" }
    }

    private func exceptions(_ person: TransferReply.Person, _ tally: inout Tally) throws {
        for decision in script.review?.decisions ?? [] where try self.person(decision.by).id == person.id {
            let lines = try waiting(person).filter { $0.statement.field == decision.field && !decided.contains($0.statement.id) }
            // New words stand for one line; a rejection is meant for all lines of the field.
            let near = Likeness.best(lines, to: decision.text ?? decision.better ?? "") { $0.statement.text }
            let meant = decision.decision == "reject" ? lines : near.map { [$0] } ?? []
            if meant.isEmpty, clone == nil {
                screen.labelled(
                    "not applied", "\(decision.decision) of \(book.titles[decision.field] ?? decision.field): no such line waits for \(person.name)", .dim)
            }
            var seen: Set<String> = []
            for item in meant where seen.insert(item.statement.id).inserted {
                try decide(item, decision.decision, person, text: decision.text, reason: decision.reason, &tally)
                decided.insert(item.statement.id)
                screen.labelled(decision.decision.replacing("_", with: " "), "\(item.statement.title), by \(person.name)", .warn)
                screen.labelled("", "“\(Screen.short(item.statement.text, 200))”", .dim)
                if decision.decision == "edit" { screen.labelled("now", "“\(Screen.short(decision.text ?? "", 200))”") }
                if let reason = decision.reason { screen.labelled("because", reason, .dim) }
            }
        }
    }

    /// Lines that went back: the owner says better what was not enough.
    private func answerReturned() throws {
        let owner = try owner()
        for statement in try statements(owner.client) where statement.status == "changes_requested" || decided.contains(statement.id) {
            let wish = script.review?.decisions?.first { $0.decision == "request_changes" && $0.field == statement.field }
            guard let better = wish?.better, better != statement.text, fieldOf[statement.id] == statement.field else { continue }
            let _: StatementReply = try owner.client.patch(
                "/v1/statements/\(statement.id)", .members([("action", .text("correct")), ("text", .text(better))]), revision: statement.revision)
            screen.labelled(owner.person.name, Screen.short(better, 240))
        }
    }

    private func decideRest(_ person: TransferReply.Person, _ tally: inout Tally) throws -> Int {
        let items = try waiting(person)
        let otherwise = script.review?.otherwise ?? "approve"
        for item in items {
            try decide(item, otherwise, person, text: nil, reason: otherwise == "approve" ? nil : "Decided for all lines alike", &tally)
        }
        return items.count
    }

    private func decide(
        _ item: ReviewReply, _ decision: String, _ person: TransferReply.Person, text: String?, reason: String?, _ tally: inout Tally
    ) throws {
        var blessed: String?
        if item.route == "customer-facing", decision == "approve" || decision == "edit" {
            blessed = try script.wording?.first { try $0.field == item.statement.field && self.person($0.by).id == person.id }?.text
        }
        let body: JSON = .members([
            ("decision", .text(decision)), ("revision", .number(item.statement.revision)), ("text", .optional(text)), ("reason", .optional(reason)),
            ("blessed_wording", .optional(blessed)),
        ])
        let _: ReviewReply = try client(person).post("/v1/reviews/\(item.id)/decision", body)
        tally.routes.insert(item.route)
        switch decision {
        case "approve": tally.approved += 1
        case "edit": tally.edited += 1
        case "reject": tally.rejected += 1
        default: tally.returned += 1
        }
    }

    /// What nobody could resolve stays visible, and the manager says so.
    private func acceptOpenContradictions() throws {
        for contradiction in try gaps().contradictions {
            switch contradiction.status {
            case "open", "unresolved":
                let _: Ignored = try manager().post(
                    "/v1/contradictions/\(contradiction.id)/decision",
                    .members([("decision", .text("accept")), ("reason", .text("Nobody could say which of the two is right; both stay visible."))]))
                screen.labelled("accepted as open", contradiction.rule.replacing("_", with: " "), .warn)
            case _ where clone != nil: break
            default:
                screen.labelled("resolved", "\(contradiction.rule.replacing("_", with: " ")): \(Screen.short(contradiction.resolution ?? "", 160))", .good)
            }
        }
    }

    /// Seals what is approved.
    /// - Returns: `false` where nothing can be locked; then it was said why.
    func lock() throws -> Bool {
        let locker = try script.lock.map { try person($0.by) }
        let client = try locker.map { try self.client($0) } ?? manager()
        let preview: LockPreview = try client.get("/v1/transfers/\(transfer)/lock?account_id=\(account.id)")
        step("Version \(preview.version) is locked")
        guard preview.ready else {
            screen.line("It cannot be locked yet:", .warn)
            for blocker in preview.blockers { screen.labelled(blocker.code, blocker.message) }
            return false
        }
        let version: CloneVersionReply = try client.post("/v1/transfers/\(transfer)/lock", .members([("account_id", .text(account.id))]))
        clone = version
        screen.labelled("by", locker?.name ?? script.manager.name)
        screen.labelled("lines", "\(preview.approved) approved")
        screen.labelled("root", version.root, .good)
        screen.labelled("parent", version.parentRoot ?? "none, this is the first")
        if let found = version.verification { screen.labelled("verified", found.replacing("_", with: " "), found == "broken" ? .bad : .good) }
        return true
    }
}
