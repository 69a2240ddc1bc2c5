import Glibc

/// Many WebSockets on conversations, on one thread. Each knows the seq that it has, comes back with it, and notices when one is missing.
/// It shares no code with the server.
final class ChatCrowd {
    struct Member {
        let conversation: Int
        let path: String
        let token: String
        var descriptor: Int32 = -1
        var received: [UInt8] = []
        var isOpen = false
        /// The conversation's last seq as the newest snapshot told it; -1 before one has come.
        var told: Int64 = -1
        /// The last seq that came.
        var seq: Int64
    }

    private(set) var members: [Member] = []
    /// Packets with a seq that came, and those that were not the next one.
    private(set) var packets = 0
    private(set) var gaps = 0
    private var polls: [pollfd] = []
    private var room = [UInt8](repeating: 0, count: 256 << 10)

    /// - Parameter chats: path of the conversation, its owner's token, and the seq it is followed from.
    init(_ chats: [(path: String, token: String, seq: Int64)], followers: Int) {
        for (index, chat) in chats.enumerated() {
            for _ in 0..<followers { members.append(Member(conversation: index, path: chat.path, token: chat.token, seq: chat.seq)) }
        }
        polls = members.map { _ in pollfd(fd: -1, events: Int16(POLLIN), revents: 0) }
    }

    deinit { for member in members where member.descriptor >= 0 { close(member.descriptor) } }

    /// Members whose snapshot has come and who have every packet up to it.
    var backCount: Int { members.count { $0.told >= 0 && $0.seq >= $0.told } }

    /// Connects those that are not connected, a few hundred at a time, and reads between.
    func connect(_ port: UInt16, take: (Int, Int64) -> Void) throws {
        for index in members.indices where members[index].descriptor < 0 {
            let socket = try LoadClient.connect(port)
            members[index].descriptor = socket
            members[index].received = []
            members[index].isOpen = false
            members[index].told = -1
            polls[index].fd = socket
            let request = Array(
                ("GET \(members[index].path)/socket?after=\(members[index].seq) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
                    + "Authorization: Bearer \(members[index].token)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").utf8)
            let sent = request.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent == request.count else { throw BenchError("a handshake was not taken") }
            if index % 256 == 255 { try read(for: 0, take: take) }
        }
    }

    /// Reads what has come, waiting at most so many seconds for something.
    /// - Parameter take: gets a conversation's number and a packet's seq.
    /// - Returns: how many sockets the server closed meanwhile.
    @discardableResult
    func read(for wait: Double, take: (Int, Int64) -> Void) throws -> Int {
        var found = poll(&polls, nfds_t(polls.count), Int32(wait * 1000)), closed = 0
        for index in polls.indices where polls[index].revents != 0 {
            if found <= 0 { break }
            found -= 1
            let count = recv(polls[index].fd, &room, room.count, 0)
            if count > 0 {
                members[index].received += room[..<count]
                try digest(index, take)
            } else if count == 0 || errno != EAGAIN {
                close(members[index].descriptor)
                members[index].descriptor = -1
                members[index].told = -1
                polls[index].fd = -1
                closed += 1
            }
        }
        return closed
    }

    private func digest(_ index: Int, _ take: (Int, Int64) -> Void) throws {
        if !members[index].isOpen {
            guard let end = members[index].received[...].place(of: "\r\n\r\n") else { return }
            guard members[index].received[9] == UInt8(ascii: "1") else {
                throw BenchError("no WebSocket: \(String(decoding: members[index].received, as: UTF8.self))")
            }
            members[index].received.removeFirst(end + 4)
            members[index].isOpen = true
        }
        var start = 0
        let bytes = members[index].received
        while let frame = Self.frame(bytes, at: start) {
            switch bytes[start] & 15 {
            case 1: packet(bytes[frame], index, take)
            case 9:
                // A pong with an empty mask.
                let pong = [0x8A, 0x80 | UInt8(frame.count), 0, 0, 0, 0] + bytes[frame]
                _ = pong.withUnsafeBytes { send(members[index].descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            default: break
            }
            start = frame.upperBound
        }
        if start > 0 { members[index].received.removeFirst(start) }
        if members[index].received.isEmpty { members[index].received = [] }
    }

    private func packet(_ bytes: ArraySlice<UInt8>, _ index: Int, _ take: (Int, Int64) -> Void) {
        if let seq = Self.number("\"seq\":", bytes) {
            packets += 1
            if seq != members[index].seq + 1 { gaps += 1 }
            members[index].seq = max(seq, members[index].seq)
            take(members[index].conversation, seq)
        } else if let last = Self.number("\"last_seq\":", bytes) {
            members[index].told = last
        }
    }

    private static func number(_ name: StaticString, _ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let place = bytes.place(of: name) else { return nil }
        var value: Int64 = 0
        for byte in bytes[(place + name.utf8CodeUnitCount)...] {
            guard (48...57).contains(byte) else { break }
            value = value * 10 + Int64(byte - 48)
        }
        return value
    }

    /// Where the payload of a whole frame lies.
    private static func frame(_ bytes: [UInt8], at start: Int) -> Range<Int>? {
        guard bytes.count >= start + 2 else { return nil }
        var length = Int(bytes[start + 1] & 127), head = 2
        if length == 126 {
            guard bytes.count >= start + 4 else { return nil }
            length = Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
            head = 4
        } else if length == 127 {
            guard bytes.count >= start + 10 else { return nil }
            length = bytes[(start + 2)..<(start + 10)].reduce(0) { $0 << 8 | Int($1) }
            head = 10
        }
        let payload = start + head
        return bytes.count >= payload + length ? payload..<(payload + length) : nil
    }
}
