import FeraDomain

/// Who holds a role, what a contact is and where.
extension ClaimReader {
    private static let roles: [Mark: Claim.Topic] = [
        .sponsor: .sponsor, .decision: .decisionMaker, .champion: .champion, .owner: .owner, .procurement: .procurement,
    ]

    /// Words that may stand between a role and the name of who holds it.
    private static let links: Set<String> = [
        "is", "are", "remains", "at", "the", "customer", "client", "over", "there", "on", "their", "side", "for", "us", "now", "here", "still", "currently",
        "called",
        "named", "will", "be", "with", "sits", "lies", "rests", "by", "of", "in", "an", "a", "role", "dr", "mr", "ms", "mrs", "prof", "he", "she", "who",
        "this",
        "programme", "program", "project", "account", "rollout", "our", "s", "its", "new", "again", "today", "person", "contact", "and", "that", "company",
        "executive",
        "exec", "as", "acts", "serves", "acting", "becomes", "became", "has", "been", "holds", "took", "takes", "over", "main", "key", "from", "budget",
        "final", "it",
        "everything", "renewal", "deal", "side", "whole", "group", "everyone", "knows", "internally", "actual", "real", "official", "ist", "bei", "der", "die",
        "das",
        "est", "le", "la", "chez", "es", "el", "stays", "would", "m", "re", "always", "goes", "since", "to", "belongs", "held", "hands", "top", "board",
        "appointed",
        "overall", "level", "am", "your", "these", "days", "nowadays", "present", "moment", "we", "have", "got", "name", "names", "taken", "assumed", "assumes",
        "taking", "inherited", "inherits", "given", "assigned", "passed", "moved", "went", "handed", "transferred", "lie", "falls", "me", "know", "you",
        "confirmed", "continues", "was", "were", "used", "no", "longer", "not", "isn", "t", "former", "previous", "until",
        "formally", "also", "just", "recently", "us", "technical", "business", "c", "effective",
    ]

    private static let moves: Set<String> = ["passed", "moved", "went", "goes", "handed", "transferred", "belongs", "over", "given", "assigned", "falls"]

    private static let joints: Set<String> = [
        "is", "acts", "acting", "serves", "was", "were", "remains", "becomes", "became", "as", "holds", "has", "named", "took", "takes", "taken", "taking",
        "stays", "appointed",
        "who", "ist", "est", "es", "m", "am", "s", "used", "isn", "assumed", "assumes", "inherited", "be", "been", "called",
    ]

    private static let verbs: Set<String> = [
        "sponsors", "sponsoring", "signs", "holds", "calls", "controls", "approves", "decides", "makes", "backs", "looks", "owns", "has",
    ]

    mutating func readRoles(_ view: SentenceView) {
        let names = view.names
        let accountWords = Set(accountName.lowercased().split(separator: " ").map(String.init))
        for hit in view.hits {
            guard let topic = Self.roles[hit.mark], !view.isUnreal(at: hit.range.lowerBound) else { continue }
            if hit.mark != .owner, isOurs(view, hit.range) { continue }
            if isTwin(view, hit) { continue }
            var used = false
            let next = view.first([.sponsor, .decision, .champion, .owner, .procurement], after: hit.range.upperBound)?.range.lowerBound ?? .max
            if let name = names.first(where: { $0.range.lowerBound >= hit.range.upperBound }),
                name.range.lowerBound < next || isAppended(view, hit.range.upperBound, next)
            {
                used = take(name, topic, view, hit, gap: hit.range.upperBound..<name.range.lowerBound, accountWords, names)
            }
            if !used, let name = names.last(where: { $0.range.upperBound <= hit.range.lowerBound }) {
                used = take(name, topic, view, hit, gap: name.range.upperBound..<hit.range.lowerBound, accountWords, names)
            }
            if !used { readSpeaker(topic, view, hit) }
            if !used, names.isEmpty { readLabel(topic, view, hit) }
        }
    }

