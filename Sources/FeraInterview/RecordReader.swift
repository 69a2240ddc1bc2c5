package import FeraDomain

/// Reads the record for what a successor would still not understand: field confidences with their best lines, people whom no
/// contact list knows, abbreviations, and what contradicts itself.
package struct RecordReader: Sendable {
    let interviewer: Interviewer

    /// A reader with the interviewer's own rules, so that record and answers are rated alike.
    package init(_ interviewer: Interviewer) { self.interviewer = interviewer }

    /// What is known beside the excerpts.
    package struct Context: Sendable {
        package var interview: Conversation.ID
        package var accountName: String
        /// Names of our own people: the participants of the transfer and the account's team.
        package var ourPeople: [String]
        package var asOf: Day

        package init(interview: Conversation.ID, accountName: String, ourPeople: [String], asOf: Day) {
            self.interview = interview
            self.accountName = accountName
            self.ourPeople = ourPeople
            self.asOf = asOf
        }
    }

    /// An excerpt, read. Its lines share it, so that to pass a line on costs nothing.
    final class Passage: Sendable {
        let excerpt: Excerpt
        /// What was read where the excerpt is a row.
        let row: RowText?
        let reading: TextReading

        init(_ excerpt: Excerpt, index: PhraseIndex) {
            self.excerpt = excerpt
            // A row is read line by line: "name: value" is one statement, whatever the sentence rules say.
            row = excerpt.shape == .record ? excerpt.record.map(RowText.init) : nil
            reading = row.map { TextReading($0, index: index) } ?? TextReading(excerpt.text, index: index)
        }

        var lines: [Line] { reading.sentences.map { Line(passage: self, sentence: $0) } }
    }

    /// One line of the record, read.
    struct Line {
        let passage: Passage
        var sentence: TextReading.Sentence

        var excerpt: Excerpt { passage.excerpt }

        var reading: TextReading { passage.reading }

        var words: String { String(decoding: passage.reading.bytes[sentence.range], as: UTF8.self) }

        /// Whether it begins with the words, which are ASCII in lower case.
        func begins(_ words: StaticString) -> Bool {
            let count = words.utf8CodeUnitCount
            guard sentence.range.count >= count else { return false }
            return words.withUTF8Buffer { passage.reading.tokens.folded[sentence.range.lowerBound...].starts(with: $0) }
        }

        var span: WordSpan { span(sentence.range) }

        /// Where words of the reading stand in the excerpt.
        func span(_ range: Range<Int>) -> WordSpan {
            let own = passage.row?.place(range) ?? range
            return WordSpan(excerpt: passage.excerpt.id, start: own.lowerBound, end: own.upperBound)
        }
    }

    /// Reads excerpts of one account, in the order of their sources.
    package func read(_ excerpts: [Excerpt], context: Context) -> RecordReading {
        var result = RecordReading()
        result.excerpts = excerpts.count
        var headings = ColumnTopics()
        let excerpts = excerpts.map { excerpt in
            guard let record = excerpt.record, record.kind == .other else { return excerpt }
            var named = excerpt
            named.record = headings.named(record)
            return named
        }
        let lines = excerpts.flatMap { Passage($0, index: interviewer.index).lines }
        result.fields = fields(lines)
        let input = ContradictionRules.Input(claims(excerpts, lines, context))
        result.findings = ContradictionRules.table.flatMap { $0(input) }
        result.facts = input.facts
        people(excerpts, lines, context, &result)
        acronyms(lines, context, &result)
        for excerpt in excerpts {
            if excerpt.record?.kind == .ticket, let id = excerpt.record?.columns["id"] {
                result.landmarks.append(RecordReading.Landmark(excerpt: excerpt.id, ticket: id))
            } else if excerpt.shape == .message, let day = excerpt.day {
                result.landmarks.append(RecordReading.Landmark(excerpt: excerpt.id, day: day))
            }
        }
        return result
    }

    /// What the lines claim, excerpt by excerpt.
    private func claims(_ excerpts: [Excerpt], _ lines: [Line], _ context: Context) -> ClaimReader {
        var reader = ClaimReader(excerpts, accountName: context.accountName, asOf: context.asOf)
        var from = 0
        while from < lines.count {
            var to = from + 1
            while to < lines.count, lines[to].passage === lines[from].passage { to += 1 }
            reader.read(lines[from..<to])
            from = to
        }
        return reader
    }

    private func fields(_ lines: [Line]) -> [RecordReading.FieldReading] {
        let confidence = interviewer.settings.confidence
        var best: [Int: (confidence: Double, line: Line)] = [:]
        for line in lines {
            // Contact lists and headings of mails name people; they tell nothing.
            if line.excerpt.record?.kind == .contact || line.excerpt.record?.kind == .usage { continue }
            let filed = interviewer.rules.fields(cues: line.reading.cues(in: line.sentence), least: confidence.recordCue)
            guard !filed.isEmpty else { continue }
            let aspects = line.reading.aspects(of: line.sentence)
            let hedges = line.reading.count(.hedge, in: line.sentence)
            for (place, score) in filed {
                let field = interviewer.catalogue.fields[place]
                var value = interviewer.rules.rate(field, aspects: aspects, hedges: hedges, words: line.sentence.words).confidence
                // The record keeps the history, the owner its meaning.
                if !field.recordMayAnswer { value = min(value, confidence.recordCeiling) }
                if line.excerpt.shape == .message, score < 1.2 { value *= confidence.mail }
                if value > best[place]?.confidence ?? -1 { best[place] = (value, line) }
            }
        }
        let known = interviewer.settings.scoring.known
        return best.sorted { $0.key < $1.key }.map { place, found in
            RecordReading.FieldReading(
                field: interviewer.catalogue.fields[place].id, confidence: percent(found.confidence), hint: found.confidence < known ? found.line.span : nil)
        }
    }

    private func people(_ excerpts: [Excerpt], _ lines: [Line], _ context: Context, _ result: inout RecordReading) {
        func key(_ name: some StringProtocol) -> UInt32 { Mention.key(name, in: context.interview) }
        var ours = context.ourPeople
        var contacts: [String] = []
        for excerpt in excerpts {
            guard let record = excerpt.record else { continue }
            if record.kind == .contact, let name = record.columns["name"] { contacts.append(name) }
            if record.kind == .account, let owner = record.columns["owner"] { ours.append(owner) }
            if record.kind == .account { contacts += [record.columns["executive_sponsor"], record.columns["decision_maker"]].compactMap { $0 } }
        }
        for line in lines where line.begins("account team") {
            ours += line.reading.inside(line.reading.names, line.sentence).map(\.value)
        }
        result.ourPeople = Set(ours.map(key)).sorted()
        result.knownPeople = Set(contacts.map(key)).union(result.ourPeople).sorted()
        var seen = Set(result.knownPeople)
        let accountWords = Set(context.accountName.split(separator: " ").map(String.init))
        for line in lines where line.excerpt.record?.kind != .contact {
            for name in line.reading.inside(line.reading.names, line.sentence) {
                let key = key(name.value)
                guard !seen.contains(key), let last = name.value.split(separator: " ").last, !accountWords.contains(String(last)) else { continue }
                seen.insert(key)
                result.people.append(mention(name.range, line, key, "p\(result.people.count + 1)", context))
            }
        }
    }

    private func acronyms(_ lines: [Line], _ context: Context, _ result: inout RecordReading) {
        var seen: Set<UInt32> = []
        for line in lines where line.excerpt.shape != .record {
            for word in line.reading.inside(line.reading.acronyms, line.sentence)
            where word.value.utf8.count >= 3 && !TextScan.everydayAcronyms.contains(word.value) {
                let key = Mention.key(word.value, in: context.interview)
                guard seen.insert(key).inserted else { continue }
                result.acronyms.append(mention(word.range, line, key, "w\(result.acronyms.count + 1)", context))
            }
        }
    }

    private func mention(_ range: Range<Int>, _ line: Line, _ key: UInt32, _ suffix: String, _ context: Context) -> Mention {
        Mention(
            id: Mention.ID("\(context.interview).\(suffix)"), key: key,
            span: line.span(range), context: line.span)
    }
}
