import FeraApp
import FeraAsk
import FeraClone
import FeraDomain
import FeraInterview
import FeraServer
import Foundation

/// `fera-bench asks`: extractive asks per second on a clone sealed from the sample's files and its owner's scripted answers:
/// `Asker` alone on one thread, and `POST /v1/asks` over `--connections N` (32) connections. `--seconds S` (2), `--runs N` (3).
func asksBench(_ arguments: [String]) async throws { _ = try await measureAsks(Options(arguments)) }

func measureAsks(_ options: Options) async throws -> [Row] {
    let folder = try BenchFolder()
    let road = try await Road(folder: folder.path)
    let sealed = try await road.sealSample()
    let path = "\(road.application.clones.folder(of: sealed.clone))/\(CloneFile.folderName(version: 1))/\(Edition.account.rawValue).fera"
    let today = road.application.journal.now().day
    await road.close()

    let runs = max(1, options.int("runs", 3)), length = options.double("seconds", 2)
    let direct = try (0..<runs).map { _ in try askDirectly(path, sealed.questions, today, seconds: length) }
    let (alone, answered) = (median(direct.map(\.perSecond)), direct[0].answered)
    print("clone of \(sealed.passages) passages, \(sealed.questions.count) questions, \(answered) answered")
    print("  Asker alone, one thread: \(direct.map { Int($0.perSecond) }) asks/s")

    let child = try ServerChild(folder: folder.path)
    defer { child.stop() }
    let served = try (0..<runs).map { run in
        try askOverHTTP(child, sealed, connections: options.int("connections", 32), seconds: length, run: run)
    }
    let (rate, micro) = (median(served.map(\.perSecond)), median(served.map(\.serverMicroseconds)))
    print("  POST /v1/asks: \(served.map { Int($0.perSecond) }) asks/s, server CPU \(Int(micro)) µs each, p99 \(decimal(median(served.map(\.p99)), 2)) ms")
    return [
        Row(what: "extractive asks per second, `Asker` alone on one thread", value: "\(Int(alone))", goal: ""),
        Row(what: "extractive asks per second, `POST /v1/asks`, 32 connections", value: "\(Int(rate)) (server \(Int(micro)) µs CPU each)", goal: ""),
    ]
}

/// A sealed clone and who may ask it what.
struct SealedSample: Sendable {
    var clone: CloneID
    var passages: Int
    var token: String
    var questions: [String]
}

extension Road {
    private struct Script: Decodable {
        struct Question: Decodable {
            var text: String
            var expect: String
        }
        var answers: [String: String]
        var ask: [Question]
    }

    /// Plays the sample with its script as far as the lock.
    func sealSample() async throws -> SealedSample {
        guard let file = ServerAssets.sample().first(where: { $0.path.hasSuffix("play.json5") }) else { throw BenchError("the sample has no play.json5") }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let script = try decoder.decode(Script.self, from: Data(file.bytes))
        let transfer = try await transfer(1, accounts: 1)
        let account = transfer.accountOrder[0]
        let (owner, successor) = (try principal(.owner, in: transfer), try principal(.successor, in: transfer))
        let interviews = application.interviews
        let interview = try await interviews.open(account, in: transfer.id, by: manager, questions: 300, minutes: 1000)
        _ = try await interviews.perform(.join, in: interview, by: owner.person, clientID: nil)
        var said: Set<Field.ID> = []
        while let turn = try await interviews.file(interview).state.open {
            let field = turn.targets.sorted { $0.prior > $1.prior }.map(\.field).first { script.answers[$0.rawValue] != nil && !said.contains($0) }
            if let field { said.insert(field) }
            let text = field.flatMap { script.answers[$0.rawValue] } ?? "I don't know."
            _ = try await interviews.perform(.answer(turn: nil, text: text), in: interview, by: owner.person, clientID: nil)
        }
        try await application.reviews.finishPass(account, in: transfer.id, by: owner)
        for _ in 0..<3 {
            for principal in [successor, manager] {
                for item in try await application.reviews.items(transfer.id, for: principal) where item.state == .waiting {
                    _ = try await application.reviews.decide(item.id, DecisionForm(decision: .approve, revision: item.statement.revision), by: principal)
                }
            }
        }
        for contradiction in try await interviews.file(interview).state.contradictions where contradiction.status != .explained {
            _ = try await application.reviews.accept(contradiction.id, reason: "Measured only", by: manager)
        }
        let version = try await application.locks.lock(account, in: transfer.id, by: manager)
        guard let clone = try await application.transfers.state(transfer.id).accounts[account]?.clone else { throw BenchError("nothing was sealed") }
        let reading = try await application.clones.reading(clone, version: version, capability: .ask, for: successor)
        return SealedSample(
            clone: clone, passages: try application.clones.passages(reading).count, token: try await token(successor),
            questions: script.ask.filter { $0.expect == "answer" }.map(\.text))
    }
}

private func askDirectly(_ path: String, _ questions: [String], _ today: Day, seconds length: Double) throws -> (perSecond: Double, answered: Int) {
    let corpus = try AskCorpus(try OpenClone(path: path))
    let asker = Asker()
    let answered = try questions.count { if case .answer = try asker.answer($0, corpus: corpus, today: today) { true } else { false } }
    let start = seconds()
    var count = 0
    while seconds() < start + length {
        for question in questions { _ = try asker.answer(question, corpus: corpus, today: today) }
        count += questions.count
    }
    return (Double(count) / (seconds() - start), answered)
}

private func askOverHTTP(_ child: ServerChild, _ sample: SealedSample, connections: Int, seconds length: Double, run: Int) throws
    -> (perSecond: Double, p99: Double, serverMicroseconds: Double)
{
    let client = try LoadClient(port: child.port, connections: connections)
    var sent = 0
    func ask(_ index: Int) throws {
        sent += 1
        let body = #"{"clone_id":"\#(sample.clone)","client_message_id":"r\#(run).\#(sent)","question":"\#(sample.questions[sent % sample.questions.count])"}"#
        try client.send(LoadClient.request("POST", "/v1/asks", port: child.port, token: sample.token, body: body), on: index, due: seconds())
    }
    let before = try child.figures().cpu, start = seconds()
    var latencies: [Double] = []
    for index in 0..<connections { try ask(index) }
    while seconds() < start + length || (0..<connections).contains(where: { client.isBusy($0) }) {
        try client.wait(until: seconds() + 1) { index, reply, due in
            guard reply.status == 200 else { throw BenchError("POST gave \(reply.status): \(String(decoding: reply.body, as: UTF8.self))") }
            latencies.append(seconds() - due)
            if seconds() < start + length { try ask(index) }
        }
    }
    let spent = seconds() - start, cpu = try child.figures().cpu - before
    return (Double(latencies.count) / spent, latencies.percentile(0.99) * 1000, cpu / Double(max(1, latencies.count)) * 1e6)
}