    /// "executive sponsor and decision maker: X" names one person for both.
    private func isAppended(_ view: SentenceView, _ end: Int, _ next: Int) -> Bool {
        guard next < view.bytes.count else { return false }
        return view.words(end, next).allSatisfy { ["and", "our", "the"].contains($0) } && view.words(end, next).count <= 2
    }

    /// A role inside a longer phrase of another role was found already.
    private func isTwin(_ view: SentenceView, _ hit: MarkHit) -> Bool {
        view.hits.contains {
            $0.mark == hit.mark && $0.token != hit.token && $0.range.lowerBound <= hit.range.lowerBound && $0.range.upperBound >= hit.range.upperBound
                && $0.range.count > hit.range.count
        }
    }

    private func isOurs(_ view: SentenceView, _ role: Range<Int>) -> Bool {
        view.hits.contains {
            $0.mark == .ourSide && (0..<30).contains($0.range.lowerBound - role.upperBound)
                || $0.mark == .ourSide && (0..<20).contains(role.lowerBound - $0.range.upperBound)
        }
    }

    private mutating func take(
        _ name: TextFound<String>, _ topic: Claim.Topic, _ view: SentenceView, _ hit: MarkHit, gap: Range<Int>, _ account: Set<String>,
        _ names: [TextFound<String>]
    ) -> Bool {
        var between = view.words(gap.lowerBound, gap.upperBound)
        let isAfter = gap.lowerBound == hit.range.upperBound
        // "Nina took over from Travis as our champion": half a name of whom she follows.
        if let from = between.firstIndex(where: { ["from", "replaced", "replaces", "succeeds", "succeeded", "replacing", "succeeding"].contains($0) }),
            between[..<from].contains(where: { ["took", "takes", "taken", "taking", "over", "inherited"].contains($0) }) || between[from] != "from",
            from + 1 < between.count
        {
            between.remove(at: from + 1)
            between.remove(at: from)
        }
        // "Keep Ana in the loop, who is our sponsor": what counts stands behind "who".
        if !isAfter, let who = between.lastIndex(of: "who"), who <= 5 { between = Array(between[who...]) }
        if Self.verbs.contains(view.words(hit.range.lowerBound, hit.range.upperBound).first ?? ""), hit.mark == .sponsor,
            !isOfProject(view, hit.range.upperBound)
        {
            return false
        }
        guard gap.count <= 70, between.allSatisfy({ Self.links.contains($0) || account.contains($0) }), !view.contains(";", gap.lowerBound, gap.upperBound)
        else { return false }
        // "sponsor, from Ana" and "sponsor to Ana" name where it came from, and whose.
        if isAfter, let last = between.last, ["from", "to", "and"].contains(last), between.first == last || last == "from" {
            return last == "from" && deny(name, topic, view)
        }
        // "Ivo Brandt (sponsor), Margit Oberle (plants)".
        if isAfter, view.contains(")", gap.lowerBound, gap.upperBound), !view.contains("(", gap.lowerBound, gap.upperBound) { return false }
        if isAfter, between.isEmpty, view.contains(",", gap.lowerBound, gap.upperBound), view.contains(".", gap.lowerBound, gap.upperBound) { return false }
        // "Sponsor: none. Ana …" was cut; "Ana Prieto, sponsor of the run" is; "met Ana Prieto. Sponsor" is not.
        // "Ana Prieto: executive sponsor" is a list, "Ana Prieto: the sponsor called" is a chat.
        if !isAfter, view.contains(":", gap.lowerBound, gap.upperBound), hit.range.upperBound + 3 < view.bytes.count || gap.count > 3 { return false }
        if between.contains("to"), !between.contains(where: Self.moves.contains),
            !(isAfter && view.words(max(0, hit.range.lowerBound - 30), hit.range.lowerBound).contains(where: Self.moves.contains))
        {
            return false
        }
        // "According to Ana the sponsor is happy" names no sponsor: something has to join the two.
        if !isAfter {
            let isJoined =
                between.contains(where: Self.joints.contains)
                || [",", "(", "-", "=", ":", "|", "/"].contains { view.contains($0, gap.lowerBound, gap.upperBound) }
            let verb = view.words(hit.range.lowerBound, hit.range.upperBound).first ?? ""
            guard isJoined || Self.verbs.contains(verb), !between.contains("and") else { return false }
        }
        // A bare word such as "procurement" needs a colon or "is".
        let isWord = view.words(hit.range.lowerBound, hit.range.upperBound).count == 1
        if topic == .procurement, isWord, !(isAfter && (view.contains(":", gap.lowerBound, gap.upperBound) || between == ["is"])) { return false }
        if !isAfter, topic == .procurement, isWord { return false }
        let isDenied =
            between.contains { ["no", "not", "isn", "former", "previous", "used", "until"].contains($0) }
            || between.contains("was") && !between.contains("named") && !between.contains("appointed")
        let before = view.last([.history, .negation], before: isAfter ? hit.range.lowerBound : name.range.lowerBound)
        let isPast = before.map { (isAfter ? hit.range.lowerBound : name.range.lowerBound) - $0.range.upperBound <= 3 } ?? false
        // "Ana used to be sponsor until March it was" tells of the past only; what comes after a name does too.
        let ended =
            view.first([.history], after: max(name.range.upperBound, hit.range.upperBound)).map {
                $0.range.lowerBound - max(name.range.upperBound, hit.range.upperBound) < 12 && !view.contains(",", name.range.upperBound, $0.range.lowerBound)
                    && isAfter == false
            } ?? false
        if isDenied || isPast || ended { return deny(name, topic, view) }
        if !isAfter, let replaced = replaced(view, names, name, hit) {
            person(replaced.new, topic, view, true)
            person(replaced.old, topic, view, false)
            return true
        }
        person(name, topic, view, true)
        // "Sponsors: Ana Prieto and Ben Holt".
        if isAfter, let other = names.first(where: { $0.range.lowerBound > name.range.upperBound }), other.range.lowerBound - name.range.upperBound <= 5 {
            person(other, topic, view, true)
        }
        return true
    }

