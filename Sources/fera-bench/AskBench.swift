import FeraAsk
import FeraDomain
import FeraSearch
import Foundation

/// `fera-bench ask --data DIR`: retrieval, best sentence and refusal at the shipped threshold over `squad2_passages.jsonl`,
/// `squad2_questions.jsonl` and `squad2_foreign_questions.jsonl` of a folder, and citations over `clapnq_passages.jsonl` and `clapnq_questions.jsonl`.
func askBench(data folder: String) throws {
    let passages = try AskData.lines(AskData.Passage.self, folder + "/squad2_passages.jsonl")
    let questions = try AskData.lines(AskData.Question.self, folder + "/squad2_questions.jsonl")
    let foreign = try AskData.lines(AskData.Question.self, folder + "/squad2_foreign_questions.jsonl")
    let start = AskData.cpu()
    let whole = try AskSetting(passages)
    print("index: \(passages.count) passages, \(whole.index.termCount) terms, \(decimal(AskData.cpu() - start, 3)) s CPU")

    let answerable = questions.filter { $0.answerable == true }
    let found = try answerable.map(whole.ask)
    whole.reportRetrieval(answerable, found)
    try whole.reportAnswers(answerable, foreign)
    let ours = found.map(\.probability)
    report("S1 near misses", ours, try questions.filter { $0.answerable == false }.map { try whole.ask($0).probability })
    report("S2 foreign articles", ours, try foreign.map { try whole.ask($0).probability })

    let kept = try AskSetting(passages.filter { $0.kept == true })
    let (told, untold) = (answerable.filter { kept.holds($0) }, answerable.filter { !kept.holds($0) })
    let long = try AskSetting(try AskData.lines(AskData.Passage.self, folder + "/clapnq_passages.jsonl"))
    try long.reportCitations(try AskData.lines(AskData.Question.self, folder + "/clapnq_questions.jsonl"))
    report("S3 paragraph left out", try told.map { try kept.ask($0).probability }, try untold.map { try kept.ask($0).probability })
}

private func report(_ name: String, _ positive: [Double], _ negative: [Double]) {
    let threshold = Answerability.shipped.threshold
    func share(_ values: [Double]) -> String { decimal(100 * Double(values.count { $0 >= threshold }) / Double(max(1, values.count)), 1) }
    print(
        "\(name): answered \(share(positive)) % of \(positive.count), false answers \(share(negative)) % of \(negative.count), "
            + "AUROC \(decimal(AskData.auroc(positive, negative), 3)), answered at 5 % \(decimal(AskData.answeredAtFivePercent(positive, negative), 3))")
}

func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// One clone made of passages, with what was found for a question.
struct AskSetting {
    struct Found {
        var hits: [Hit]
        var candidates: [SentenceCandidate]
        var evidence: AnswerEvidence
        var probability: Double
        var seconds: Double
    }

    let passages: [AskData.Passage]
    let index: InvertedIndex
    private let numbers: [String: Int]
    private let analyzer: TextAnalyzer

    init(_ passages: [AskData.Passage]) throws {
        self.passages = passages
        numbers = Dictionary(passages.enumerated().map { ($1.id, $0) }) { first, _ in first }
        let documents = passages.map { IndexDocument(text: $0.text, title: $0.title) }
        index = try InvertedIndex(SectionBytes(copying: try IndexBuilder.build(documents)))
        analyzer = try TextAnalyzer(.english)
    }

    func holds(_ question: AskData.Question) -> Bool { (question.gold ?? []).contains { numbers[$0] != nil } }

    func ask(_ question: AskData.Question) throws -> Found {
        let start = AskData.cpu()
        let ranking = try SentenceRanker().rank(Query(question.question, analyzer: analyzer), in: index)
        let probability = Answerability.shipped.probability(ranking.evidence)
        let seconds = AskData.cpu() - start
        return Found(
            hits: ranking.hits, candidates: Array(ranking.candidates.prefix(3)), evidence: ranking.evidence, probability: probability, seconds: seconds)
    }

    /// What the clone knows of a question, with sentences ordered by a ranker of one's own.
    func evidence(_ question: AskData.Question, _ weights: RankerWeights) throws -> AnswerEvidence {
        try SentenceRanker(weights: weights).rank(Query(question.question, analyzer: analyzer), in: index).evidence
    }

    /// The article that a question is about.
    func title(_ question: AskData.Question) -> String { (question.gold ?? []).compactMap { numbers[$0] }.first.map { passages[$0].title } ?? "" }

    /// All that a ranker could choose from for a question.
    func rankerCase(_ question: AskData.Question) throws -> RankerFit.Case {
        let candidates = try SentenceRanker().rank(Query(question.question, analyzer: analyzer), in: index).candidates
        let gold = candidates.map { candidate in (question.spans ?? []).contains { overlaps($0, candidate) } }
        return RankerFit.Case(
            group: title(question), rows: candidates.map(\.features.values), gold: gold, documents: candidates.map(\.document),
            goldDocuments: Set((question.gold ?? []).compactMap { numbers[$0] }))
    }

