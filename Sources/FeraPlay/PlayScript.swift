package import Foundation

/// What people say and decide while a handover is played: the file `play.json5` in a folder of account files. Every part may be
/// missing; then what is neutral happens instead.
package struct PlayScript: Decodable, Sendable {
    /// What the manager opens.
    package var transfer: Opening?
    /// What the owner says where nothing below fits.
    package var otherwise: String?
    /// Field id → answer.
    package var answers: [String: String]?
    /// Contradiction rule → answer.
    package var contradictions: [String: String]?
    /// Name → who that is.
    package var people: [String: String]?
    /// Abbreviation → what it stands for.
    package var acronyms: [String: String]?
    /// The owner's pass: exceptions; all other lines are confirmed.
    package var pass: [Pass]?
    package var review: Review?
    package var wording: [Wording]?
    package var lock: Lock?
    package var ask: [Question]?
    package var gap: Gap?

    /// A script without a word: everything happens neutrally.
    package static let empty = PlayScript()

    /// A transfer as it is opened.
    package struct Opening: Decodable, Sendable {
        package var template: String?
        package var scope: String?
        package var reason: String?
        package var lastWorkingDay: String?
        package var sponsor: String?
        package var operationalOwner: String?
        package var accounts: [Account]?
        package var people: [Seat]?

        enum CodingKeys: String, CodingKey {
            case template, scope, reason, sponsor, accounts, people
            case lastWorkingDay = "last_working_day"
            case operationalOwner = "operational_owner"
        }
    }

    /// An account as it is opened.
    package struct Account: Decodable, Sendable {
        package var name: String
        package var externalID: String?
        package var segment: String?
        package var tier: String?
        package var renewalDate: String?
        package var value: String?

        enum CodingKeys: String, CodingKey {
            case name, segment, tier, value
            case externalID = "external_id"
            case renewalDate = "renewal_date"
        }
    }

    /// Somebody with a part in the play.
    package struct Seat: Decodable, Sendable {
        package var key: String
        package var name: String
        package var email: String?
        package var roles: [String]
        package var routes: [String]?
        package var hired: Bool?
    }

    /// An exception in the owner's pass.
    package struct Pass: Decodable, Sendable {
        package var field: String
        /// `private`, `correct` or `withdraw`.
        package var action: String
        package var text: String?
        package var reason: String?
    }

    /// How lines are decided.
    package struct Review: Decodable, Sendable {
        package var otherwise: String?
        package var decisions: [Decision]?
    }

    /// One reviewer's decision on the lines of a field.
    package struct Decision: Decodable, Sendable {
        package var by: String
        package var field: String
        package var decision: String
        package var text: String?
        package var reason: String?
        /// With `request_changes`: what the owner then says.
        package var better: String?
    }

    /// A sentence that may be said to the customer.
    package struct Wording: Decodable, Sendable {
        package var by: String
        package var field: String
        package var text: String
    }

    /// Who locks.
    package struct Lock: Decodable, Sendable { package var by: String }

    /// What the successor asks.
    package struct Question: Decodable, Sendable {
        package var by: String?
        package var text: String
        /// `answer` or `refusal`.
        package var expect: String?
        package var field: String?
    }

    /// What becomes of a refused question.
    package struct Gap: Decodable, Sendable {
        package var question: String
        package var by: String?
        package var answer: String
        package var field: String?
        package var askAgain: Question?

        enum CodingKeys: String, CodingKey {
            case question, by, answer, field
            case askAgain = "ask_again"
        }
    }

    /// Reads a script.
    /// - Parameters:
    ///   - bytes: JSON5.
    ///   - name: of the file, for the message.
    /// - Throws: `PlayError.material` that names the key.
    package static func decode(_ bytes: Data, name: String) throws(PlayError) -> PlayScript {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            return try decoder.decode(PlayScript.self, from: bytes)
        } catch DecodingError.keyNotFound(let key, let context) {
            throw PlayError(.material, "\(name): '\(Self.path(context.codingPath))' has no '\(key.stringValue)'")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw PlayError(.material, "\(name): '\(Self.path(context.codingPath))' has another kind of value than it needs")
        } catch DecodingError.dataCorrupted(let context) {
            throw PlayError(.material, "\(name) is not JSON5: \(context.underlyingError.map { "\($0)" } ?? context.debugDescription)")
        } catch {
            throw PlayError(.material, "\(name) cannot be read: \(error)")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined().trimmingPrefix(".").description
    }
}