    /// "Sponsors the project" and "sponsors us", not "sponsors the football team".
    private func isOfProject(_ view: SentenceView, _ end: Int) -> Bool {
        let objects = view.words(end, view.bytes.count).prefix(3).filter { !["the", "this", "our", "your", "whole", "entire", "my"].contains($0) }
        guard let first = objects.first else { return true }
        return Self.links.contains(first)
            || ["initiative", "platform", "implementation", "partnership", "relationship", "tool", "product", "work", "everything", "that", "all", "from"]
                .contains(first)
    }

    /// "Ana replaced Ben as sponsor", "Ben was replaced by Ana as sponsor".
    private func replaced(_ view: SentenceView, _ names: [TextFound<String>], _ name: TextFound<String>, _ hit: MarkHit) -> (
        new: TextFound<String>, old: TextFound<String>
    )? {
        guard let other = names.last(where: { $0.range.upperBound <= name.range.lowerBound }) else { return nil }
        let between = view.words(other.range.upperBound, name.range.lowerBound)
        guard between.count <= 5, between.contains(where: { ["replaced", "replaces", "succeeded", "succeeds", "over", "follows", "followed"].contains($0) })
        else { return nil }
        return between.contains("by") ? (name, other) : (other, name)
    }

    private mutating func deny(_ name: TextFound<String>, _ topic: Claim.Topic, _ view: SentenceView) -> Bool {
        person(name, topic, view, false)
        return true
    }

    private mutating func person(_ name: TextFound<String>, _ topic: Claim.Topic, _ view: SentenceView, _ holds: Bool) {
        var claim = claim(view, topic, .person(holds))
        claim.name = name.value
        claim.place = view.place(name.range)
        add(claim)
    }

    /// "I am the executive sponsor now": whoever writes it.
    private mutating func readSpeaker(_ topic: Claim.Topic, _ view: SentenceView, _ hit: MarkHit) {
        guard let speaker = view.line.excerpt.speaker, speaker.contains(" ") else { return }
        let before = view.words(max(0, hit.range.lowerBound - 40), hit.range.lowerBound)
        guard let me = before.lastIndex(of: "i"), before[(me + 1)...].allSatisfy({ Self.links.contains($0) }), before.count > me + 1 else { return }
        guard !before.contains("not"), !before.contains("was"),
            !view.set.contains(.negation) || !view.has(.negation, in: max(0, hit.range.lowerBound - 20)..<hit.range.lowerBound)
        else { return }
        var claim = claim(view, topic, .person(true))
        claim.name = speaker
        add(claim)
    }

