import FeraDomain
import FeraInterview
import Foundation

/// Makes the packets of an interview from its events: one event, one packet, the event's seq is the packet's.
struct InterviewPackets: Sendable {
    let interviewer: Interviewer
    let file: InterviewFile

    func text(_ ref: TextRef) -> String { file.shelf[ref.id] ?? "(these words were erased)" }

    private var statements: InterviewStatements { InterviewStatements(interviewer: interviewer, file: file) }

    /// The packet of one event.
    /// - Parameter name: the name of a person.
    func packet(_ event: InterviewEvent, seq: Int64, name: (Person.ID) -> String) -> Packet {
        var packet: Packet
        switch event.body {
        case .prepared(let value):
            packet = notice(seq, "prepared", "The record was read: \(value.reading.excerpts) passages.")
        case .joined(let value): packet = message(seq, text(value.text))
        case .turnOpened(let turn): packet = self.turn(turn, seq: seq)
        case .answered(let value):
            packet = Packet(.message, seq: seq)
            packet.author = event.origin.map { Packet.Named(id: $0.by.rawValue, name: name($0.by)) }
            packet.text = value.text.map(text) ?? "(\(value.action.rawValue))"
            packet.turnID = value.turn.rawValue
            packet.clientMessageID = event.origin?.clientID
        case .analysed(let value):
            packet = Packet(.statements, seq: seq)
            packet.added = value.statements.compactMap { statements.view($0.id, name: name) }
            packet.revised = value.superseded.compactMap { statements.view($0, name: name) }
        case .replied(let value): packet = message(seq, text(value.text))
        case .paused: packet = notice(seq, "paused", "The interview is paused; the question waits.")
        case .resumed: packet = notice(seq, "resumed", "The interview goes on.")
        case .withdrawn(let value):
            packet = Packet(.statements, seq: seq)
            packet.added = []
            packet.revised = value.statements.compactMap { statements.view($0, name: name) }
        case .statementRevised(let value):
            packet = Packet(.statements, seq: seq)
            packet.added = []
            packet.revised = [statements.view(value.statement, name: name)].compactMap { $0 }
        case .ownerPassed(let value):
            let who = value.waived.map { "The manager has waived the owner's pass: \(text($0))" }
            packet = notice(seq, "owner_passed", who ?? "The owner has passed the lines; they go to review.")
        case .gapRaised(let value):
            packet = notice(seq, "gap_raised", "\(value.gap.reviewed == nil ? "Somebody asked" : "A reviewer asks"): \(text(value.question))")
        case .closed(let value): packet = notice(seq, "closed", text(value.text))
        case .reopened: packet = notice(seq, "reopened", "There is something more to ask.")
        case .expired: packet = notice(seq, "expired", "The last working day has passed; no more questions are asked.")
        case .left, .budgetExtended, .sittingsPlanned, .sittingEnded, .recordExtended, .fieldAdded, .admitted, .referralChanged, .questionDropped:
            packet = course(event.body, seq, name: name)
        }
        return packet
    }

    /// The packet `turn`.
    func turn(_ turn: Turn, seq: Int64) -> Packet {
        var packet = Packet(.turn, seq: seq)
        packet.turnID = turn.id.rawValue
        packet.kind = turn.kind.rawValue
        packet.text = text(turn.text)
        packet.why = why(turn)
        packet.chapter = turn.chapter
        packet.probes = probes(turn)
        packet.targets = targets(turn)
        packet.choices = choices(turn)
        return packet
    }

    /// The open turn as a snapshot holds it.
    func openTurn(_ state: InterviewState) -> Packet.OpenTurn? {
        state.open.map {
            Packet.OpenTurn(
                turnID: $0.id.rawValue, kind: $0.kind.rawValue, text: text($0.text), why: why($0), chapter: $0.chapter, probes: probes($0),
                targets: targets($0), choices: choices($0))
        }
    }

