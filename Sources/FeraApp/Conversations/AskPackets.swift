import FeraClone
import FeraDomain
import FeraStore
import Foundation

/// Makes the packets of an ask conversation from its events.
struct AskPackets: Sendable {
    let asks: Asks

    /// One packet an event. What the reader may not read any more is not shown again.
    func packets(_ stored: [StoredEvent], for principal: Principal) async throws -> [Packet] {
        let events = try stored.map { ($0, try AskEvent(type: $0.type, payload: Data($0.payload))) }
        let words = try await asks.journal.words(events.flatMap { $0.1.refs })
        var labels: Set<Label>?
        var topics: Set<String>?
        var packets: [Packet] = []
        for (stored, event) in events {
            var drawnFrom: Set<Label> = []
            if case .asked(let value) = event, value.completed != nil {
                if let known = value.drawnFrom {
                    drawnFrom = Set(known)
                } else {
                    drawnFrom = try await asks.states.entry(stored.stream).state.drawnFrom(at: stored.seq)
                }
            }
            var isLabelled = !drawnFrom.isEmpty
            if case .sentence = event { isLabelled = true }
            if isLabelled, labels == nil { labels = try await reading(stored.stream, principal)?.pass.labels }
            if case .refused(let value) = event, topics == nil, !value.nearest.isEmpty {
                topics = try await Set(reading(stored.stream, principal)?.editions.flatMap { try $0.passages() }.map(\.fieldTitle) ?? [])
            }
            var next = packet(event, seq: stored.seq, clientID: stored.clientID, words: words, labels: labels ?? [], topics: topics ?? [])
            // It may name what an answer named that the reader may not read with what they show now.
            if !drawnFrom.isSubset(of: labels ?? []) { next.completedQuestion = nil }
            packets.append(next)
        }
        return packets
    }

    private func reading(_ stream: String, _ principal: Principal) async throws -> Clones.Reading? {
        guard let clone = try await asks.states.entry(stream).state.clone else { return nil }
        return try await asks.clones.reading(clone, version: nil, capability: .ask, for: principal)
    }

    private func packet(_ event: AskEvent, seq: Int64, clientID: String?, words: [String: String], labels: Set<Label>, topics: Set<String>) -> Packet {
        func text(_ ref: TextRef) -> String { words[ref.id.rawValue] ?? "(these words were erased)" }
        var packet: Packet
        switch event {
        case .opened:
            packet = Packet(.notice, seq: seq)
            packet.code = "opened"
            packet.text = "Ask what you need to know. Answers come from the locked clone alone."
        case .asked(let value):
            packet = Packet(.answerStart, seq: seq)
            packet.question = text(value.question)
            packet.completedQuestion = value.completed.map(text)
            packet.clientMessageID = clientID
        case .sentence(let value):
            packet = Packet(.sentence, seq: seq)
            if labels.contains(value.label), let body = SentenceBody.decode(text(value.body)) {
                packet.text = body.text
                packet.citations = body.citations
                packet.notes = body.notes
            } else {
                packet.text = "(you may not read this sentence any more)"
                packet.citations = []
            }
        case .answered(let value):
            packet = Packet(.answerEnd, seq: seq)
            packet.answerID = value.answer
            packet.ended = "answered"
        case .refused(let value):
            packet = Packet(.refused, seq: seq)
            packet.answerID = value.answer
            packet.reason = value.reason
            packet.gapID = value.gap
            packet.nearest = value.nearest.filter(topics.contains)
            packet.citations = []
        case .notified(let value):
            packet = Packet(.notice, seq: seq)
            packet.code = "gap_answered"
            packet.gapID = value.gap
            packet.text = text(value.text)
        case .rated:
            packet = Packet(.notice, seq: seq)
            packet.code = "rated"
            packet.text = "Thank you."
        }
        return packet
    }
}

extension AskEvent {
    /// The words that the event refers to.
    var refs: [TextRef] {
        switch self {
        case .asked(let value): [value.question, value.completed].compactMap { $0 }
        case .sentence(let value): [value.body]
        case .notified(let value): [value.text]
        case .rated(let value): value.comment.map { [$0] } ?? []
        case .opened, .answered, .refused: []
        }
    }
}
