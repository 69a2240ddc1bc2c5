extension Play {
    /// The manager signs in and opens the transfer.
    func openTransfer() throws {
        step("A transfer is opened")
        let client = PlayClient(address)
        clients["manager"] = client
        let me = try client.join(settings.managerSecret)
        let reply: TransferReply = try client.post("/v1/transfers", script.opening(title: settings.folder.title, today: settings.today))
        clients[me] = client
        transfer = reply.id
        guard let first = reply.accounts.first else { throw PlayError(.answer, "the transfer was opened without an account") }
        account = (first.id, first.name)
        let order = Dictionary(script.seats.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { a, _ in a })
        people = reply.people.sorted { (order[$0.name] ?? order.count, $0.id) < (order[$1.name] ?? order.count, $1.id) }
        screen.labelled("account", account.name)
        screen.labelled("template", reply.template)
        screen.labelled("last working day", reply.lastWorkingDay)
        for person in people {
            let roles = person.roles.map { $0.replacing("_", with: " ") }.joined(separator: ", ")
            let routes = person.routes.isEmpty ? "" : " · decides " + person.routes.joined(separator: ", ")
            screen.labelled(person.name, roles + routes + (person.hired ? "" : " · still to be hired"), .dim)
        }
        if reply.accounts.count > 1 { screen.line("Only the first of \(reply.accounts.count) accounts is played.", .dim) }
    }

    /// The manager attaches the record, file by file. A file of a type that cannot be read is told and passed over.
    func readRecord() throws {
        step("The record is read")
        var read = 0, skipped = 0, failed = 0, refused = 0
        let column = max(26, 6 + (settings.folder.files.map(\.name.count).max() ?? 0))
        for file in settings.folder.files {
            do {
                let reply: List<SourceReply> = try manager().upload("/v1/transfers/\(transfer)/sources", files: [file], account: account.id)
                for source in reply.items {
                    let counts = source.counts
                    read += counts.read
                    skipped += counts.skipped
                    failed += counts.failed
                    var text = "\(counts.read) read"
                    if counts.skipped > 0 { text += ", \(counts.skipped) skipped" }
                    if counts.failed > 0 { text += ", \(counts.failed) failed" }
                    screen.labelled(source.name, text, counts.failed > 0 ? .warn : .plain, column: column)
                    for notice in source.notices ?? [] { screen.labelled("", notice, .dim, column: column) }
                }
            } catch let error as PlayError where ["unsupported_type", "unreadable"].contains(error.problem) {
                refused += 1
                screen.labelled(file.name, "not taken: \(error.detail ?? error.description)", .warn, column: column)
            }
        }
        guard refused < settings.folder.files.count else {
            throw PlayError(.material, "none of the \(refused) files could be read; the sentences above say why")
        }
        var total = "\(read) read, \(skipped) skipped, \(failed) failed"
        if refused > 0 { total += ", \(Screen.count(refused, "file")) not taken" }
        screen.labelled("together", total, .bold, column: column)
    }

    /// The interview is opened, which compiles the record: what is known, what is not, what contradicts itself.
    func compile() throws {
        let reply: ConversationReply = try manager().post("/v1/transfers/\(transfer)/interviews", .members([("account_id", .text(account.id))]))
        guard let id = reply.conversationId ?? reply.id else { throw PlayError(.answer, "the interview was opened without an id") }
        conversation = id
        step("Gaps and contradictions are found")
        let gaps = try self.gaps()
        let open = gaps.fields.filter { $0.state == "open" }
        let hinted = gaps.fields.filter { $0.state == "hinted" }
        screen.labelled("fields", "\(gaps.fields.count - open.count - hinted.count) told by the record, \(hinted.count) hinted at, \(open.count) open")
        for field in open.sorted(by: { ($0.weight, $1.id) > ($1.weight, $0.id) }).prefix(5) { screen.labelled("open", field.title, .dim) }
        if open.count > 5 { screen.labelled("", "and \(open.count - 5) more", .dim) }
        if let hint = hinted.first(where: { $0.hint?.quote != nil }), let place = hint.hint {
            screen.labelled("hinted", "\(hint.title): “\(Screen.short(place.quote ?? "", 90))” \(Self.place(place))", .dim)
        }
        if gaps.contradictions.isEmpty { screen.labelled("contradictions", "none") }
        for contradiction in gaps.contradictions {
            screen.labelled("contradiction", contradiction.rule.replacing("_", with: " "), .warn)
            for side in [contradiction.a, contradiction.b] {
                screen.labelled("", "“\(Screen.short(side.quote ?? "", 110))” \(Self.place(side))", .dim)
            }
        }
    }

    /// What is not known now; the answer book learns titles and contradictions from it.
    @discardableResult
    func gaps() throws -> GapsReply {
        let gaps: GapsReply = try manager().get("/v1/transfers/\(transfer)/gaps?account_id=\(account.id)")
        book.contradictions = gaps.contradictions
        book.raised = gaps.gaps.map(\.question)
        book.titles = Dictionary(gaps.fields.map { ($0.id, $0.title) }, uniquingKeysWith: { a, _ in a })
        return gaps
    }

    static func place(_ place: PlaceReply) -> String { "(\(place.name)\(place.place.map { ", \($0)" } ?? ""))" }
}
