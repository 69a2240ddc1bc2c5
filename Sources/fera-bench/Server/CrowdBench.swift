import FeraServer
import Foundation
import Glibc

/// `fera-bench crowd`: `--open N` (10000) WebSockets, `--followers F` (10) on each conversation; `--fanout R` (5000) packets a second
/// delivered to them for `--seconds S` (10); then the server is killed in the middle of it, started again, and all come back with the
/// seq that they have. Nobody may miss a packet or get one twice.
func crowdBench(_ arguments: [String]) async throws { _ = try await measureCrowd(Options(arguments)) }

func measureCrowd(_ options: Options) async throws -> [Row] {
    let open = options.int("open", 10_000), followers = options.int("followers", 10), target = options.int("fanout", 5000)
    let files = OpenFiles.raise()
    guard files > open + 200 else { throw BenchError("\(files) open files are too few for \(open) chats; raise `ulimit -n`") }
    let folder = try BenchFolder(), accounts = 50, conversations = max(1, open / followers)
    let road = try await Road(folder: folder.path)
    let owners = try await road.owners((conversations + accounts - 1) / accounts, accounts: accounts, events: 3)
    await road.close()
    let all = Array(owners.flatMap { owner in owner.interviews.map { (token: owner.token, path: "/v1/conversations/\($0)") } }.prefix(conversations))
    let crowd = ChatCrowd(all.map { ($0.path, $0.token, 0) }, followers: followers)

    var child = try ServerChild(folder: folder.path)
    defer { child.stop() }
    let empty = try child.figures().residentKB
    let arrival = try gather(crowd, child, within: 120)
    print(
        "\(crowd.members.count) sockets on \(all.count) conversations open in \(decimal(arrival, 1)) s; resident \(try child.figures().residentKB - empty) KB more"
    )
    let busy = try fanOut(crowd, child, all, perSecond: target, seconds: options.double("seconds", 10), died: false)
    print(busy.text)

    // Killed while messages go out, so that some have what others lack.
    let cut = try fanOut(crowd, child, all, perSecond: target, seconds: 2, died: true)
    child.kill()
    while crowd.members.contains(where: { $0.descriptor >= 0 }) { try crowd.read(for: 0.1) { _, _ in } }
    let start = seconds()
    child = try ServerChild(folder: folder.path)
    let started = seconds() - start
    let back = try gather(crowd, child, within: 120)
    let cpu = try child.figures().cpu
    print(
        "killed after \(cut.delivered) more; started in \(decimal(started, 2)) s; all \(crowd.members.count) back and caught up in \(decimal(back, 1)) s, server \(decimal(cpu, 1)) s of processor time"
    )
    let last = try fanOut(crowd, child, all, perSecond: target, seconds: 3, died: false)
    print(last.text)
    let uneven = Dictionary(grouping: crowd.members, by: \.conversation).values.count { Set($0.map(\.seq)).count > 1 }
    print("\(crowd.packets) packets delivered, \(crowd.gaps) out of order or missing, \(uneven) conversations whose followers differ")
    guard crowd.gaps == 0, uneven == 0 else { throw BenchError("packets are missing") }
    return [
        Row(
            what: "packets a second delivered to \(crowd.members.count) open sockets; p99 from POST to the follower", value: busy.value,
            goal: "\(target)/s"),
        Row(what: "all \(crowd.members.count) back after a kill, each from its seq, none missing a packet", value: "\(decimal(back, 1)) s", goal: "≤ 10 s"),
    ]
}

/// Connects everybody and waits until each has what its snapshot promised.
private func gather(_ crowd: ChatCrowd, _ child: ServerChild, within limit: Double) throws -> Double {
    let start = seconds()
    try crowd.connect(child.port) { _, _ in }
    while crowd.backCount < crowd.members.count {
        guard seconds() - start < limit else { throw BenchError("only \(crowd.backCount) of \(crowd.members.count) came in within \(Int(limit)) s") }
        if try crowd.read(for: 0.02, take: { _, _ in }) > 0 { try crowd.connect(child.port) { _, _ in } }
    }
    return seconds() - start
}

