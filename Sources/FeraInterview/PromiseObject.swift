import FeraDomain

/// What a promise is a promise of, in words without endings, and whether a clause of the contract has it.
enum PromiseObject {
    /// A clause, read for what it grants.
    struct Clause: Sendable {
        var words: [String]
        var set: Set<String>
        /// It says that something is included, free or granted.
        var grants: Bool
        /// It says that something is left out or charged.
        var excludes: Bool

        init(_ clause: ClaimReader.Clause) {
            words = PromiseObject.stems(clause.text)
            set = Set(words)
            grants = clause.marks.contains(.include) || clause.marks.contains(.gift)
            excludes = clause.marks.contains(.exclude) && !clause.marks.contains(.uncharged)
        }
    }

    /// Whether a clause grants what the words name.
    static func isCovered(_ object: [String], by clauses: [Clause]) -> Bool {
        let wanted = Set(object)
        guard !wanted.isEmpty else { return true }
        return clauses.contains { clause in
            let common = wanted.intersection(clause.set).count
            guard common > 0, !clause.excludes else { return false }
            let share = Double(common) / Double(wanted.count)
            if share >= 0.75 || (share >= 0.5 && common >= 2) { return true }
            return clause.grants && (shares(object, clause.words) || share >= 0.5)
        }
    }

    /// Whether two words stand side by side in both: "vendor portal".
    static func shares(_ a: [String], _ b: [String]) -> Bool {
        guard a.count > 1, b.count > 1 else { return false }
        let pairs = Set(zip(a, a.dropFirst()).map { "\($0) \($1)" })
        return zip(b, b.dropFirst()).contains { pairs.contains("\($0) \($1)") }
    }

    /// The words that say what is promised in a sentence.
    static func object(_ view: SentenceView) -> [String] {
        let idle: MarkSet = [.vow, .gift, .will, .request, .refusal, .courtesy, .update, .target, .hypothetical]
        var taken = view.hits.filter { idle.contains($0.mark) }.map(\.range)
        taken += TextScan.times(in: view.text, near: view.near, order: view.order).map(\.range)
        taken += view.names.map(\.range)
        let gift = view.hits.first { $0.mark == .gift } ?? view.hits.first { $0.mark == .vow }
        let part = gift.map { segment(view, $0.range) } ?? 0..<view.bytes.count
        let said = words(view, taken, part)
        return said.isEmpty || said == ["price"] ? words(view, taken, 0..<view.bytes.count) : said
    }

    /// The part of a sentence between commas, colons and dashes.
    private static func segment(_ view: SentenceView, _ place: Range<Int>) -> Range<Int> {
        func cuts(_ at: Int) -> Bool {
            let unit = view.bytes[at]
            if unit == 45 { return at > 0 && view.bytes[at - 1] == 32 && at + 1 < view.bytes.count && view.bytes[at + 1] == 32 }
            return [44, 58, 59, 40, 41].contains(unit) && (at + 1 >= view.bytes.count || view.bytes[at + 1] == 32)
        }
        var from = place.lowerBound
        while from > 0, !cuts(from - 1) { from -= 1 }
        var to = place.upperBound
        while to < view.bytes.count, !cuts(to) { to += 1 }
        return from..<to
    }

    private static func words(_ view: SentenceView, _ taken: [Range<Int>], _ part: Range<Int>) -> [String] {
        var found: [String] = []
        for word in TextScan.words(in: view.text) where part.contains(word.range.lowerBound) && !taken.contains(where: { $0.overlaps(word.range) }) {
            // A capitalised word after a greeting, "to" or "with" is a person.
            let isCapital = view.text.utf8Slice(word.range.lowerBound, word.range.upperBound)?.first?.isUppercase == true
            if isCapital, word.range.lowerBound > 0, let last = view.words(max(0, word.range.lowerBound - 12), word.range.lowerBound).last,
                ["hi", "hello", "dear", "promised", "told", "assured"].contains(last)
            {
                continue
            }
            let stem = stem(word.value)
            if word.value.utf8.count > 1, !idleWords.contains(word.value), !idleWords.contains(stem), TextScan.isContentWord(word.value) {
                found.append(stem)
            }
        }
        // What is given away may be the price itself.
        let words = view.words(0, view.bytes.count)
        if words.contains(where: { $0.hasPrefix("price") }), !found.contains("price") { found.insert("price", at: 0) }
        return found
    }

    static func stems(_ text: String) -> [String] { words(text).map(stem) }

    static func words(_ text: String) -> [String] { TextScan.words(in: text).map(\.value) }

    /// Without the commonest endings.
    static func stem(_ word: String) -> String {
        var word = word.hasSuffix("'s") ? String(word.dropLast(2)) : word.hasSuffix("’s") ? String(word.dropLast(2)) : word
        if word.hasSuffix("ies"), word.utf8.count > 4 { return word.dropLast(3) + "y" }
        if word.hasSuffix("sses") { return String(word.dropLast(2)) }
        if word.hasSuffix("s"), !word.hasSuffix("ss"), word.utf8.count > 3 { word.removeLast() }
        if word.hasSuffix("ing"), word.utf8.count > 6 { return String(word.dropLast(3)) }
        if word.hasSuffix("ed"), word.utf8.count > 5 { return String(word.dropLast(2)) }
        return word
    }

