package import FeraDomain
import Foundation

/// A message from another system that waits for its answer. It lies in the queue until the answer is delivered, then it is gone.
package struct RelayTask: Codable, Sendable {
    /// Which relay it came through: `slack`, `webhook`.
    package var relay: String
    /// The other system's id of the message, unique in its relay; at most 200 bytes.
    package var id: String
    /// Who sent it, in the other system's terms.
    package var user: String
    /// What was said, without secrets.
    package var text: String
    /// What belongs together there: messages with the same value continue one conversation.
    package var thread: String
    /// The clone that is asked, where the message names one.
    package var clone: String?
    /// Where the answer goes: a channel and a message in it, or an address.
    package var channel: String?
    package var parent: String?
    package var address: String?

    /// Takes everything as given; `Relays.accept` takes secrets out of the text.
    package init(
        relay: String, id: String, user: String, text: String, thread: String, clone: String? = nil, channel: String? = nil, parent: String? = nil,
        address: String? = nil
    ) {
        self.relay = relay
        self.id = id
        self.user = user
        self.text = text
        self.thread = thread
        self.clone = clone
        self.channel = channel
        self.parent = parent
        self.address = address
    }
}

/// What a relay has to say to a question.
package enum RelayAnswer: Sendable {
    /// The packets of the answer, or of the refusal.
    case packets([Packet], conversation: Conversation.ID, account: String, version: Int)
    /// Several accounts could be meant: their names.
    case which([String])
    /// The person may ask no clone through this channel.
    case nothing
}
