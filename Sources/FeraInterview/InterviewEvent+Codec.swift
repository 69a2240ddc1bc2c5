import FeraDomain
import FeraJSON
package import Foundation

extension InterviewEvent {
    /// The event's name in the log.
    package var type: String {
        switch body {
        case .prepared: "interview.prepared"
        case .joined: "interview.joined"
        case .turnOpened: "interview.turn_opened"
        case .answered: "interview.answered"
        case .analysed: "interview.analysed"
        case .replied: "interview.replied"
        case .paused: "interview.paused"
        case .resumed: "interview.resumed"
        case .withdrawn: "interview.withdrawn"
        case .statementRevised: "interview.statement_revised"
        case .ownerPassed: "interview.owner_passed"
        case .gapRaised: "interview.gap_raised"
        case .closed: "interview.closed"
        case .reopened: "interview.reopened"
        case .expired: "interview.expired"
        case .left: "interview.left"
        case .budgetExtended: "interview.budget_extended"
        case .sittingsPlanned: "interview.sittings_planned"
        case .sittingEnded: "interview.sitting_ended"
        case .recordExtended: "interview.record_extended"
        case .fieldAdded: "interview.field_added"
        case .admitted: "interview.admitted"
        case .referralChanged: "interview.referral_changed"
        case .questionDropped: "interview.question_dropped"
        }
    }

    /// The version of every payload below; a change that an older program could not read raises it.
    package static let version = 1

    /// The payload as JSON with sorted keys: the members of the body, and `origin` where there is one.
    package func payload() throws -> Data {
        let encoder = JSONWriter()
        return switch body {
        case .prepared(let value): try encoder.encode(Envelope(origin, value))
        case .joined(let value): try encoder.encode(Envelope(origin, value))
        case .turnOpened(let value): try encoder.encode(Envelope(origin, value))
        case .answered(let value): try encoder.encode(Envelope(origin, value))
        case .analysed(let value): try encoder.encode(Envelope(origin, value))
        case .replied(let value): try encoder.encode(Envelope(origin, value))
        case .paused(let value), .resumed(let value), .expired(let value), .left(let value): try encoder.encode(Envelope(origin, value))
        case .withdrawn(let value): try encoder.encode(Envelope(origin, value))
        case .statementRevised(let value): try encoder.encode(Envelope(origin, value))
        case .ownerPassed(let value): try encoder.encode(Envelope(origin, value))
        case .gapRaised(let value): try encoder.encode(Envelope(origin, value))
        case .closed(let value): try encoder.encode(Envelope(origin, value))
        case .reopened(let value): try encoder.encode(Envelope(origin, value))
        case .budgetExtended(let value): try encoder.encode(Envelope(origin, value))
        case .sittingsPlanned(let value): try encoder.encode(Envelope(origin, value))
        case .sittingEnded(let value): try encoder.encode(Envelope(origin, value))
        case .recordExtended(let value): try encoder.encode(Envelope(origin, value))
        case .fieldAdded(let value): try encoder.encode(Envelope(origin, value))
        case .admitted(let value): try encoder.encode(Envelope(origin, value))
        case .referralChanged(let value): try encoder.encode(Envelope(origin, value))
        case .questionDropped(let value): try encoder.encode(Envelope(origin, value))
        }
    }

    /// Reads an event of the log back.
    /// - Throws: `DecodingError` where the payload does not have the form of its type, `UnknownEventType` for a type that this program does not know.
    package init(type: String, payload: Data) throws {
        let decoder = JSONReader()
        func read<Value: Codable>(_ make: (Value) -> Body) throws -> InterviewEvent {
            let envelope = try decoder.decode(Envelope<Value>.self, from: payload)
            return InterviewEvent(make(envelope.value), origin: envelope.origin)
        }
        self =
            switch type {
            case "interview.prepared": try read(Body.prepared)
            case "interview.joined": try read(Body.joined)
            case "interview.turn_opened": try read(Body.turnOpened)
            case "interview.answered": try read(Body.answered)
            case "interview.analysed": try read(Body.analysed)
            case "interview.replied": try read(Body.replied)
            case "interview.paused": try read(Body.paused)
            case "interview.resumed": try read(Body.resumed)
            case "interview.withdrawn": try read(Body.withdrawn)
            case "interview.statement_revised": try read(Body.statementRevised)
            case "interview.owner_passed": try read(Body.ownerPassed)
            case "interview.gap_raised": try read(Body.gapRaised)
            case "interview.closed": try read(Body.closed)
            case "interview.reopened": try read(Body.reopened)
            case "interview.expired": try read(Body.expired)
            case "interview.left": try read(Body.left)
            case "interview.budget_extended": try read(Body.budgetExtended)
            case "interview.sittings_planned": try read(Body.sittingsPlanned)
            case "interview.sitting_ended": try read(Body.sittingEnded)
            case "interview.record_extended": try read(Body.recordExtended)
            case "interview.field_added": try read(Body.fieldAdded)
            case "interview.admitted": try read(Body.admitted)
            case "interview.referral_changed": try read(Body.referralChanged)
            case "interview.question_dropped": try read(Body.questionDropped)
            default: throw UnknownEventType(type: type)
            }
    }

    /// A body's members with the origin beside them, in one JSON object.
    private struct Envelope<Value: Codable>: Codable {
        var origin: Origin?
        var value: Value

        init(_ origin: Origin?, _ value: Value) {
            self.origin = origin
            self.value = value
        }

        enum CodingKeys: String, CodingKey { case origin }

        init(from decoder: any Decoder) throws {
            origin = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(Origin.self, forKey: .origin)
            value = try Value(from: decoder)
        }

        func encode(to encoder: any Encoder) throws {
            try value.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(origin, forKey: .origin)
        }
    }
}
