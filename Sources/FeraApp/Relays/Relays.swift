import FeraAsk
import FeraCrypto
import FeraDomain
import FeraJSON
import FeraStore
import Foundation

/// Questions that come through other systems: taken in durably, answered for a linked person under the channel's ceiling.
package final class Relays: Sendable {
    private let journal: Journal
    private let clones: Clones
    private let asks: Asks

    /// Over the use-cases of an open workspace.
    package init(_ application: Application) {
        journal = application.journal
        clones = application.clones
        asks = application.asks
    }

    /// The queue's name for a relay's messages.
    package static func kind(_ relay: String) -> String { "relay.\(relay)" }

    // MARK: Taking in

    /// Takes a message in; committed and synced when it returns.
    /// - Parameter names: further ids under which the other system may send the same message.
    /// - Returns: `false` when it was taken in before: then nothing happens again.
    package func accept(_ task: RelayTask, names: [String] = []) async throws -> Bool {
        var task = task
        task.text = SecretRedactor.redact(task.text).text
        let drafts = ([task.id] + names).map { journal.draft("relay.received", Data(#"{"relay":"\#(task.relay)"}"#.utf8), by: nil, clientID: $0) }
        let job = JobDraft(
            id: "\(task.relay):\(task.id)", kind: Self.kind(task.relay), payload: try JSONWriter().bytes(task), runAt: journal.now().milliseconds)
        switch try await journal.append(Append([StreamPart("relay:\(task.relay)", expectedSeq: nil, drafts)], jobs: [job])) {
        case .appended: return true
        case .duplicate: return false
        }
    }

    // MARK: Answering

    /// Answers a message for a person. The same message again gets the same answer.
    /// - Throws: `AppError`; `.notFound` for a clone that the person may not know of through this channel.
    package func answer(_ task: RelayTask, for principal: Principal) async throws -> RelayAnswer {
        let readings: [Clones.Reading]
        if let named = task.clone {
            guard let clone = CloneID(rawValue: named) else { throw AppError.notFound("clone") }
            readings = [try await clones.reading(clone, version: nil, capability: .ask, for: principal)]
        } else {
            readings = try await clones.list(for: principal, capability: .ask)
        }
        guard !readings.isEmpty else { return .nothing }
        guard let chosen = try await choose(readings, task, principal) else { return .which(readings.map(\.account.account.name).sorted()) }
        let id = try await asks.open(chosen.clone, by: principal, clientID: Self.thread(task))
        let reply = try await asks.ask(task.text, in: id, clientID: "relay:\(SHA256.hash(task.id).hex.prefix(32))", by: principal)
        let packets = try await AskPackets(asks: asks).packets(reply, for: principal)
        return .packets(packets, conversation: id, account: chosen.account.account.name, version: chosen.version)
    }

    /// A thread, a person and a clone are one conversation, which a restart finds again.
    private static func thread(_ task: RelayTask) -> String { "\(task.relay):\(task.thread)" }

    /// The clone that is meant: the only one; the one whose account the question names; the one that the thread is about; the
    /// only one that answers. `nil` when that leaves several, or none.
    private func choose(_ readings: [Clones.Reading], _ task: RelayTask, _ principal: Principal) async throws -> Clones.Reading? {
        if readings.count == 1 { return readings[0] }
        let names = readings.map(\.account.account.name)
        let named = AccountNames.places(in: task.text, of: names).map { readings[$0] }
        if named.count == 1 { return named[0] }
        if named.isEmpty {
            var open: [Clones.Reading] = []
            for reading in readings {
                let state = try await asks.states.entry(Asks.stream(Asks.conversation(principal.person, reading.clone, clientID: Self.thread(task)))).state
                if !state.exchanges.isEmpty { open.append(reading) }
            }
            if open.count == 1 { return open[0] }
        }
        var answering: [Clones.Reading] = []
        for reading in named.isEmpty ? readings : named {
            if case .answered = try await asks.answer(task.text, reading).ending { answering.append(reading) }
        }
        return answering.count == 1 ? answering[0] : nil
    }
}

/// Finds names of accounts in a question. Pure.
enum AccountNames {
    /// The places of the names that stand in `text`: whole, or by a first word of four letters or more that no other name begins with.
    static func places(in text: String, of names: [String]) -> [Int] {
        let text = words(text)
        let lists = names.map(words)
        let whole = lists.indices.filter { holds(text, lists[$0]) }
        // "Acme North" also holds "Acme": the longer name is meant.
        let longest = whole.filter { place in !whole.contains { lists[$0].count > lists[place].count && holds(lists[$0], lists[place]) } }
        if !longest.isEmpty { return longest }
        return lists.indices.filter { place in
            guard let first = lists[place].first, first.count >= 4, text.contains(first) else { return false }
            return !lists.indices.contains { $0 != place && lists[$0].first == first }
        }
    }

    private static func words(_ text: String) -> [String] { text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init) }

    private static func holds(_ text: [String], _ phrase: [String]) -> Bool {
        guard !phrase.isEmpty, phrase.count <= text.count else { return false }
        return (0...(text.count - phrase.count)).contains { text[$0..<($0 + phrase.count)].elementsEqual(phrase) }
    }
}
