import Foundation

/// `fera-bench server`: whole interview answers through the server, from the POST to the next turn.
///
/// - `--owners N` (64), each on a connection of their own with `--accounts N` (6) interviews of `--events N` (170) events;
///   `--answers N` a run (4000), `--runs N` (3), `--rate R` of the paced run (half of what was measured), `--paced N` answers in it.
/// - `--keep DIR` leaves the workspace there; `--hold S` keeps the server running so long, to look at it.
func serverBench(_ arguments: [String]) async throws { _ = try await measureServer(Options(arguments)) }

func measureServer(_ options: Options) async throws -> [Row] {
    let folder = try BenchFolder()
    let path = options["keep"] ?? folder.path
    let owners = options.int("owners", 64), accounts = options.int("accounts", 14), events = options.int("events", 170)
    let start = seconds()
    let road = try await Road(folder: path)
    let people = try await road.owners(owners, accounts: accounts, events: events)
    await road.close()
    print("workspace: \(owners) owners, \(owners * accounts) interviews of \(events) events, made in \(decimal(seconds() - start, 1)) s")

    print("load average before measuring: \(loadAverage())")
    let child = try ServerChild(folder: path)
    defer { child.stop() }
    let load = try AnswerLoad(child: child, owners: people, perInterview: options.int("per", 20))
    try load.warm()
    let answers = options.int("answers", 4000)
    var runs: [AnswerLoad.Run] = []
    for _ in 0..<max(1, options.int("runs", 3)) { runs.append(try load.closedLoop(answers)) }
    for run in runs { print("  \(run.line)") }
    let rate = median(runs.map(\.perSecond)), server = median(runs.map(\.serverMicroseconds)), client = median(runs.map(\.clientMicroseconds))
    let paced = try load.paced(options.int("paced", 4000), rate: options.double("rate", rate / 2))
    print("  paced: \(paced.line)")
    print("  closed interviews \(load.closed), accounts used up \(load.usedUp)")
    let hold = options.double("hold", 0)
    if hold > 0 {
        print("  holding pid \(child.pid)")
        try await Task.sleep(for: .seconds(hold))
    }
    return [
        Row(
            what: "whole interview answers per second, \(owners) owners",
            value: "\(Int(rate)) (server \(Int(server)) µs CPU an answer, client \(Int(client)))", goal: "≥ 1,000"),
        Row(
            what: "turnaround at \(Int(paced.rate)) answers/s, p50 / p99", value: "\(decimal(paced.p50, 1)) / \(decimal(paced.p99, 1)) ms",
            goal: "p99 < 20 ms"),
    ]
}

/// Answers over and over, each owner on a connection of their own.
final class AnswerLoad {
    struct Run {
        var perSecond: Double
        var p50: Double
        var p99: Double
        var serverMicroseconds: Double
        var clientMicroseconds: Double
        var rate = 0.0

        var line: String {
            "\(Int(perSecond)) answers/s, p50 \(decimal(p50, 2)) ms, p99 \(decimal(p99, 2)) ms, "
                + "CPU an answer: server \(Int(serverMicroseconds)) µs, client \(Int(clientMicroseconds)) µs"
        }
    }

    private struct Speaker {
        var token: String
        var interviews: [String]
        var place = 0
        var saidHere = 0
        var said = 0
        var turn: Int?
        var words: SimulatedOwner
    }

    private let child: ServerChild
    private let client: LoadClient
    private var speakers: [Speaker]
    private let perInterview: Int
    private(set) var closed = 0
    private(set) var usedUp = 0

    init(child: ServerChild, owners: [Road.Owner], perInterview: Int) throws {
        self.child = child
        self.perInterview = perInterview
        client = try LoadClient(port: child.port, connections: owners.count)
        speakers = owners.enumerated().map { Speaker(token: $1.token, interviews: $1.interviews, words: SimulatedOwner(500_000 + $0)) }
    }

    /// Looks once into every interview, so that no run pays for reading logs from the disk.
    func warm() throws {
        let start = seconds()
        var count = 0
        for place in 0..<(speakers.map(\.interviews.count).max() ?? 0) {
            for index in speakers.indices {
                let target = "/v1/conversations/\(speakers[index].interviews[place])"
                try client.send(LoadClient.request("GET", target, port: child.port, token: speakers[index].token), on: index, due: seconds())
                count += 1
            }
            try drain { _, reply, _ in
                guard reply.status == 200 else { throw BenchError("GET gave \(reply.status): \(String(decoding: reply.body, as: UTF8.self))") }
            }
        }
        print("  \(count) interviews folded from their logs, \(decimal((seconds() - start) * 1000 / Double(count), 2)) ms each")
    }

