import FeraDomain

/// How the account is said to be, how many are said to use the product, and what tickets tell.
extension ClaimReader {
    mutating func readHealth(_ view: SentenceView) {
        guard view.set.contains(.good) else {
            // "Account health: 8 of 10".
            guard let label = view.hits.first(where: { $0.mark == .health }), let share = TextScan.shares(in: view.text).first, share.value.low >= 75 else {
                return
            }
            let between = view.words(label.range.upperBound, share.range.lowerBound)
            let isHealth = view.words(label.range.lowerBound, share.range.lowerBound).contains { $0 == "health" || $0 == "rag" }
            if isHealth, between.count <= 4, !view.isUnreal(at: share.range.lowerBound), !view.isPast(at: share.range.lowerBound),
                !view.set.hasAny([.target, .adoption])
            {
                add(claim(view, .health, .isGood(true)))
            }
            return
        }
        guard let good = view.hits.first(where: { $0.mark == .good }), !view.set.contains(.bad), !view.isUnreal(at: good.range.lowerBound),
            !view.isPast(at: good.range.lowerBound)
        else { return }
        guard !view.set.contains(.target), let health = view.hits.first(where: { $0.mark == .health }), !view.isDenied(good.range, good.range) else { return }
        // "Happy to report the status of …" says nothing of the account: the two have to be near.
        let gap = max(good.range.lowerBound - health.range.upperBound, health.range.lowerBound - good.range.upperBound)
        guard gap < 40 || view.text.utf8.count < 80, view.words(0, good.range.lowerBound).first != "happy",
            !view.words(good.range.upperBound, view.bytes.count).starts(with: ["to"])
        else { return }
        add(claim(view, .health, .isGood(true)))
    }

    // MARK: Adoption

    mutating func readAdoption(_ view: SentenceView) {
        let words = view.words(0, view.bytes.count)
        guard !view.set.contains(.target) || words.contains("actual"), !words.contains("should"), !words.contains("must") else { return }
        for share in TextScan.shares(in: view.text) {
            let place = share.range.lowerBound
            guard share.value.high <= 100, !view.isUnreal(at: place), !view.isPast(at: place), isOfUsers(view, share) else { continue }
            let lead = view.words(max(0, place - 12), place)
            guard lead.last != "from", !lead.suffix(2).contains("not"), !view.words(max(0, place - 26), place).contains("not"),
                !lead.suffix(3).contains("below"), !lead.suffix(3).contains("under")
            else { continue }
            add(claim(view, .adoption, .share(share.value.low, share.value.high)))
            return
        }
        guard let all = view.hits.first(where: { $0.mark == .everyone }), !view.set.contains(.hardly), !view.set.contains(.negation),
            TextScan.shares(in: view.text).isEmpty
        else { return }
        guard !view.isUnreal(at: all.range.lowerBound), !view.isPast(at: all.range.lowerBound), !view.set.hasAny([.otherShare, .request]) else { return }
        guard let adoption = view.hits.first(where: { $0.mark == .adoption }), abs(adoption.range.lowerBound - all.range.lowerBound) < 60 else { return }
        // "Hello everybody" and "please tell everyone" greet.
        let before = view.words(max(0, all.range.lowerBound - 14), all.range.lowerBound)
        guard !before.suffix(2).contains(where: { ["hello", "hi", "dear", "tell", "ask", "invite", "remind", "inform", "thank", "thanks"].contains($0) }),
            !view.words(all.range.upperBound, view.bytes.count).starts(with: ["is", "invited"])
        else { return }
        add(claim(view, .adoption, .share(90, 100)))
    }

    /// Whether a share is one of users: what names it nearest is the use of the product and nothing else.
    private func isOfUsers(_ view: SentenceView, _ share: TextFound<TextShare>) -> Bool {
        func distance(_ mark: Mark) -> Int {
            view.hits.lazy.filter { $0.mark == mark && !$0.range.overlaps(share.range) }.map { hit in
                let gap =
                    hit.range.upperBound <= share.range.lowerBound
                    ? share.range.lowerBound - hit.range.upperBound : hit.range.lowerBound - share.range.upperBound
                // What follows right behind "82 % of the" says what it is a share of.
                let isOf = hit.range.lowerBound >= share.range.upperBound && view.words(share.range.upperBound, hit.range.lowerBound).first == "of" && gap < 25
                let cut =
                    hit.range.upperBound <= share.range.lowerBound
                    ? view.contains(";", hit.range.upperBound, share.range.lowerBound) : view.contains(";", share.range.upperBound, hit.range.lowerBound)
                return isOf ? -1 : cut ? gap + 200 : gap
            }.min() ?? .max
        }
        let use = distance(.adoption)
        let other = distance(.otherShare)
        return use < 100 && use <= other && !(other <= 3)
    }

    // MARK: Tickets

