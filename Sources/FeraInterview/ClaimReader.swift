import FeraDomain

/// Reads the lines of a record once and collects what they claim.
struct ClaimReader {
    let asOf: Day
    let accountName: String
    private(set) var claims: [Claim] = []
    var promises: [Promise] = []
    /// Angry tickets of the last ninety days: the line, and the day.
    var angry: [(span: WordSpan, excerpt: Excerpt.ID, day: Day)] = []
    /// Tickets that sound so, or nearly.
    var tense: Set<Excerpt.ID> = []
    /// The ticket that is being read, and how it sounds so far.
    var mood = TicketMood()
    var moodOf: Excerpt.ID?
    /// Whether the cell that was begun last is words and no typed column.
    private var isCellFree = true
    /// The sentence before the one that is read.
    var previous: RecordReader.Line?
    /// Shares of seats that the usage measured, and where.
    var measured: [(share: Double, day: Day?, span: WordSpan)] = []
    /// A clause of a contract, and what marks it has.
    struct Clause: Sendable {
        var text: String
        var marks: MarkSet
    }
    var clauses: [Clause] = []
    /// What was delivered, in words.
    var deliveries: [(text: String, span: WordSpan)] = []
    private var days: [Source.ID: Day] = [:]
    private var orders: [Source.ID: TextScan.DateOrder] = [:]
    /// Documents whose heading says that they amend another.
    var amending: Set<Source.ID> = []
    var headings = ColumnTopics()
    private let oneAccount: Bool
    /// The other accounts of the lists: what a sentence says of one of them is not of this one.
    private let others: MarkIndex?

    init(_ excerpts: [Excerpt], accountName: String, asOf: Day) {
        self.asOf = asOf
        self.accountName = accountName
        let own = accountName
        let rows = excerpts.lazy.filter { $0.record?.kind == .account || $0.record?.kind == .other }.compactMap {
            $0.record?.columns["account"] ?? $0.record?.columns["name"]
        }
        let isListed = rows.contains { Self.isSameCompany($0, own) }
        oneAccount = !isListed
        let names = isListed ? Set(rows.filter { !Self.isSameCompany($0, own) && $0.utf8.count >= 5 }) : []
        others = names.isEmpty ? nil : MarkIndex(names.map { (.elsewhere, $0.replacing("|", with: " ").replacing("*", with: " ")) })
        var mixed: Set<Source.ID> = []
        var last: Source.ID?
        for excerpt in excerpts {
            if excerpt.shape == .prose, excerpt.text.utf8.first == UInt8(ascii: "#"), excerpt.text.utf8.count < 120, excerpt.day == nil,
                days[excerpt.source] == nil,
                let day = TextScan.times(in: excerpt.text, near: nil).first?.value, day.isExact
            {
                // A heading that carries the document's date.
                days[excerpt.source] = day.first
            }
            defer { last = excerpt.source }
            if excerpt.source != last, excerpt.locator.isFirst, excerpt.record == nil, excerpt.shape != .message, excerpt.text.utf8.count < 400,
                MarkIndex.shared.hits(Tokens(String(excerpt.text.prefix(120)))).contains(where: { $0.mark == .amendment })
            {
                amending.insert(excerpt.source)
            }
            if excerpt.text.utf8.contains(UInt8(ascii: "/")), let order = TextScan.dateOrder(of: excerpt.text), !mixed.contains(excerpt.source) {
                if let known = orders[excerpt.source], known != order {
                    mixed.insert(excerpt.source)
                    orders[excerpt.source] = nil
                } else {
                    orders[excerpt.source] = order
                }
            }
        }
    }

    mutating func add(_ claim: Claim) { claims.append(claim) }

    /// Reads the sentences of one excerpt.
    mutating func read(_ lines: ArraySlice<RecordReader.Line>) {
        guard let first = lines.first else { return }
        let excerpt = first.excerpt
        if let record = excerpt.record, excerpt.shape == .record { readRow(record, excerpt) }
        if excerpt.shape == .message, excerpt.record == nil { readSignature(excerpt) }
        let kind = excerpt.shape == .record ? excerpt.record?.kind : nil
        guard kind != .contact, kind != .usage, !(excerpt.shape == .message && excerpt.record != nil) else { return }
        let hits = MarkIndex.shared.hits(first.reading.tokens)
        let strangers = others?.hits(first.reading.tokens) ?? []
        var from = 0
        for line in lines.lazy.flatMap(Self.pieces) {
            if let stranger = strangers.first(where: { line.sentence.range.contains($0.range.lowerBound) }), !names(line, before: stranger.range.lowerBound) {
                continue
            }
            while from < hits.count, hits[from].range.lowerBound < line.sentence.range.lowerBound { from += 1 }
            var to = from
            while to < hits.count, hits[to].range.lowerBound < line.sentence.range.upperBound { to += 1 }
            // The names of a row's columns are no words of the row, and its typed columns were read as such.
            if excerpt.shape == .record, !isFree(line) { continue }
            if excerpt.shape == .clause { clauses.append(Clause(text: line.words, marks: MarkSet(hits[from..<to].lazy.map(\.mark)))) }
            defer { previous = line }
            guard to > from || kind == .ticket else { continue }
            let view = SentenceView(line, hits: hits[from..<to], near: excerpt.day ?? days[excerpt.source] ?? asOf, order: orders[excerpt.source])
            read(view, kind)
        }
    }

