package import FeraDomain

/// People and how they hang together, read from the record and from what was said. A pure fold: the same lines give the same people.
package struct Stakeholders: Sendable {
    /// A statement with its words, as whoever looks may read them.
    package struct Line: Sendable {
        package var id: Statement.ID
        package var field: Field.ID
        package var text: String
        package var saidOn: Day

        package init(id: Statement.ID, field: Field.ID, text: String, saidOn: Day) {
            self.id = id
            self.field = field
            self.text = text
            self.saidOn = saidOn
        }
    }

    private let interviewer: Interviewer
    private let ours: Set<String>
    private var people: [Stakeholder] = []
    private var places: [String: Int] = [:]

    /// - Parameter ours: names of our own people, who are no stakeholders of the customer's.
    package init(_ interviewer: Interviewer, ours: [String]) {
        self.interviewer = interviewer
        self.ours = Set(ours.map { $0.lowercased() })
    }

    /// Reads what the caller may read, record first.
    /// - Returns: in the order in which they are first named.
    package func read(record: [Excerpt], lines: [Line]) -> [Stakeholder] {
        var fold = self
        // Whoever a list names is known before sentences call them by half a name.
        for excerpt in record where excerpt.record?.kind == .contact || excerpt.record?.kind == .account { fold.row(excerpt) }
        for excerpt in record where excerpt.record == nil { fold.prose(excerpt) }
        for line in lines { fold.sentence(line.text, [line.field], .statement(line.id), line.saidOn) }
        return fold.people
    }

    // MARK: The record

    private mutating func row(_ excerpt: Excerpt) {
        guard let record = excerpt.record else { return }
        func basis(_ column: String) -> (Stakeholder.Basis, String) {
            let range = record.lines[column] ?? 0..<excerpt.text.utf8.count
            return (
                .excerpt(excerpt.id, start: range.lowerBound, end: range.upperBound), excerpt.text.utf8Slice(range.lowerBound, range.upperBound) ?? excerpt.text
            )
        }
        if record.kind == .contact, let name = record.columns["name"], let place = place(name) {
            let (here, _) = basis("name")
            people[place].mentions.append(here)
            for column in ["title", "role"] {
                guard let title = record.columns[column], title.utf8.contains(where: { $0 > 32 }) else { continue }
                let (basis, quote) = basis(column)
                people[place].titles.append(.init(title, basis, quote: quote, day: excerpt.day))
                break
            }
        }
        guard record.kind == .account else { return }
        for (column, influence) in [("executive_sponsor", Influence.high), ("decision_maker", .decisive)] {
            guard let name = record.columns[column], let place = place(name) else { continue }
            let (basis, quote) = basis(column)
            people[place].mentions.append(basis)
            people[place].influence.append(.init(influence, basis, quote: quote, day: excerpt.day))
        }
    }

    private mutating func prose(_ excerpt: Excerpt) {
        let reading = TextReading(excerpt.text, index: interviewer.index)
        for sentence in reading.sentences {
            guard let words = reading.text.utf8Slice(sentence.range.lowerBound, sentence.range.upperBound) else { continue }
            let filed = interviewer.rules.fields(cues: reading.cues(in: sentence), least: interviewer.settings.confidence.recordCue)
            self.sentence(
                words, filed.map { interviewer.catalogue.fields[$0.field].id },
                .excerpt(excerpt.id, start: sentence.range.lowerBound, end: sentence.range.upperBound), excerpt.day)
        }
    }

    // MARK: A sentence

    private mutating func sentence(_ text: String, _ fields: [Field.ID], _ basis: Stakeholder.Basis, _ day: Day?) {
        let found = named(text)
        for name in found { people[name.place].mentions.append(basis) }
        relations(text, found, basis, day)
        guard !found.isEmpty else { return }
        let reading = TextReading(text, index: interviewer.index)
        let plain = " " + text.lowercased() + " "
        func told<Value>(_ value: Value) -> Stakeholder.Told<Value> { .init(value, basis, quote: text, day: day) }
        let isDenied = Self.denials.contains { plain.contains($0) }
        for field in fields where !isDenied {
            let first = about(field, reading, found)
            switch field.rawValue {
            case "re.champion": people[first].stances.append(told(.champion))
            case "re.blocker": people[first].stances.append(told(.blocker))
            case "re.renewal_decider": people[first].influence.append(told(.decisive))
            case "re.buyer_cares", "re.informal_power": people[first].influence.append(told(.high))
            case "re.exec_sponsor":
                people[first].influence.append(told(.high))
                if Self.doubts.contains(where: { plain.contains($0) }) {
                    people[first].stances.append(told(.sceptic))
                } else if Self.trusts.contains(where: { plain.contains($0) }) {
                    people[first].stances.append(told(.supporter))
                }
            default: break
            }
        }
    }

    /// Whom a sentence tells a field of: the last who is named before the words that announce the field, else the first after them.
    private func about(_ field: Field.ID, _ reading: TextReading, _ found: [(place: Int, range: Range<Int>)]) -> Int {
        let place = interviewer.catalogue.index(of: field)
        let hit = reading.hits.first { if case .cue(let field, _) = $0.meaning { field == place } else { false } }
        guard let at = hit.map({ reading.tokens.ranges[$0.tokens.lowerBound].lowerBound }) else { return found[0].place }
        return (found.last { $0.range.upperBound <= at } ?? found.first { $0.range.lowerBound >= at } ?? found[0]).place
    }

    private static let denials = [" no longer ", " we lack", " we lost", " not our ", " is not the ", " isn't ", " is no ", " never was "]
    private static let doubts = ["skeptical", "sceptical", "not convinced", "doubts", "unconvinced", "is bored by us"]
    private static let trusts = ["convinced", "backs us", "supports us", "believes in"]
    private static let superiors = [" reports to ", " answers to ", " works for ", " reporting to "]
    private static let ties = [
        " listens to ", " plays golf with ", " plays tennis with ", " went to school with ", " studied with ", " is friends with ", " is a friend of ",
        " is married to ", " trusts ", " used to work with ", " worked with ", " is close to ", " has lunch with ", " follows the advice of ",
    ]

    private mutating func relations(_ text: String, _ found: [(place: Int, range: Range<Int>)], _ basis: Stakeholder.Basis, _ day: Day?) {
        guard found.count > 1 else { return }
        for (before, after) in zip(found, found.dropFirst()) where before.place != after.place {
            // Only what stands between the two says how they hang together.
            guard let between = text.utf8Slice(before.range.upperBound, after.range.lowerBound)?.lowercased(), between.utf8.count <= 60 else { continue }
            let to = people[after.place].name
            if Self.superiors.contains(where: { between.contains($0) }) {
                people[before.place].reportsTo.append(.init(to, basis, quote: text, day: day))
            } else if let words = Self.ties.first(where: { between.contains($0) }) {
                let tie = Stakeholder.Tie(to: to, words: words.split(separator: " ").joined(separator: " "))
                people[before.place].ties.append(.init(tie, basis, quote: text, day: day))
            }
        }
    }

    /// Everybody whom a text names, in its order: by their full name, or by the first or last name of one who is known.
    private mutating func named(_ text: String) -> [(place: Int, range: Range<Int>)] {
        var found: [(place: Int, range: Range<Int>)] = []
        for name in TextScan.names(in: text) { if let place = place(name.value) { found.append((place, name.range)) } }
        var parts: [String: [Int]] = [:]
        for (place, person) in people.enumerated() {
            for part in Set(person.name.split(separator: " ").map(String.init)) { parts[part, default: []].append(place) }
        }
        for token in Tokens(text).ranges {
            guard !found.contains(where: { $0.range.overlaps(token) }), let word = text.utf8Slice(token.lowerBound, token.upperBound),
                word.first?.isUppercase == true, word.utf8.count >= 3, let one = parts[word], one.count == 1
            else { continue }
            found.append((one[0], token))
        }
        return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// Where a person stands; `nil` for our own people and for what is no name.
    private mutating func place(_ name: String) -> Int? {
        let name = name.split(separator: " ").joined(separator: " ")
        let key = name.lowercased()
        guard !key.isEmpty, !ours.contains(key) else { return nil }
        if let place = places[key] { return place }
        places[key] = people.count
        people.append(Stakeholder(name: name))
        return people.count - 1
    }
}