    /// One sentence of a ticket; anger may be spread over several.
    mutating func readTicket(_ view: SentenceView) {
        let excerpt = view.line.excerpt
        guard let day = ticketDay(excerpt), (0...90).contains(asOf.days(since: day)) else { return }
        let isStrong = view.hits.contains { hit in
            guard hit.mark == .angry else { return false }
            // "not frustrated at all", "no longer angry"; "not happy" and "can't go on" carry their own.
            return !view.hits.contains {
                $0.mark == .negation && $0.range.upperBound <= hit.range.lowerBound && view.words($0.range.upperBound, hit.range.lowerBound).count <= 1
                    && hit.range.lowerBound - $0.range.upperBound < 12
            }
        }
        if moodOf != excerpt.id { (mood, moodOf) = (TicketMood(), excerpt.id) }
        mood.read(view, isStrong: isStrong && !isCourteous(view))
        if mood.isTense { tense.insert(excerpt.id) }
        guard mood.isAngry else { return }
        guard angry.last?.excerpt != excerpt.id else {
            if isStrong, let last = angry.indices.last { angry[last].span.end = max(angry[last].span.end, view.line.span.end) }
            return
        }
        angry.append((view.line.span, excerpt.id, day))
    }

    /// Words of anger in a request about something else: "the third column", "cancel a user".
    private func isCourteous(_ view: SentenceView) -> Bool {
        let strong = view.hits.filter { $0.mark == .angry }.map { view.words($0.range.lowerBound, $0.range.upperBound).joined(separator: " ") }
        guard strong.allSatisfy(Self.weakAnger.contains) else { return false }
        let words = view.words(0, view.bytes.count)
        return strong.count < 2 && !view.bytes.contains(33) || words.contains("thanks") || words.contains("thank")
    }

    /// Phrases that are angry only beside another one or an exclamation mark.
    private static let weakAnger: Set<String> = [
        "cancel", "cancelling", "canceling", "cancel the", "immediately", "refund", "compensation", "demand", "breach", "your manager", "your director",
        "switch to", "switching to", "once again", "terminate", "ignored", "ignores", "ignoring", "competitor", "competitors", "shame", "other suppliers",
        "another supplier", "other vendors", "another vendor", "escalated to", "escalation to", "regret ever", "still waiting", "legal team", "desperate",
        "despair",
    ]

    func ticketDay(_ excerpt: Excerpt) -> Day? {
        excerpt.day ?? excerpt.record?.columns["date"].flatMap { TextScan.times(in: $0, near: asOf).first?.value.first }
    }

    mutating func readTicketRow(_ record: Record, _ excerpt: Excerpt) {
        guard let id = record.columns["id"], let status = record.columns["status"], let span = ContradictionRules.line(of: "status", in: excerpt) else {
            return
        }
        let state = status.lowercased()
        let isOpen = Self.openStates.contains(state)
        guard isOpen || Self.closedStates.contains(state) else { return }
        let closing = record.columns.first { $0.key != "status" && headings[$0.key].isClosing }
        let day = closing.flatMap { TextScan.times(in: $0.value, near: asOf).first?.value.last } ?? ticketDay(excerpt)
        add(Claim(topic: .ticket, value: .isOpen(isOpen), subject: Self.ticketKey(id), span: span, source: excerpt.source, day: day, rank: .row))
    }

    private static let ahead: Set<String> = [
        "will", "ll", "be", "to", "get", "until", "before", "once", "can", "should", "when", "partly", "almost", "nearly", "half",
    ]

    private static let openStates: Set<String> = [
        "open", "new", "pending", "in progress", "waiting", "on hold", "active", "reopened", "assigned", "escalated", "offen", "wip", "abierto", "ouvert",
    ]

    private static let closedStates: Set<String> = [
        "closed", "resolved", "done", "solved", "complete", "completed", "fixed", "geschlossen", "erledigt", "gelöst", "fermé", "résolu", "cerrado", "resuelto",
        "finished",
    ]

    static func ticketKey(_ id: String) -> String { (id.hasPrefix("#") ? String(id.dropFirst()) : id).uppercased() }

    /// Whether the line says that something was delivered, not that it still was not.
    func isDelivered(_ view: SentenceView) -> Bool {
        !view.set.contains(.open) && view.hits.contains { $0.mark == .delivered && !isDenied(view, $0.range) }
    }

    /// Whether "not" stands in the two words before.
    private func isDenied(_ view: SentenceView, _ range: Range<Int>) -> Bool {
        view.hits.contains {
            $0.mark == .negation && $0.range.upperBound <= range.lowerBound && view.words($0.range.upperBound, range.lowerBound).count <= 2
                && range.lowerBound - $0.range.upperBound < 20
        }
    }

    /// A ticket by its number in a line that says that it is open, or that it is closed.
    mutating func readTicketMention(_ view: SentenceView) {
        let open = view.hits.first { $0.mark == .open }
        guard let state = open ?? view.hits.first(where: { $0.mark == .closed }), !view.isUnreal(at: state.range.lowerBound),
            !isDenied(view, state.range), !view.isPast(at: state.range.lowerBound)
        else { return }
        // "Will be closed next week" and "please get it closed" are no states.
        if open == nil,
            view.set.hasAny([.request, .target]) || view.words(max(0, state.range.lowerBound - 24), state.range.lowerBound).contains(where: Self.ahead.contains)
        {
            return
        }
        for word in TextScan.words(in: view.text)
        where word.value.utf8.contains(where: { (48...57).contains($0) }) && word.range.count >= 3 && word.range.count <= 20 {
            var claim = claim(view, .ticket, .isOpen(open != nil))
            claim.subject = word.value.uppercased()
            claim.day = claim.day ?? (view.near == asOf ? nil : view.near)
            add(claim)
        }
    }
}