    /// The lines that an answer to "which?" picks by number.
    private func choices(_ turn: Turn) -> [String]? {
        turn.subject.alternatives?.map { id in
            file.state.statement(id).flatMap { file.words.at(file.state.resolved($0.span)) } ?? "(these words were erased)"
        }
    }

    private func why(_ turn: Turn) -> String { interviewer.why(turn, state: file.state, words: file.words) }

    private func probes(_ turn: Turn) -> [String] { interviewer.probes(turn) }

    private func targets(_ turn: Turn) -> [Field.ID] { turn.targets.sorted { $0.prior > $1.prior }.map(\.field) }

    /// How far the interview is.
    func progress(_ state: InterviewState) -> Packet.Progress {
        let standing = interviewer.standing(state)
        return Packet.Progress(
            completeness: standing.total, chapters: standing.chapters, gapsOpen: standing.open, minutesLeft: max(0, state.minuteBudget - state.seconds / 60))
    }

    func message(_ seq: Int64, _ text: String) -> Packet {
        var packet = Packet(.message, seq: seq)
        packet.text = text
        return packet
    }

    func notice(_ seq: Int64, _ code: String, _ text: String) -> Packet {
        var packet = Packet(.notice, seq: seq)
        packet.code = code
        packet.text = text
        return packet
    }
}

/// The statements of an interview with their words.
struct InterviewStatements: Sendable {
    let interviewer: Interviewer
    let file: InterviewFile

    /// A statement with the words of its newest revision; `nil` where it is gone or its words were erased.
    func statement(_ state: InterviewState.StatementState) -> Statement? {
        guard state.isLive else { return nil }
        let said = "interview, answer \(state.answer.rawValue.split(separator: ".").last ?? "")"
        var statement = interviewer.statement(state, of: file.state, words: file.words, speaker: said)
        // The first wording may be stricter than the corrected one: it does not travel under the newer label.
        if !state.earlier.isEmpty { statement?.evidence.removeAll { $0.kind == .answer } }
        return statement
    }

    /// All statements that are still there, in the order in which they were said.
    var all: [Statement] { file.state.statements.compactMap(statement) }

    /// A statement as its owner sees it.
    func view(_ id: Statement.ID, name: (Person.ID) -> String) -> StatementView? {
        guard let state = file.state.statement(id) else { return nil }
        guard let statement = statement(state) else {
            // Withdrawn and superseded lines are still named, so that a client can strike them out.
            guard let account = file.state.account else { return nil }
            let bare = Statement(
                id: id, account: account, field: state.fact.field, kind: state.fact.kind, text: "", confidence: state.fact.confidence, label: state.label,
                routes: state.routes, speaker: state.speaker, saidOn: state.saidOn, revision: state.revision, status: state.status)
            return StatementView(bare, field: field(bare.field), speaker: name(bare.speaker))
        }
        return StatementView(statement, field: field(statement.field), speaker: name(statement.speaker))
    }

    /// The field of a statement: of the catalogue, or of this account alone.
    func field(_ id: Field.ID) -> Field? { interviewer.field(id, in: file.state, words: file.words) }

    /// The contradictions with both passages.
    var contradictions: [Contradiction] {
        file.state.contradictions.compactMap { interviewer.contradiction($0, of: file.state, words: file.words) }
    }
}

extension StatementView {
    /// A statement before review.
    init(_ statement: Statement, field: Field?, speaker: String) {
        self.init(
            id: statement.id, accountID: statement.account, field: statement.field, title: field?.title ?? statement.field.rawValue,
            chapter: field?.chapter ?? .story, kind: statement.kind, severity: statement.severity, text: statement.text, confidence: statement.confidence,
            label: statement.label, routes: statement.routes, evidence: statement.evidence.map(EvidenceView.init),
            speaker: Packet.Named(id: statement.speaker.rawValue, name: speaker), saidOn: statement.saidOn, revision: statement.revision,
            status: statement.status, decisions: [], blessedWording: nil)
    }
}
