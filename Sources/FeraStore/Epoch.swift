import Foundation

/// The event that makes every credential worthless that was made before it: sessions, links, tokens, codes and linked users of chat
/// systems. It is the first thing that a restored workspace writes: rights that were taken away after the backup must not come back.
package enum Epoch {
    /// The stream of the workspace itself.
    package static let stream = "workspace"
    /// The event's type.
    package static let eventType = "workspace.epoch_begun"

    /// What the event says.
    package struct Begun: Codable, Sendable, Equatable {
        /// SHA-256 of the manifest of the backup that was restored.
        package var backup: String
        /// How many erasures were done again.
        package var erasures: Int
    }

    static func draft(_ begun: Begun, at: Int64) throws -> EventDraft {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return EventDraft(type: eventType, payload: [UInt8](try encoder.encode(begun)), at: at, clientID: nil)
    }
}