    /// Each owner answers as soon as the next turn is there.
    func closedLoop(_ answers: Int) throws -> Run {
        try measure(answers) { latencies in
            var sent = 0
            for index in speakers.indices where sent < answers {
                try say(index, due: seconds())
                sent += 1
            }
            var got = 0
            while got < answers {
                try client.wait(until: seconds() + 5) { index, reply, due in
                    got += 1
                    latencies.append(seconds() - due)
                    try took(index, reply)
                    if sent < answers {
                        try say(index, due: seconds())
                        sent += 1
                    }
                }
            }
        }
    }

    /// Answers come at a fixed pace whatever the server does; an answer that has to wait for its owner's last one counts from when it was due.
    func paced(_ answers: Int, rate: Double) throws -> Run {
        var run = try measure(answers) { latencies in
            let start = seconds()
            var got = 0, sent = 0
            var waiting: [Int: [Double]] = [:]
            while got < answers {
                while sent < answers, start + Double(sent) / rate <= seconds() {
                    let due = start + Double(sent) / rate
                    // A step that shares no factor with the number of owners visits all of them.
                    let index = (sent * 37) % speakers.count
                    if client.isBusy(index) { waiting[index, default: []].append(due) } else { try say(index, due: due) }
                    sent += 1
                }
                try client.wait(until: sent < answers ? start + Double(sent) / rate : seconds() + 5) { index, reply, due in
                    got += 1
                    latencies.append(seconds() - due)
                    try took(index, reply)
                    if let next = waiting[index]?.first {
                        waiting[index]?.removeFirst()
                        try say(index, due: next)
                    }
                }
            }
        }
        run.rate = rate
        return run
    }

    private func measure(_ answers: Int, _ body: (inout [Double]) throws -> Void) throws -> Run {
        var latencies: [Double] = []
        latencies.reserveCapacity(answers)
        let before = try child.figures().cpu, own = AskData.cpu(), start = seconds()
        try body(&latencies)
        let spent = seconds() - start
        let server = try child.figures().cpu - before, client = AskData.cpu() - own
        return Run(
            perSecond: Double(answers) / spent, p50: latencies.percentile(0.5) * 1000, p99: latencies.percentile(0.99) * 1000,
            serverMicroseconds: server / Double(answers) * 1e6, clientMicroseconds: client / Double(answers) * 1e6)
    }

    private func say(_ index: Int, due: Double) throws {
        speakers[index].said += 1
        speakers[index].saidHere += 1
        let speaker = speakers[index]
        let interview = speaker.interviews[speaker.place]
        let turn = speaker.turn.map { #","turn_id":"\#(interview).t\#($0)""# } ?? ""
        // The words hold no character that JSON escapes.
        let body = #"{"type":"message","client_message_id":"b\#(speaker.said)"\#(turn),"text":"\#(speakers[index].words.answer())"}"#
        let target = "/v1/conversations/\(interview)/messages"
        try client.send(LoadClient.request("POST", target, port: child.port, token: speaker.token, body: body), on: index, due: due)
    }

    private func took(_ index: Int, _ reply: LoadClient.Reply) throws {
        guard reply.status == 200 else { throw BenchError("POST gave \(reply.status): \(String(decoding: reply.body, as: UTF8.self))") }
        if let turn = reply.contains(#""type":"turn""#) ? reply.newestTurn : nil {
            speakers[index].turn = turn
            guard speakers[index].saidHere >= perInterview else { return }
        } else {
            guard reply.contains(#""code":"closed""#) else { return }
            closed += 1
            speakers[index].interviews.remove(at: speakers[index].place)
            speakers[index].place -= 1
        }
        guard !speakers[index].interviews.isEmpty else { throw BenchError("an owner has no interview left; give them more with --accounts") }
        if speakers[index].place + 1 == speakers[index].interviews.count { usedUp += 1 }
        speakers[index].place = (speakers[index].place + 1) % speakers[index].interviews.count
        speakers[index].saidHere = 0
        speakers[index].turn = nil
    }

    private func drain(_ take: (Int, LoadClient.Reply, Double) throws -> Void) throws {
        while (0..<client.count).contains(where: { client.isBusy($0) }) { try client.wait(until: seconds() + 5, take: take) }
    }
}
