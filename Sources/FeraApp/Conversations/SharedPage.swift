import FeraDomain

/// A packet as it goes to a client, with its bytes: whoever else may see it is given the same.
package struct Delivery: Sendable {
    package let packet: Packet
    /// The packet as JSON.
    package let text: String

    init(_ packet: Packet, _ encode: Encode) throws {
        self.packet = packet
        text = try encode(packet)
    }

    /// Writes a packet as JSON, in the one form that all clients of a program are given.
    package typealias Encode = @Sendable (Packet) throws -> String
}

/// Who is shown the same packets of a conversation, byte by byte.
enum Audience: Hashable, Sendable {
    /// An interview is its owner's alone, and shows everything.
    case owner
    /// An asker's packets depend on the labels that their credential carries, and a refusal's topics on the newest version too.
    case asker(version: Int, labels: Set<Label>)
}

/// What follows in a stream after a seq, up to the event that was the newest when it was read: one packet an event.
struct SharedPage: Sendable {
    var after: Int64
    var last: Int64
    var packets: [Delivery]
    var bytes: Int

    /// `nil` where the packets do not follow each other one by one.
    init?(after: Int64, _ packets: [Delivery]) {
        for (place, delivery) in packets.enumerated() where delivery.packet.seq != after + Int64(place) + 1 { return nil }
        self.after = after
        self.packets = packets
        last = after + Int64(packets.count)
        // A packet's own members hold the same words once more.
        bytes = packets.reduce(0) { $0 + 2 * $1.text.utf8.count + 1024 }
    }
}