    /// "Executive sponsor: 田中太郎": what stands behind the colon, where no name was recognised.
    private mutating func readLabel(_ topic: Claim.Topic, _ view: SentenceView, _ hit: MarkHit) {
        guard hit.range.upperBound < view.bytes.count, view.bytes[hit.range.upperBound] == 58, hit.range.lowerBound <= 6 else { return }
        var start = hit.range.upperBound + 1
        while start < view.bytes.count, view.bytes[start] == 32 || view.bytes[start] == 42 { start += 1 }
        var end = start
        while end < view.bytes.count, ![44, 40, 59, 46, 10, 47].contains(view.bytes[end]) { end += 1 }
        guard let name = view.text.utf8Slice(start, end)?.trimmed, let first = name.first, name.split(separator: " ").count <= 4 else { return }
        // One word of ASCII is as well a team or "none".
        guard first.isLetter, !first.isASCII || name.split(separator: " ").count >= 2 && first.isUppercase else { return }
        guard name.split(separator: " ").allSatisfy({ $0.first?.isUppercase == true || $0.first?.isASCII == false }) else { return }
        person(TextFound(value: name, range: start..<start + name.utf8.count), topic, view, true)
    }

    // MARK: Contacts

    mutating func readContact(_ record: Record, _ excerpt: Excerpt) {
        guard let name = record.columns["name"], !name.isEmpty else { return }
        func claim(_ column: String, _ topic: Claim.Topic, _ value: Claim.Value, name said: String) -> Claim? {
            guard let span = ContradictionRules.line(of: column, in: excerpt) else { return nil }
            return Claim(topic: topic, value: value, name: said, subject: name, span: span, source: excerpt.source, rank: .row)
        }
        for column in ["title", "role"] {
            guard let value = record.columns[column], !value.isEmpty else { continue }
            if JobTitle(value) != nil, let title = claim(column, .title, .words, name: value) { add(title) }
            let hits = MarkIndex.shared.hits(Tokens(value))
            for hit in hits {
                guard let topic = Self.roles[hit.mark], topic != .procurement, topic != .owner,
                    !hits.contains(where: { $0.mark == .history || $0.mark == .negation })
                else { continue }
                guard var person = claim(column, topic, .person(true), name: name), let line = record.lines["name"] else { continue }
                person.subject = ""
                person.span = WordSpan(excerpt: excerpt.id, start: min(line.lowerBound, person.span.start), end: max(line.upperBound, person.span.end))
                person.place = WordSpan(excerpt: excerpt.id, start: line.upperBound - name.utf8.count, end: line.upperBound)
                add(person)
                break
            }
        }
        let company =
            record.columns["account"].map { ("account", $0) }
            ?? record.columns.first { ["company", "employer", "organisation", "organization"].contains($0.key.lowercased()) }.map { ($0.key, $0.value) }
        if let company, !company.1.isEmpty, let employer = claim(company.0, .employer, .words, name: company.1) { add(employer) }
        if company == nil || record.columns["title"] != nil || record.columns["role"] != nil, let known = claim("name", .gone, .isOpen(true), name: name) {
            add(known)
        }
    }

