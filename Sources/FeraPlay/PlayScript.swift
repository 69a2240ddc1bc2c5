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
    /// How lines are decided.
    package var review: Review?
    /// Sentences that may be said to the customer.
    package var wording: [Wording]?
    /// Who locks.
    package var lock: Lock?
    /// What the successor asks, in order.
    package var ask: [Question]?
    /// What becomes of a refused question.
    package var gap: Gap?

    /// A script without a word: everything happens neutrally.
    package static let empty = PlayScript()

    /// A transfer as it is opened.
    package struct Opening: Decodable, Sendable {
        /// The id of a template.
        package var template: String?
        /// What is handed over, in a sentence.
        package var scope: String?
        /// Why, in a sentence.
        package var reason: String?
        /// As 2026-11-21.
        package var lastWorkingDay: String?
        /// The key of a person who is sponsor too.
        package var sponsor: String?
        /// The key of a person who is operational owner too.
        package var operationalOwner: String?
        /// The accounts; the first is played.
        package var accounts: [Account]?
        /// Who takes part.
        package var people: [Seat]?

        enum CodingKeys: String, CodingKey {
            case template, scope, reason, sponsor, accounts, people
            case lastWorkingDay = "last_working_day"
            case operationalOwner = "operational_owner"
        }
    }

    /// An account as it is opened.
    package struct Account: Decodable, Sendable {
        /// The name as people know it.
        package var name: String
        /// The id in another system.
        package var externalID: String?
        /// As the company calls it.
        package var segment: String?
        /// `top`, `mid` or `tail`.
        package var tier: String?
        /// As 2026-11-21.
        package var renewalDate: String?
        /// As it is written, with its currency.
        package var value: String?

        enum CodingKeys: String, CodingKey {
            case name, segment, tier, value
            case externalID = "external_id"
            case renewalDate = "renewal_date"
        }
    }

    /// Somebody with a part in the play.
    package struct Seat: Decodable, Sendable {
        /// What the rest of the script calls them.
        package var key: String
        /// The name as people know it.
        package var name: String
        /// Where they are known again by.
        package var email: String?
        /// As the protocol names them.
        package var roles: [String]
        /// The review routes they decide.
        package var routes: [String]?
        /// `false` for a successor who is still to be hired.
        package var hired: Bool?
    }

    /// An exception in the owner's pass.
    package struct Pass: Decodable, Sendable {
        /// The id of the field.
        package var field: String
        /// `private`, `correct` or `withdraw`.
        package var action: String
        /// The words.
        package var text: String?
        /// Why, in a sentence.
        package var reason: String?
    }

    /// How lines are decided.
    package struct Review: Decodable, Sendable {
        /// The decision for every line without one of its own.
        package var otherwise: String?
        /// Exceptions.
        package var decisions: [Decision]?
    }

    /// One reviewer's decision on the lines of a field.
    package struct Decision: Decodable, Sendable {
        /// The key of who does it.
        package var by: String
        /// The id of the field.
        package var field: String
        /// `approve`, `edit`, `reject` or `request_changes`.
        package var decision: String
        /// The words.
        package var text: String?
        /// Why, in a sentence.
        package var reason: String?
        /// With `request_changes`: what the owner then says.
        package var better: String?
    }

    /// A sentence that may be said to the customer.
    package struct Wording: Decodable, Sendable {
        /// The key of who does it.
        package var by: String
        /// The id of the field.
        package var field: String
        /// The words.
        package var text: String
    }

    /// Who locks.
    package struct Lock: Decodable, Sendable { package var by: String }

    /// What the successor asks.
    package struct Question: Decodable, Sendable {
        /// The key of who does it.
        package var by: String?
        /// The words.
        package var text: String
        /// `answer` or `refusal`.
        package var expect: String?
        /// The id of the field.
        package var field: String?
    }

    /// What becomes of a refused question.
    package struct Gap: Decodable, Sendable {
        /// The question as it was refused.
        package var question: String
        /// The key of who does it.
        package var by: String?
        /// What the owner says to it.
        package var answer: String
        /// The id of the field.
        package var field: String?
        /// What is asked of the next version.
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