    /// Citations of the best two sentences against the sentences that were marked: precision, and share of the marked ones found.
    func reportCitations(_ all: [AskData.Question]) throws {
        let questions = all.filter { !($0.spans ?? []).isEmpty }
        var (precision, recall) = (0.0, 0.0)
        for question in questions {
            let spans = question.spans ?? []
            let top = try ask(question).candidates.prefix(2)
            let right = top.count { candidate in spans.contains { overlaps($0, candidate) } }
            let found = spans.count { span in top.contains { overlaps(span, $0) } }
            precision += Double(right) / Double(max(1, top.count))
            recall += Double(found) / Double(max(1, spans.count))
        }
        let count = Double(max(1, questions.count))
        print("ClapNQ, \(questions.count) questions, best two sentences: precision \(decimal(precision / count, 3)) recall \(decimal(recall / count, 3))")
    }

    func reportRetrieval(_ questions: [AskData.Question], _ found: [Found]) {
        var (first, five, reciprocal, sentence, three) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for (question, found) in zip(questions, found) {
            let gold = Set((question.gold ?? []).compactMap { numbers[$0] })
            if let rank = found.hits.firstIndex(where: { gold.contains($0.document) }) {
                if rank == 0 { first += 1 }
                if rank < 5 { five += 1 }
                reciprocal += 1 / Double(rank + 1)
            }
            let right = found.candidates.map { candidate in (question.spans ?? []).contains { overlaps($0, candidate) } }
            if right.first == true { sentence += 1 }
            if right.contains(true) { three += 1 }
        }
        let count = Double(max(1, questions.count))
        let times = found.map { $0.seconds * 1000 }
        print(
            "retrieval, \(questions.count) questions: R@1 \(decimal(first / count, 3)) R@5 \(decimal(five / count, 3)) MRR \(decimal(reciprocal / count, 3)); "
                + "best sentence hit@1 \(decimal(sentence / count, 3)) hit@3 \(decimal(three / count, 3)); "
                + "CPU ms p50 \(decimal(times.percentile(0.5), 3)) p99 \(decimal(times.percentile(0.99), 3))")
    }

    /// The whole way, as the product goes it: question to cited sentences or refusal, and how often a quote is not verbatim.
    func reportAnswers(_ ours: [AskData.Question], _ foreign: [AskData.Question]) throws {
        let day = Day(number: 20_000)
        let corpus = AskCorpus(
            index: index, passages: passages.enumerated().map { AskPassage(id: .init("st_\($0)"), text: $1.text, topic: $1.title, saidOn: day) })
        var (answered, untrue, hit, sentences, broken) = (0, 0, 0, 0, 0)
        var times: [Double] = []
        for (question, isOurs) in ours.map({ ($0, true) }) + foreign.map({ ($0, false) }) {
            let start = AskData.cpu()
            let outcome = try Asker().answer(question.question, corpus: corpus, today: day)
            times.append((AskData.cpu() - start) * 1000)
            guard case .answer(let found) = outcome else { continue }
            if isOurs { answered += 1 } else { untrue += 1 }
            for citation in found.flatMap(\.citations) {
                sentences += 1
                guard let number = Int(citation.passage.rawValue.dropFirst(3)) else { continue }
                let bytes = Array(passages[number].text.utf8)
                if !bytes[citation.start..<citation.end].elementsEqual(citation.quote.utf8) { broken += 1 }
                if isOurs, (question.spans ?? []).contains(where: { covers($0, number, citation.start..<citation.end) }) { hit += 1 }
            }
        }
        print(
            "Asker: answered \(decimal(100 * Double(answered) / Double(max(1, ours.count)), 1)) %, false answers "
                + "\(decimal(100 * Double(untrue) / Double(max(1, foreign.count)), 1)) %, \(sentences) sentences, \(hit) with the answer in them, "
                + "\(broken) quotes not verbatim; CPU ms p50 \(decimal(times.percentile(0.5), 3)) p99 \(decimal(times.percentile(0.99), 3))")
    }

    private func overlaps(_ span: AskData.Span, _ candidate: SentenceCandidate) -> Bool { covers(span, candidate.document, candidate.range) }

    private func covers(_ span: AskData.Span, _ document: Int, _ range: Range<Int>) -> Bool {
        guard numbers[span.passage] == document else { return false }
        let scalars = passages[document].text.unicodeScalars
        func offset(_ count: Int) -> Int { scalars.prefix(count).reduce(0) { $0 + UTF8.width($1) } }
        return offset(span.start) < range.upperBound && offset(span.end) > range.lowerBound
    }
}