    /// The lines under a mail: a name, and below it a title and perhaps a company.
    mutating func readSignature(_ excerpt: Excerpt) {
        guard let speaker = excerpt.speaker, speaker.contains(" "), excerpt.text.utf8.count < 20_000 else { return }
        var offset = 0
        var wasName = false
        for line in excerpt.text.utf8.split(separator: 10, omittingEmptySubsequences: false) {
            let text = String(Substring(line)).trimmed
            let span = WordSpan(excerpt: excerpt.id, start: offset, end: offset + line.count)
            offset += line.count + 1
            guard !text.isEmpty, text.utf8.count < 120 else {
                if !text.isEmpty { wasName = false }
                continue
            }
            let parts = text.split(whereSeparator: { $0 == "," || $0 == "|" || $0 == "·" || $0 == "•" }).map { String($0).trimmed }
            guard let first = parts.first else { continue }
            if !wasName, PersonName(first).parts == PersonName(speaker).parts, first.utf8.count <= speaker.utf8.count + 6 {
                wasName = true
                if parts.count > 1 { signed(parts.dropFirst(), speaker, span, excerpt) }
            } else if wasName {
                signed(parts[...], speaker, span, excerpt)
                wasName = false
            }
        }
    }

    private mutating func signed(_ parts: ArraySlice<String>, _ speaker: String, _ span: WordSpan, _ excerpt: Excerpt) {
        guard let title = parts.first, JobTitle(title) != nil else { return }
        func claim(_ topic: Claim.Topic, _ name: String) -> Claim {
            Claim(topic: topic, value: .words, name: name, subject: speaker, span: span, source: excerpt.source, day: excerpt.day, rank: .message)
        }
        add(claim(.title, title))
        guard let company = parts.dropFirst().last else { return }
        let words = company.split(separator: " ")
        let isCompany =
            words.count >= 2 && words.allSatisfy { $0.first?.isUppercase == true || $0 == "&" }
            && !words.contains { JobTitle.departments.contains($0.lowercased()) }
        if isCompany { add(claim(.employer, company)) }
    }

    /// "has left the company" and "has joined Amber Foods", not "has left the meeting" and "has joined the call".
    private func isGone(_ view: SentenceView, _ left: MarkHit) -> Bool {
        let after = view.words(left.range.upperBound, view.bytes.count)
        guard let first = after.first else { return true }
        guard ["the", "a", "us", "our", "my", "his", "her", "by", "early", "to", "it", "me", "no", "some", "open", "from", "an", "room"].contains(first) else {
            return true
        }
        return after.count > 1 && ["company", "firm", "business", "organisation", "organization", "bank", "group"].contains(after[1])
    }

    /// "Ana Prieto is now Head of Quality", "Ana Prieto has left".
    mutating func readPeople(_ view: SentenceView) {
        for name in view.names {
            guard !view.isUnreal(at: name.range.lowerBound) else { continue }
            func claim(_ topic: Claim.Topic, _ value: Claim.Value, _ said: String) -> Claim {
                var claim = self.claim(view, topic, value)
                (claim.name, claim.subject) = (said, name.value)
                return claim
            }
            let after = name.range.upperBound
            if let left = view.first([.left], after: after),
                view.words(after, left.range.lowerBound).allSatisfy({
                    ["has", "just", "recently", "had", "is", "who", "already", "have", "now", "will"].contains($0)
                }), left.range.lowerBound - after < 25,
                isGone(view, left)
            {
                add(claim(.gone, .isOpen(false), name.value))
            }
            guard let holds = view.first([.holds], after: after), holds.range.lowerBound - after <= 3 else { continue }
            var start = holds.range.upperBound
            while let word = view.words(start, view.bytes.count).first,
                ["now", "the", "our", "their", "a", "an", "new", "as", "also", "named", "currently", "still", "at"].contains(word)
            {
                guard let at = view.bytes[start...].firstIndex(where: { (97...122).contains($0) }) else { break }
                start = at + word.utf8.count
            }
            var end = start
            while end < view.bytes.count, ![44, 46, 59, 40, 58].contains(view.bytes[end]), end - start < 60 { end += 1 }
            guard let said = view.text.utf8Slice(start, end)?.trimmed else { continue }
            let title = said.split(separator: " ").prefix { $0.first?.isUppercase == true || ["of", "the", "for", "and", "&", "de"].contains($0.lowercased()) }
                .joined(separator: " ")
            guard JobTitle(title) != nil, !view.isPast(at: name.range.lowerBound) else { continue }
            add(claim(.title, .words, title))
        }
    }
}
