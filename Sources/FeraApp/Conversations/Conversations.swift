package import FeraDomain
import FeraInterview
import FeraStore
import Foundation
import Synchronization

/// Interviews and asks through one door: snapshots, packets, and what a client says.
package final class Conversations: Sendable {
    let interviews: Interviews
    let asks: Asks
    let transfers: Transfers
    let directory: Directory
    let journal: Journal
    let hub: Hub
    /// Who comes in, and who reads on: a crowd that comes in keeps nobody from reading what they have come for, while their interview's
    /// state is still in memory.
    let comers = WaitingLine(places: 8)
    let readers = WaitingLine(places: 16)
    let making = KeyedLock()
    let looks = Mutex<[Conversation.ID: Look]>([:])

    package init(interviews: Interviews, asks: Asks, hub: Hub) {
        self.interviews = interviews
        self.asks = asks
        self.hub = hub
        transfers = interviews.transfers
        directory = interviews.directory
        journal = interviews.journal
    }

    enum Kind { case interview, ask }

    static func stream(_ id: Conversation.ID, _ kind: Kind) -> String { kind == .ask ? Asks.stream(id) : Interviews.stream(id) }

    func require(_ id: Conversation.ID, _ principal: Principal) async throws -> Kind { try await admit(id, principal).kind }

    /// Who may look into a conversation: the owner into their interview, the asker into their own questions; and with whom they share what they see.
    func admit(_ id: Conversation.ID, _ principal: Principal) async throws -> (kind: Kind, audience: Audience) {
        if id.rawValue.hasPrefix("ak_") {
            let state = try await asks.states.entry(Asks.stream(id)).state
            guard state.person == principal.person, let clone = state.clone else { throw AppError.notFound("conversation") }
            // Rights are asked again each time: they may have been taken away since.
            let reading = try await asks.clones.reading(clone, version: nil, capability: .ask, for: principal)
            try await asks.endInterrupted(id, by: principal)
            return (.ask, .asker(version: reading.version, labels: reading.pass.labels))
        }
        let place = try await interviews.place(id)
        let transfer = try await transfers.state(place.transfer)
        guard let pass = Gate.pass(principal, in: transfer) else { throw AppError.notFound("conversation") }
        // Whose it is, is known without reading the whole of it; whom else the owner has let in stands in its state.
        if pass.capabilities.contains(.answer), try await interviews.owner(of: id) == principal.person { return (.interview, .owner) }
        guard Self.isIn(try await interviews.file(id).state, pass) else { throw AppError.notFound("conversation") }
        return (.interview, .owner)
    }

    // MARK: Reading

    /// Packets after a seq, at most `limit` (1…500), and the seq of the last event looked at.
    package func page(_ id: Conversation.ID, after: Int64, limit: Int, for principal: Principal) async throws -> (packets: [Packet], last: Int64) {
        try await page(id, try await require(id, principal), after: after, limit: limit, for: principal)
    }

    func page(_ id: Conversation.ID, _ kind: Kind, after: Int64, limit: Int, for principal: Principal) async throws -> (packets: [Packet], last: Int64) {
        let events = try await journal.store.events(stream: Self.stream(id, kind), after: after, limit: limit)
        return (try await packets(events, id, kind, principal), events.last?.seq ?? after)
    }

    private func packets(_ events: [StoredEvent], _ id: Conversation.ID, _ kind: Kind, _ principal: Principal) async throws -> [Packet] {
        guard !events.isEmpty else { return [] }
        switch kind {
        case .interview:
            let decoded = try events.map { ($0.seq, try InterviewEvent(type: $0.type, payload: Data($0.payload))) }
            return try await packets(decoded, try await interviews.loaded(id, upTo: events.last?.seq ?? 0))
        case .ask: return try await AskPackets(asks: asks).packets(try events.map { try AskRecord($0) }, of: id, for: principal)
        }
    }

    func packets(_ events: [(seq: Int64, event: InterviewEvent)], _ file: InterviewFile) async throws -> [Packet] {
        var names: [Person.ID: String] = [:]
        for person in Set(events.flatMap(\.event.people) + file.state.speakers) {
            names[person] = try await directory.person(person).name
        }
        let maker = interviews.packets(file)
        return events.map { maker.packet($0.event, seq: $0.seq) { names[$0] ?? "somebody" } }
    }

    /// Whether somebody who has held a connection may still speak.
    package func check(_ principal: Principal) async throws { try await directory.check(principal) }

    // MARK: Speaking

    /// Takes in what a client says.
    /// - Returns: the acknowledgement, given after the commit, and what followed up to the next turn or the end of the answer.
    package func post(_ packet: ClientPacket, to id: Conversation.ID, by principal: Principal) async throws -> (accepted: Packet, packets: [Packet]) {
        let kind = try await require(id, principal)
        guard packet.type != .ping else { return (Packet(.pong), []) }
        guard let clientID = packet.clientMessageID?.nonEmpty, clientID.utf8.count <= 100 else {
            throw Transfers.invalid("client_message_id", "every message carries an id of the client's own, at most 100 bytes, so that it counts once")
        }
        switch kind {
        case .interview:
            if packet.type == .action, packet.action == .switchAccount { return try await switchAccount(packet, in: id, clientID: clientID, by: principal) }
            let command = try await asked(try command(packet), packet, in: id, by: principal)
            let reply = try await interviews.perform(command, in: id, by: principal.person, clientID: clientID)
            try await interviews.settle(reply.file.state)
            return (.accepted(clientID, seq: reply.seq), try await packets(reply.events, reply.file) + progress(reply))
        case .ask:
            guard packet.type == .message, let text = packet.text else {
                throw AppError(.state, "In an ask conversation one asks; this action is not known here.")
            }
            let reply = try await asks.ask(text, in: id, clientID: clientID, by: principal)
            return (.accepted(clientID, seq: reply.seq), try await AskPackets(asks: asks).packets(reply, for: principal))
        }
    }

    /// Asks in a conversation of the caller's, and gives the packets of the answer or refusal.
    /// - Parameter clone: what the caller takes the conversation to be about; `nil`: whatever it is about.
    /// - Throws: `.state` for a conversation about another clone.
    package func ask(
        _ question: String, of clone: CloneID? = nil, version: Int?, in id: Conversation.ID, clientID: String?, by principal: Principal
    ) async throws -> [Packet] {
        guard try await require(id, principal) == .ask else { throw AppError.notFound("conversation") }
        if let clone, try await asks.states.entry(Asks.stream(id)).state.clone != clone {
            throw AppError(.state, "This conversation is about another clone. Leave conversation_id out to begin one about this clone.")
        }
        let reply = try await asks.ask(question, version: version, in: id, clientID: clientID, by: principal)
        return try await AskPackets(asks: asks).packets(reply, for: principal)
    }

    /// Begins a conversation about a clone with a question, and gives its id and the packets of the answer or refusal.
    package func begin(
        _ question: String, about clone: CloneID, version: Int?, clientID: String?, by principal: Principal
    ) async throws -> (conversation: Conversation.ID, packets: [Packet]) {
        let reply = try await asks.begin(question, about: clone, version: version, clientID: clientID, by: principal)
        return (reply.conversation, try await AskPackets(asks: asks).packets(reply, for: principal))
    }

    private func progress(_ reply: Interviews.Reply) -> [Packet] {
        guard reply.events.contains(where: { if case .analysed = $0.event.body { true } else { false } }) else { return [] }
        let progress = interviews.packets(reply.file).progress(reply.file.state)
        var packet = Packet(.progress)
        packet.completeness = progress.completeness
        packet.chapters = progress.chapters
        packet.gapsOpen = progress.gapsOpen
        packet.minutesLeft = progress.minutesLeft
        return [packet]
    }

    private func command(_ packet: ClientPacket) throws -> Command.Kind {
        let turn = packet.turnID.flatMap { Turn.ID(rawValue: $0) }
        switch packet.type {
        case .message, .ping:
            guard let text = packet.text else { throw Transfers.invalid("text", "a message needs a text") }
            return .answer(turn: turn, text: text)
        case .action:
            guard let action = packet.action else { throw Transfers.invalid("action", "an action packet names its action") }
            switch action {
            case .skip: return .skip(turn: turn)
            case .defer: return .defer(turn: turn)
            case .refer:
                guard let name = packet.to?.nonEmpty else { throw Transfers.invalid("to", "say whom to ask") }
                return .refer(turn: turn, name: name, person: nil)
            case .correct:
                guard let statement = packet.statementID, let text = packet.text else {
                    throw Transfers.invalid("statement_id", "name the line and its new wording")
                }
                return .correct(statement, text: text)
            case .withdraw:
                guard let statement = packet.statementID else { return .withdrawLast }
                return .withdrawStatement(statement)
            case .pause: return .pause
            case .resume: return .resume
            case .why: return .why
            case .stop: return .stop
            case .finish: return .finishPass
            case .extend:
                guard let choice = packet.choice.flatMap(InterviewEvent.BudgetExtended.Choice.init(rawValue:)) else {
                    throw Transfers.invalid("choice", "more minutes, another sitting, or written: 'minutes', 'sitting' or 'written'")
                }
                return .extend(choice, day: packet.day)
            case .switchAccount: throw Transfers.invalid("account_id", "name the account to go to")
            }
        }
    }
}
