import Foundation

extension Play {
    /// The owner answers on the conversation's socket until it closes. Coming back, they go on after the last packet they saw.
    func interview(title: String) throws {
        step(title)
        let owner = try owner()
        let isFirstVisit = lastSeq == 0
        let snapshot: Packet = try owner.client.get("/v1/conversations/\(conversation)")
        // Packets of a first visit are read from the start, so that the welcome is seen too.
        let socket = try PlaySocket(owner.client, "/v1/conversations/\(conversation)/socket?after=\(lastSeq)")
        var progress: Packet?
        var last: Packet.Turn?
        var asked = 0, scripted = 0, lines = 0
        var kinds: Set<String> = []
        if snapshot.turn == nil, ["closing", "done"].contains(snapshot.state ?? "") {
            screen.line("Nothing is asked.", .dim)
            try socket.close()
            return
        }
        while true {
            let packet = try socket.next()
            if let seq = packet.seq, packet.type != "accepted" {
                if seq <= lastSeq { continue }
                lastSeq = seq
                // What was asked and ended elsewhere since (a line that a reviewer sent back) is not asked again.
                if seq <= snapshot.lastSeq ?? 0, packet.type == "notice" || (packet.type == "turn" && packet.openedTurn?.turnId != snapshot.turn?.turnId) {
                    continue
                }
            }
            switch packet.type {
            case "turn":
                guard let turn = packet.openedTurn else { throw PlayError(.answer, "a turn without its question") }
                let answer = book.answer(turn)
                asked += 1
                last = turn
                if answer.isScripted { scripted += 1 }
                show(turn, answer.text, asked, isFirst: kinds.insert(turn.kind).inserted)
                try socket.send(
                    .members([
                        ("type", .text("message")), ("client_message_id", .text(UUID().uuidString)), ("turn_id", .text(turn.turnId)),
                        ("text", .text(answer.text)),
                    ]))
            case "message" where packet.author == nil:
                // Who comes back has read what was said before they left.
                guard isFirstVisit || asked > 0 else { continue }
                screen.labelled("Fera", packet.text ?? "", .dim, column: 12)
                // A reply may leave the question open; then nothing else comes, and the owner passes on.
                guard let last else { continue }
                let now: Packet = try owner.client.get("/v1/conversations/\(conversation)")
                if now.lastSeq == lastSeq, now.turn?.turnId == last.turnId { try skip(last, socket) }
            case "statements": lines += packet.added?.count ?? 0
            case "progress": progress = packet
            case "error": throw PlayError(.refused, "The interview stopped: \(packet.message ?? packet.code ?? "no reason was given")", problem: packet.code)
            case "notice" where packet.code == "closed" || packet.code == "expired":
                screen.labelled("Fera", packet.text ?? "", .dim, column: 12)
                try socket.close()
                screen.gap()
                screen.labelled("together", "\(Screen.count(asked, "question")), \(scripted) answered, \(Screen.count(lines, "line")) written down", .bold)
                if let done = progress?.completeness { screen.labelled("completeness", "\(done) of 100; \(progress?.gapsOpen ?? 0) fields open") }
                return
            default: break
            }
        }
    }

    private func skip(_ turn: Packet.Turn, _ socket: PlaySocket) throws {
        let id = UUID().uuidString
        try socket.send(
            .members([("type", .text("action")), ("client_message_id", .text(id)), ("turn_id", .text(turn.turnId)), ("action", .text("skip"))]))
    }

    /// The first questions and the first of each kind in full, every contradiction in full; the others on two lines.
    private func show(_ turn: Packet.Turn, _ answer: String, _ number: Int, isFirst: Bool) {
        let owner = (try? owner().person.name.split(separator: " ").first.map(String.init)) ?? "Owner"
        let isFull = number <= 3 || isFirst || turn.kind == "contradiction"
        screen.gap()
        if isFull {
            screen.labelled("\(number) \(turn.kind)", turn.text, .ask, column: 20, labelStyle: .dim)
            if let why = turn.why, !why.isEmpty { screen.labelled("", "Why: \(why)", .dim, column: 20) }
            screen.labelled(owner, answer, column: 20)
        } else {
            let room = screen.width - 20
            screen.labelled("\(number) \(turn.kind)", Screen.short(turn.text, room), .ask, column: 20, labelStyle: .dim)
            screen.labelled(owner, Screen.short(answer, room), column: 20)
        }
    }

    /// The owner reads the lines before anybody else does.
    func ownersPass() throws {
        step("The owner's own pass")
        let owner = try owner()
        var confirmed = 0
        let lines = try statements(owner.client)
        for line in lines { fieldOf[line.id] = line.field }
        let proposed = lines.filter { $0.status == "proposed" }
        var exceptions: [String: PlayScript.Pass] = [:]
        for exception in script.pass ?? [] {
            let same = proposed.filter { $0.field == exception.field }
            // New words stand for the line that is most like them; what is kept or taken back is meant with all its lines.
            let meant = exception.action == "correct" ? Likeness.best(same, to: exception.text ?? "") { $0.text }.map { [$0] } ?? [] : same
            for line in meant { exceptions[line.id] = exception }
        }
        for statement in proposed {
            if let exception = exceptions[statement.id] {
                let body: JSON = .members([("action", .text(exception.action)), ("text", .optional(exception.text))])
                let changed: StatementReply = try owner.client.patch("/v1/statements/\(statement.id)", body, revision: statement.revision)
                screen.labelled(exception.action, statement.title, .warn)
                screen.labelled("", "“\(Screen.short(statement.text, 200))”", .dim)
                if exception.action == "correct" { screen.labelled("now", "“\(Screen.short(changed.text, 200))”") }
                if let reason = exception.reason { screen.labelled("because", reason, .dim) }
            } else {
                let _: StatementReply = try owner.client.patch(
                    "/v1/statements/\(statement.id)", .members([("action", .text("confirm"))]), revision: statement.revision)
                confirmed += 1
            }
        }
        screen.labelled("confirmed", Screen.count(confirmed, "line"))
        let _: Ignored = try owner.client.post(
            "/v1/transfers/\(transfer)/owners-pass", .members([("account_id", .text(account.id)), ("action", .text("finish"))]))
    }

    /// The account's lines that somebody may read.
    func statements(_ client: PlayClient) throws -> [StatementReply] {
        try all("/v1/transfers/\(transfer)/statements?account_id=\(account.id)&limit=200", client)
    }

    /// All pages of a list.
    func all<Item: Decodable>(_ target: String, _ client: PlayClient) throws -> [Item] {
        var items: [Item] = []
        var cursor: String?
        repeat {
            let page: List<Item> = try client.get(target + (cursor.map { "&cursor=\($0)" } ?? ""))
            items += page.items
            cursor = page.nextCursor
        } while cursor != nil
        return items
    }
}