    /// Whether the line names this account before the place.
    private func names(_ line: RecordReader.Line, before place: Int) -> Bool {
        guard let word = accountName.split(separator: " ").first?.lowercased() else { return false }
        let tokens = line.reading.tokens
        return line.sentence.tokens.contains { tokens.ranges[$0].lowerBound < place && tokens.folded[tokens.ranges[$0]].elementsEqual(word.utf8) }
    }

    /// A sentence of a length that people write; what is longer is cut between words, so that its cost grows with its length only.
    private static func pieces(_ line: RecordReader.Line) -> [RecordReader.Line] {
        guard line.sentence.range.count > 1500 else { return [line] }
        var pieces: [RecordReader.Line] = []
        var start = line.sentence.range.lowerBound
        let ranges = line.reading.tokens.ranges
        for token in line.sentence.tokens where ranges[token].upperBound - start > 800 {
            var piece = line
            piece.sentence.range = start..<ranges[token].upperBound
            pieces.append(piece)
            start = ranges[token].upperBound
        }
        if start < line.sentence.range.upperBound {
            var piece = line
            piece.sentence.range = start..<line.sentence.range.upperBound
            pieces.append(piece)
        }
        // A "word" of a megabyte is no sentence.
        return pieces.filter { $0.sentence.range.count <= 4000 }
    }

    private mutating func read(_ view: SentenceView, _ kind: Record.Kind?) {
        if kind == .ticket {
            readTicket(view)
            return
        }
        let set = view.set
        if set.hasAny([.termEnd, .termWeak, .period, .notice]) || set.contains(.contract) && set.contains(.start) { readTerms(view) }
        if set.hasAny([.yearly, .monthly, .quarterly, .fee]) { readMoney(view) }
        if set.hasAny([.seats, .users]) { readSeats(view) }
        if set.hasAny([.sponsor, .decision, .champion, .owner, .procurement]) { readRoles(view) }
        if set.contains(.health), view.line.excerpt.shape != .clause { readHealth(view) }
        if set.contains(.adoption), view.line.excerpt.shape != .clause { readAdoption(view) }
        if set.hasAny([.open, .closed]) { readTicketMention(view) }
        if set.contains(.delivered), isDelivered(view) { deliveries.append((view.text, view.line.span)) }
        if set.hasAny([.vow, .gift, .will]), view.line.excerpt.shape != .clause { readPromise(view) }
        if set.hasAny([.left, .holds]), !view.names.isEmpty, view.line.excerpt.shape != .clause { readPeople(view) }
    }

    /// Whether a line of a row is words and no typed column.
    private mutating func isFree(_ line: RecordReader.Line) -> Bool {
        guard let record = line.excerpt.record else { return true }
        let name = String(line.words.prefix { $0 != ":" })
        // A further sentence of a cell.
        guard record.columns[name] != nil else { return isCellFree }
        defer { isCellFree = record.kind == .ticket ? ["text", "subject", "notes"].contains(name) : headings[name].topic == nil }
        if record.kind == .ticket { return ["text", "subject", "notes"].contains(name) || line.words.utf8.count > 40 }
        return headings[name].topic == nil && !["account", "name", "id", "tier", "segment", "stage"].contains(name)
    }

    // MARK: Rows

    private mutating func readRow(_ record: Record, _ excerpt: Excerpt) {
        switch record.kind {
        case .usage: readUsage(record, excerpt)
        case .contact: readContact(record, excerpt)
        case .ticket: readTicketRow(record, excerpt)
        case .account, .opportunity, .other:
            if record.columns.keys.contains(where: { headings[$0].isActive }), record.columns.keys.contains(where: { headings[$0].isSeats }) {
                readUsage(record, excerpt)
            } else if record.kind != .opportunity {
                readAccount(record, excerpt)
            }
        }
    }