    /// Words that say nothing of what was promised.
    private static let idleWords: Set<String> = Set(
        """
        call give given gives free charge charged until provide provided include included including inclusive promised promise assured
        committed discussed happy confirm agreed agree yes hi hello dear hey please don't worry worries sure make makes made consider
        considered done sorted thing extra cost costs fee no without additional whole full part package plan subscription current going
        forward get gets got have having want need know team customer client you'll we'll i'll it's that's can't won't let us also even
        still already next this last year years month months quarter week weeks day days time today tomorrow yesterday term rest end
        beginning march april june july september october january february november december august may much many quite really thanks thank
        regards best cheers kind told tell said say says mention mentioned talked spoke spoken discuss meeting conversation everything
        anything something nothing someone everybody deal offer gesture goodwill treat gift house word guarantee guaranteed as well too soon
        always never again back long longer short during through throughout behalf side side's name people person colleague colleagues new
        like would could should because since while when then now price guy guys it's yours mine ours theirs own put add added adding take
        takes taken keep keeps use used using able way around within between personally absolutely definitely certainly course count rely
        see look looking remember remind reminder note fyi ps re per account company department users user it's getting bill billed invoice
        invoiced paid pay paying money euro euros good news boss manager management phone finance legal sales director ceo afternoon morning
        evening luck brilliant great perfect fantastic usd eur gbp chf dollar dollars pound pounds going came come comes deliver delivered
        delivery ship shipped ready
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}

extension ClaimReader {
    /// A promise of ours in a message, in minutes, in a transcript.
    mutating func readPromise(_ view: SentenceView) {
        let vow = view.hits.first { $0.mark == .vow }
        let gift = view.hits.first { $0.mark == .gift } ?? thrownIn(view) ?? givenFree(view)
        let due = due(view)
        guard vow != nil || gift != nil || (due != nil && isAnnounced(view)) else { return }
        guard !view.set.contains(.refusal), !view.set.contains(.them), !view.set.contains(.elsewhere), view.questionFrom > 0 else { return }
        let isSpoken = view.line.excerpt.shape == .message || view.line.excerpt.shape == .utterance
        guard let place = (vow ?? gift)?.range.lowerBound ?? due.map({ _ in 0 }), place < view.questionFrom, !isSupposed(view, place),
            !isBenign(view, vow, gift)
        else { return }
        if view.set.contains(.courtesy), gift == nil { return }
        if let request = view.hits.first(where: { $0.mark == .request }), vow == nil || request.range.lowerBound < place, isAsking(view, request) { return }
        if gift != nil, vow == nil, !isSpoken, !view.set.contains(.will) { return }
        if let vow, view.isDenied(vow.range, vow.range) { return }
        // What was so in an old contract is no promise that stands.
        if vow == nil, view.isPast(at: place), view.hits.contains(where: { $0.mark == .history && $0.range.lowerBound < place }) { return }
        var object = PromiseObject.object(view)
        var span = view.line.span
        if object.isEmpty, let line = previous, line.excerpt.id == view.line.excerpt.id {
            let before = SentenceView(line, hits: [], near: view.near, order: view.order)
            // "The connector? Consider it done."
            object = PromiseObject.object(before)
            span.start = min(span.start, before.line.span.start)
        }
        guard !object.isEmpty else { return }
        // What a plan dates and a ticket tracks is on its way: only the day counts.
        let isTracked = gift == nil && !isSpoken && !view.line.reading.inside(view.line.reading.tickets, view.line.sentence).isEmpty
        promises.append(Promise(span: span, object: object, due: due, isBinding: (vow != nil || gift != nil) && !isTracked, excerpt: view.line.excerpt.id))
    }

    /// "We'll throw the portal into the bundle".
    private func thrownIn(_ view: SentenceView) -> MarkHit? {
        let words = TextScan.words(in: view.text)
        guard let start = words.firstIndex(where: { ["throw", "throwing"].contains($0.value) }) else { return nil }
        guard words[start...].dropFirst().prefix(7).contains(where: { $0.value == "in" || $0.value == "into" }) else { return nil }
        return MarkHit(mark: .gift, range: words[start].range, token: 0)
    }

    /// "… to give you the portal free for a year".
    private func givenFree(_ view: SentenceView) -> MarkHit? {
        let words = TextScan.words(in: view.text)
        guard let free = words.firstIndex(where: { $0.value == "free" }), free > 1, !["feel", "are", "am", "is", "be"].contains(words[free - 1].value) else {
            return nil
        }
        guard
            words[..<free].contains(where: {
                ["give", "gave", "given", "giving", "get", "gets", "receive", "provide", "keep", "keeps", "offer", "offered"].contains($0.value)
            })
        else { return nil }
        return MarkHit(mark: .gift, range: words[free].range, token: 0)
    }

    /// Under a condition that nobody has met yet.
    private func isSupposed(_ view: SentenceView, _ place: Int) -> Bool {
        let conditions: Set<String> = [
            "if", "unless", "whether", "provided", "assuming", "should", "might", "maybe", "perhaps", "could", "would", "suppose", "supposing", "propose",
            "suggest", "considering", "thinking", "depending", "depends", "subject", "falls", "wenn", "possibly", "negotiating", "once", "hypothetically",
            "when", "option",
        ]
        return view.hits.contains { hit in
            guard hit.mark == .hypothetical else { return false }
            let first = view.words(hit.range.lowerBound, hit.range.upperBound).first ?? ""
            // "You told us that it would be free" tells of what was said.
            if first == "would", view.words(0, hit.range.lowerBound).contains(where: { ["told", "said", "promised", "assured", "confirmed"].contains($0) }) {
                return false
            }
            return conditions.contains(first) && first != "should" || first == "should" && hit.range.lowerBound < place
                || !conditions.contains(first) && hit.range.lowerBound < place
        }
    }

    private func isAsking(_ view: SentenceView, _ request: MarkHit) -> Bool {
        let words = view.words(request.range.lowerBound, request.range.upperBound).joined(separator: " ")
        // "As promised, please find …" and "you asked for it, so we'll throw it in" are no requests.
        return !(["asked for", "requested"].contains(words) && view.set.contains(.gift) && view.words(0, view.bytes.count).contains("ll"))
    }

    /// "Feel free", "we agreed to meet", "a guarantee of the bank": words of promises that promise nothing.
    private func isBenign(_ view: SentenceView, _ vow: MarkHit?, _ gift: MarkHit?) -> Bool {
        guard let vow, gift == nil else { return false }
        let said = view.words(vow.range.lowerBound, vow.range.upperBound).joined(separator: " ")
        let after = view.words(vow.range.upperBound, view.bytes.count)
        if [
            "we agreed", "agreed to", "agreed with", "agreed that", "as agreed", "committed", "guarantee", "guaranteed", "confirm that we", "i can confirm",
            "we can confirm", "rest assured",
        ].contains(said) {
            // Bare agreement has to be on something of ours that is given.
            let gives: Set<String> = [
                "give", "provide", "include", "extend", "add", "deliver", "waive", "credit", "keep", "ship", "build", "grant", "cover", "offer", "assign",
                "get", "free", "supply", "absorb", "fund", "support", "send", "install", "host", "freeze", "price", "prices", "response", "uptime", "discount",
                "dedicated",
            ]
            return Set(after).isDisjoint(with: gives) && !["guarantee", "guaranteed", "committed"].contains(said)
        }
        if ["guarantee", "guaranteed", "assure"].contains(said),
            after.contains(where: { ["safe", "secure", "security", "privacy", "confidential", "confidentiality", "protected", "data"].contains($0) })
                && !after.contains(where: { ["export", "import", "archive", "migration", "retention"].contains($0) })
        {
            return true
        }
        if ["promise", "promises"].contains(said), let first = after.first, ["land", "lands", "of"].contains(first) { return true }
        return false
    }

    /// "We'll deliver … by …": announced, without a vow.
    private func isAnnounced(_ view: SentenceView) -> Bool {
        let words = view.words(0, view.bytes.count)
        let ours = zip(words, words.dropFirst()).contains { ($0 == "we" || $0 == "i") && ($1 == "ll" || $1 == "will") }
        return ours
            && words.contains {
                [
                    "deliver", "ship", "provide", "fix", "finish", "complete", "release", "implement", "build", "migrate", "install", "credit", "refund",
                    "correct", "replace", "get", "have", "give", "set", "roll", "launch", "issue", "write", "repair", "restore", "resolve", "hand", "supply",
                    "train", "produce", "develop", "switch", "enable", "activate", "publish", "upgrade",
                ].contains($0)
            }
    }

    /// "by 31 March", "before the end of Q1": until when it was promised.
    private func due(_ view: SentenceView) -> DaySpan? {
        guard view.bytes.contains(where: { (48...57).contains($0) }) || view.set.hasAny([.vow, .will]) else { return nil }
        let times = TextScan.times(in: view.text, near: view.near, order: view.order)
        for time in times {
            let lead = view.words(max(0, time.range.lowerBound - 24), time.range.lowerBound)
            if lead.suffix(3).contains(where: { ["by", "before", "latest", "later", "bis", "spätestens", "due", "avant", "antes"].contains($0) }) {
                return time.value
            }
            if lead.last == "on" || lead.last == "in", view.set.contains(.vow),
                view.words(0, time.range.lowerBound).contains(where: { ["deliver", "ship", "live", "release", "ready", "done", "receive", "get"].contains($0) })
            {
                return time.value
            }
        }
        return nil
    }
}
