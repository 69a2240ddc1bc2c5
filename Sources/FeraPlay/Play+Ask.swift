import Foundation

extension Play {
    /// The successor asks. Returns the questions that were refused.
    @discardableResult
    func ask(_ questions: [PlayScript.Question]) throws -> Set<String> {
        step("The successor asks")
        var refused: Set<String> = []
        if questions.isEmpty { screen.line("The folder's play.json5 asks nothing. Open the successor's link below and ask.", .dim) }
        for question in questions where try !ask(question) { refused.insert(question.text) }
        return refused
    }

    /// One question in a conversation of its own. Returns whether it was answered.
    private func ask(_ question: PlayScript.Question) throws -> Bool {
        guard let clone else { return false }
        let asker: TransferReply.Person?
        if let key = question.by { asker = try person(key) } else { asker = person(role: "successor") ?? person(role: "interim_holder") }
        guard let asker else { throw PlayError(.material, "nobody is successor or interim holder, so nobody may ask") }
        let body: JSON = .members([
            ("clone_id", .text(clone.cloneId)), ("question", .text(question.text)), ("client_message_id", .text(UUID().uuidString)),
        ])
        let reply: AskReply = try client(asker).post("/v1/asks", body)
        screen.gap()
        screen.labelled("?", question.text, .ask, column: 8)
        let sentences = reply.packets.filter { $0.type == "sentence" }
        for sentence in sentences {
            let marks = (sentence.citations ?? []).map { "[\($0.n)]" }.joined()
            screen.line("\(sentence.text ?? "") \(marks)", indent: 8)
        }
        var shown: Set<Int> = []
        for citation in sentences.flatMap({ $0.citations ?? [] }) where shown.insert(citation.n).inserted {
            let source = citation.source.map { " · \($0.name)\($0.place.map { ", \($0)" } ?? "")" } ?? ""
            let approved = citation.approvedBy.isEmpty ? "" : ", approved by \(citation.approvedBy.uniqued().joined(separator: ", "))"
            let age = citation.ageDays == 0 ? "today" : "\(Screen.count(citation.ageDays, "day")) ago"
            screen.labelled("[\(citation.n)]", "said by \(citation.saidBy) \(age)\(approved)\(source)", .dim, indent: 8, column: 12)
        }
        for note in sentences.flatMap({ $0.notes ?? [] }) { screen.labelled("note", Screen.short(note, 260), .dim, indent: 8, column: 14) }
        if let refusal = reply.packets.first(where: { $0.type == "refused" }) {
            let nearest = refusal.nearest ?? []
            let near = nearest.isEmpty ? "" : " Nearest: \(nearest.joined(separator: "; "))."
            screen.line("Refused: \((refusal.reason ?? "").replacing("_", with: " ")). The question is kept as a gap.\(near)", .warn, indent: 8)
        }
        compare(question, reply.packets)
        return !sentences.isEmpty
    }

    private func compare(_ question: PlayScript.Question, _ packets: [Packet]) {
        let sentences = packets.filter { $0.type == "sentence" }
        var surprise: String?
        switch question.expect {
        case "answer" where sentences.isEmpty: surprise = "an answer was expected"
        case "refusal" where !sentences.isEmpty: surprise = "a refusal was expected"
        case "answer":
            let fields = sentences.flatMap { $0.citations ?? [] }.compactMap { fieldOf[$0.passageId] }
            if let field = question.field, !fields.isEmpty, !fields.contains(field) { surprise = "an answer from \(field) was expected, not from \(fields[0])" }
        default: break
        }
        guard let surprise else { return }
        surprises.append("“\(question.text)”: \(surprise)")
        screen.line("Not as the script has it: \(surprise).", .bad, indent: 8)
    }

    /// A refused question becomes a gap, the owner answers it, and the next version knows.
    func close(_ gap: PlayScript.Gap) throws {
        let first = clone
        let raised = try gaps().gaps.first { $0.question == gap.question }
        guard raised != nil else {
            surprises.append("“\(gap.question)”: was refused and became no gap")
            return
        }
        try interview(title: "The refused questions come back to the owner")
        try ownersPass()
        try review()
        guard try lock(), let second = clone else { return }
        if second.parentRoot != first?.root { surprises.append("version \(second.version) does not name version \(first?.version ?? 0) as its parent") }
        try ask([gap.askAgain ?? PlayScript.Question(text: gap.question, expect: "answer")])
        // Whoever waits is told after the lock has answered: a moment later the gap is closed.
        var after = try gaps().gaps.first { $0.question == gap.question }
        for _ in 0..<40 where after?.status != "closed" {
            Thread.sleep(forTimeInterval: 0.05)
            after = try gaps().gaps.first { $0.question == gap.question }
        }
        if let after { screen.labelled("the gap is", after.status, .good, indent: 8) }
    }

    /// The successor signs off and takes the handover page.
    func handOver() throws {
        guard let clone else { return }
        guard let person = person(role: "successor") ?? person(role: "interim_holder") else { return }
        step("It is handed over")
        let successor = try client(person)
        let _: Ignored = try successor.post("/v1/transfers/\(transfer)/sign-off", .members([("account_id", .text(account.id))]))
        screen.labelled("signed off by", person.name)
        let target = "/v1/clones/\(clone.cloneId)/versions/\(clone.version)/handover"
        let page = try successor.request("GET", target, headers: [("Accept", "text/markdown")])
        let lines = page.body.count { $0 == 10 }
        guard let path = settings.handoverPath else {
            screen.labelled("handover page", "\(lines) lines")
            return
        }
        do {
            try Data(page.body).write(to: URL(fileURLWithPath: path))
        } catch {
            throw PlayError(.material, "the handover page could not be written to \(path): \(error.localizedDescription)")
        }
        handover = path
        screen.labelled("handover page", "\(path) (\(lines) lines, cited)", .good)
    }

    /// How the account stands at the end.
    func summary() throws {
        let reply: TransferReply = try manager().get("/v1/transfers/\(transfer)")
        guard let account = reply.accounts.first(where: { $0.id == account.id }) else { return }
        screen.gap()
        screen.labelled("\(account.name)", account.state.replacing("_", with: " "), .bold, column: 26, labelStyle: .bold)
        for missing in account.missing { screen.labelled("still missing", missing, .dim) }
        for surprise in surprises { screen.labelled("not as scripted", surprise, .bad) }
    }
}