    private mutating func readAccount(_ record: Record, _ excerpt: Excerpt) {
        if !oneAccount, let name = record.columns["account"] ?? record.columns["name"], !Self.isSameCompany(name, accountName) { return }
        for (name, value) in record.columns.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            guard let topic = headings[name].topic, let span = ContradictionRules.line(of: name, in: excerpt) else { continue }
            let heading = excerpt.text.utf8Slice(span.start, max(span.start, span.end - value.utf8.count)) ?? name
            guard var claim = rowClaim(topic, value, heading, span, excerpt) else { continue }
            if case .person = claim.value { claim.place = WordSpan(excerpt: excerpt.id, start: span.end - value.utf8.count, end: span.end) }
            add(claim)
        }
    }

    private mutating func rowClaim(_ topic: Claim.Topic, _ value: String, _ heading: String, _ span: WordSpan, _ excerpt: Excerpt) -> Claim? {
        func claim(_ content: Claim.Value, name: String = "") -> Claim {
            Claim(topic: topic, value: content, name: name, span: span, source: excerpt.source, day: nil, rank: .row)
        }
        switch topic {
        case .renewal, .notice:
            return TextScan.times(in: value, near: asOf, order: orders[excerpt.source]).first.map { claim(.days($0.value)) }
        case .value:
            guard var money = TextScan.cellMoney(value) else { return nil }
            money.currency = money.currency ?? TextScan.currency(named: heading)
            let known = headings[heading.trimmedName]
            let factor = value.lowercased().contains("month") ? 12 : known.factor
            if known.scale > 1, money.units < 100_000 {
                money.units *= known.scale
                money.slack = max(money.slack * known.scale, known.scale / 2)
            }
            return claim(.yearly(TextMoney(units: money.units * factor, currency: money.currency, slack: money.slack * factor)))
        case .health: return Self.level(value).map { claim(.isGood($0)) }
        case .adoption: return TextScan.shares(in: value).first.map { claim(.share($0.value.low, $0.value.high)) }
        case .seats: return TextScan.cellMoney(value).flatMap { $0.currency == nil && $0.units > 0 ? claim(.count($0.units)) : nil }
        case .sponsor, .decisionMaker, .champion, .owner, .procurement:
            let low = value.lowercased()
            guard value.contains(where: \.isLetter), !["tbd", "tbc", "n/a", "na", "unknown", "none", "open", "vacant", "yes", "no"].contains(low) else {
                return nil
            }
            return claim(.person(true), name: value)
        case .ticket, .title, .employer, .gone: return nil
        }
    }

    /// What a health column says; `nil` where it says something that nobody knows.
    static func level(_ value: String) -> Bool? {
        let text = value.lowercased()
        if let share = TextScan.shares(in: text).first?.value { return share.low >= 75 }
        if let number = Double(text.trimmed) { return number <= 10 ? number >= 8 : number >= 75 }
        let hits = MarkIndex.shared.hits(Tokens(text))
        if hits.contains(where: { $0.mark == .bad || $0.mark == .negation && !text.contains("no ") }) { return false }
        if hits.contains(where: { $0.mark == .good }) { return true }
        return ["ok", "a", "high", "🟢", "+", "good"].contains(text) ? true : ["🔴", "🟡", "🟠", "c", "d", "low"].contains(text) ? false : nil
    }

    private mutating func readUsage(_ record: Record, _ excerpt: Excerpt) {
        func number(_ test: KeyPath<ColumnTopics.Heading, Bool>) -> Double? {
            record.columns.sorted { $0.key < $1.key }.first { headings[$0.key][keyPath: test] }.flatMap {
                TextScan.cellMoney($0.value).map { Double($0.units) }
            }
        }
        let active = record.columns["active"].flatMap(Double.init) ?? number(\.isActive)
        let seats = record.columns["seats"].flatMap(Double.init) ?? number(\.isSeats)
        guard let active, let seats, seats > 0, active >= 0, active <= seats else { return }
        let day =
            excerpt.day ?? record.columns["date"].flatMap { TextScan.times(in: $0, near: asOf).first?.value.first }
            ?? record.columns.sorted { $0.key < $1.key }.first { headings[$0.key].isDay }.flatMap {
                TextScan.times(in: $0.value, near: asOf).first?.value.first
            }
        measured.append((100 * active / seats, day, WordSpan(excerpt: excerpt.id, start: 0, end: excerpt.text.utf8.count)))
    }

    static func isSameCompany(_ a: String, _ b: String) -> Bool {
        func words(_ text: String) -> [String] { text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init) }
        let (left, right) = (words(a), words(b))
        guard let first = left.first, let other = right.first else { return false }
        return first == other || left == right || (left.count > 1 && right.contains(left[1]) && right.contains(first))
    }
}

extension Locator {
    /// Whether the place is the beginning of its source.
    fileprivate var isFirst: Bool {
        switch self {
        case .lines(let from, _): from <= 2
        case .page(let page): page == 1
        default: false
        }
    }
}

extension String {
    /// A heading without the colon and the blank behind it.
    var trimmedName: String { String(prefix { $0 != ":" }) }

    /// Without blanks at the ends.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