private struct FanOut {
    var delivered = 0
    var seconds = 0.0
    var text = ""
    var value = ""
}

/// Owners speak as often as their followers' packets need it.
private func fanOut(
    _ crowd: ChatCrowd, _ child: ServerChild, _ all: [(token: String, path: String)], perSecond: Int, seconds length: Double, died: Bool
) throws -> FanOut {
    let followers = crowd.members.count / all.count
    let speakers = try LoadClient(port: child.port, connections: 16), probe = try LoadClient(port: child.port, connections: 1)
    var owner = SimulatedOwner(Int(seconds() * 1000))
    var sentAt = [Double](repeating: 0, count: all.count), latencies: [Double] = [], probes: [Double] = []
    var turn = 0, refused = 0, said = 0
    let before = crowd.packets, cpu = try child.figures().cpu
    // An answer gives three packets: what was said, what was made of it, the next question.
    let perAnswer = 3.0
    let start = seconds()
    var due = start, probeDue = start, readDue = start
    func take(_ conversation: Int, _ seq: Int64) { if sentAt[conversation] > 0 { latencies.append(seconds() - sentAt[conversation]) } }
    while seconds() - start < length {
        let now = seconds()
        // Each in its turn: the server closes a connection on which nothing is ever asked.
        while now >= due, !speakers.isBusy(turn % speakers.count) {
            let connection = turn % speakers.count, chat = turn % all.count
            turn += 1
            let body = #"{"type":"message","client_message_id":"f\#(Int(start * 1000)).\#(turn)","text":"\#(owner.answer())"}"#
            sentAt[chat] = now
            try speakers.send(
                LoadClient.request("POST", all[chat].path + "/messages", port: child.port, token: all[chat].token, body: body), on: connection, due: now)
            due += perAnswer * Double(followers) / Double(perSecond)
        }
        if !probe.isBusy(0), now >= probeDue {
            probeDue = now + 0.01
            try probe.send(LoadClient.request("GET", "/livez", port: child.port, token: ""), on: 0, due: now)
        }
        try probe.wait(until: 0) { _, _, since in probes.append(seconds() - since) }
        try speakers.wait(until: 0) { _, reply, _ in
            said += 1
            if reply.status != 200 { refused += 1 }
        }
        // Asking after ten thousand sockets takes the client half a millisecond: rarely enough, so that it leaves the server its processor.
        if now >= readDue {
            readDue = now + 0.01
            try crowd.read(for: 0, take: take)
        } else {
            usleep(500)
        }
    }
    let delivered = crowd.packets - before, took = seconds() - start
    let spent = try child.figures().cpu - cpu
    if !died {
        // What is still on its way is waited for, so that everybody ends with the same.
        let end = seconds() + 30
        for connection in 0..<speakers.count where speakers.isBusy(connection) {
            while speakers.isBusy(connection), seconds() < end { try speakers.wait(until: seconds() + 0.01) { _, _, _ in } }
        }
        var quiet = 0
        while quiet < 20, seconds() < end {
            let was = crowd.packets
            try crowd.read(for: 0.02, take: { _, _ in })
            quiet = crowd.packets == was ? quiet + 1 : 0
        }
    }
    guard refused == 0 else { throw BenchError("\(refused) of \(said) messages were refused") }
    func percentile(_ values: [Double], _ part: Double) -> String {
        let sorted = values.sorted()
        return sorted.isEmpty ? "none" : decimal(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] * 1000, 1)
    }
    var result = FanOut(delivered: delivered, seconds: took)
    result.value = "\(Int(Double(delivered) / took))/s, \(percentile(latencies, 0.99)) ms"
    result.text =
        "\(delivered) packets in \(decimal(took, 1)) s (\(Int(Double(delivered) / took))/s) of \(said) answers; from POST to a follower p50 "
        + "\(percentile(latencies, 0.5)), p99 \(percentile(latencies, 0.99)) ms; /livez p50 \(percentile(probes, 0.5)), p99 \(percentile(probes, 0.99)) ms; "
        + "server \(decimal(spent, 1)) s of processor time"
    return result
}
