import FeraJSON
package import Foundation

extension TransferEvent {
    /// The event's name in the log.
    package var type: String {
        switch self {
        case .opened: "transfer.opened"
        case .participantSet: "transfer.participant_set"
        case .joined: "transfer.joined"
        case .sourceAdded: "transfer.source_added"
        case .interviewOpened: "transfer.interview_opened"
        case .recordRead: "transfer.record_read"
        case .contributionOpened: "transfer.contribution_opened"
        case .reviewed: "transfer.reviewed"
        case .contradictionAccepted: "transfer.contradiction_accepted"
        case .sealBegun: "transfer.seal_begun"
        case .sealed: "transfer.sealed"
        case .sealFailed: "transfer.seal_failed"
        case .gapRaised: "transfer.gap_raised"
        case .gapChanged: "transfer.gap_changed"
        case .verified: "transfer.verified"
        case .signedOff: "transfer.signed_off"
        case .closed: "transfer.closed"
        }
    }

    /// The payload as JSON with sorted keys.
    package func payload() throws -> Data {
        let encoder = JSONWriter()
        return switch self {
        case .opened(let value): try encoder.encode(value)
        case .participantSet(let value): try encoder.encode(value)
        case .joined(let value): try encoder.encode(value)
        case .sourceAdded(let value): try encoder.encode(value)
        case .interviewOpened(let value): try encoder.encode(value)
        case .recordRead(let value): try encoder.encode(value)
        case .contributionOpened(let value): try encoder.encode(value)
        case .reviewed(let value): try encoder.encode(value)
        case .contradictionAccepted(let value): try encoder.encode(value)
        case .sealBegun(let value): try encoder.encode(value)
        case .sealed(let value): try encoder.encode(value)
        case .sealFailed(let value): try encoder.encode(value)
        case .gapRaised(let value): try encoder.encode(value)
        case .gapChanged(let value): try encoder.encode(value)
        case .verified(let value): try encoder.encode(value)
        case .signedOff(let value): try encoder.encode(value)
        case .closed(let value): try encoder.encode(value)
        }
    }

    /// Reads an event of the log back.
    /// - Throws: `DecodingError` where the payload does not have the form of its type, `UnknownEventType` for a type that this program does not know.
    package init(type: String, payload: Data) throws {
        let decoder = JSONReader()
        self =
            switch type {
            case "transfer.opened": .opened(try decoder.decode(Opened.self, from: payload))
            case "transfer.participant_set": .participantSet(try decoder.decode(Participant.self, from: payload))
            case "transfer.joined": .joined(try decoder.decode(Joined.self, from: payload))
            case "transfer.source_added": .sourceAdded(try decoder.decode(SourceAdded.self, from: payload))
            case "transfer.interview_opened": .interviewOpened(try decoder.decode(InterviewOpened.self, from: payload))
            case "transfer.record_read": .recordRead(try decoder.decode(RecordRead.self, from: payload))
            case "transfer.contribution_opened": .contributionOpened(try decoder.decode(ContributionOpened.self, from: payload))
            case "transfer.reviewed": .reviewed(try decoder.decode(ReviewDecision.self, from: payload))
            case "transfer.contradiction_accepted": .contradictionAccepted(try decoder.decode(ContradictionAccepted.self, from: payload))
            case "transfer.seal_begun": .sealBegun(try decoder.decode(SealBegun.self, from: payload))
            case "transfer.sealed": .sealed(try decoder.decode(Sealed.self, from: payload))
            case "transfer.seal_failed": .sealFailed(try decoder.decode(SealFailed.self, from: payload))
            case "transfer.gap_raised": .gapRaised(try decoder.decode(GapRaised.self, from: payload))
            case "transfer.gap_changed": .gapChanged(try decoder.decode(GapChanged.self, from: payload))
            case "transfer.verified": .verified(try decoder.decode(Verified.self, from: payload))
            case "transfer.signed_off": .signedOff(try decoder.decode(SignedOff.self, from: payload))
            case "transfer.closed": .closed(try decoder.decode(Closed.self, from: payload))
            default: throw UnknownEventType(type: type)
            }
    }
}

/// The log holds an event of a newer program.
package struct UnknownEventType: Error, CustomStringConvertible {
    package let type: String

    package init(type: String) { self.type = type }

    package var description: String { "the log holds an event '\(type)' that this program does not know; run the newer program that wrote it" }
}
