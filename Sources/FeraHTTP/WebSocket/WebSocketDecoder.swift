import CWslay
import Glibc

/// Frames in, messages out, by libwslay. A decoder whose peer is between two messages holds nothing of that peer, so one serves many sockets in turn.
final class WebSocketDecoder {
    /// What came out of some bytes.
    struct Result {
        var messages: [WebSocketMessage] = []
        /// Frames that began.
        var frames = 0
        /// Pong and close frames to be sent back.
        var reply: [UInt8] = []
        /// The peer's close code (1005 without one), when it closed.
        var closedBy: UInt16?
        /// The code to close with, when the peer broke the protocol.
        var violation: UInt16?
    }

    private var context: wslay_event_context_ptr?
    private let textOnly: Bool
    private let limit: Int
    private var input = UnsafeRawBufferPointer(start: nil, count: 0)
    private var walk = FrameWalk()
    /// A close frame that has begun and not ended. wslay 1.1.1 misjudges the code and overlooks bad UTF-8 in the reason when they come in pieces.
    private var held: [UInt8] = []
    private var message: [UInt8] = []
    private var opcode: UInt8 = 0
    private var inMessage = false
    private var result = Result()

    init?(limit: Int, textOnly: Bool) {
        self.limit = limit
        self.textOnly = textOnly
        var callbacks = wslay_event_callbacks()
        callbacks.recv_callback = { context, buffer, count, _, user in
            guard let user, let buffer else { return -1 }
            let taken = WebSocketDecoder.of(user).give(buffer, count)
            if taken == 0 {
                wslay_event_set_error(context, Int32(WSLAY_ERR_WOULDBLOCK.rawValue))
                return -1
            }
            return taken
        }
        callbacks.send_callback = { _, data, count, _, user in
            guard let user, let data else { return -1 }
            WebSocketDecoder.of(user).result.reply.append(contentsOf: UnsafeBufferPointer(start: data, count: count))
            return count
        }
        callbacks.on_frame_recv_start_callback = { _, argument, user in
            guard let user, let argument else { return }
            WebSocketDecoder.of(user).began(opcode: argument.pointee.opcode, count: argument.pointee.payload_length)
        }
        callbacks.on_frame_recv_chunk_callback = { _, argument, user in
            guard let user, let argument, let data = argument.pointee.data else { return }
            WebSocketDecoder.of(user).add(UnsafeBufferPointer(start: data, count: argument.pointee.data_length))
        }
        callbacks.on_msg_recv_callback = { _, argument, user in
            guard let user, let argument else { return }
            WebSocketDecoder.of(user).ended(opcode: argument.pointee.opcode, status: argument.pointee.status_code)
        }
        context = fera_wslay_server(&callbacks, Unmanaged.passUnretained(self).toOpaque())
        guard let context else { return nil }
        wslay_event_config_set_max_recv_msg_length(context, UInt64(max(limit, 125)))
    }

    deinit { wslay_event_context_free(context) }

    private static func of(_ user: UnsafeMutableRawPointer) -> WebSocketDecoder { Unmanaged<WebSocketDecoder>.fromOpaque(user).takeUnretainedValue() }

    /// Whether the decoder stands between two messages with nothing kept, so that another socket may use it.
    private(set) var isAtRest = true

    /// Bytes of a message that has not ended.
    var unfinishedBytes: Int { message.count + held.count }

    func decode(_ bytes: UnsafeRawBufferPointer) -> Result {
        result = Result()
        if held.isEmpty {
            let count = walk.bytesBeforeClose(bytes)
            feed(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            held.append(contentsOf: bytes[count...])
        } else {
            held.append(contentsOf: bytes)
        }
        if FrameWalk.holdsWholeControlFrame(held), result.violation == nil {
            held.withUnsafeBytes { feed($0) }
            held = []
        }
        isAtRest = walk.isBetweenFrames && held.isEmpty && !inMessage && result.violation == nil && result.closedBy == nil
        return result
    }

    private func feed(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        input = bytes
        defer { input = UnsafeRawBufferPointer(start: nil, count: 0) }
        let status = wslay_event_recv(context)
        let sent = wslay_event_send(context)
        if wslay_event_get_close_sent(context) != 0, result.closedBy == nil {
            // wslay's own close frame, with or without a code, gives way to the loop's; pongs before it stay.
            let code = wslay_event_get_status_code_sent(context)
            result.reply.removeLast(min(code == 0 || code == 1005 ? 2 : 4, result.reply.count))
            result.violation = result.violation ?? (status == 0 ? code : 1002)
        }
        if sent != 0 || status != 0 { result.violation = result.violation ?? 1002 }
    }

    private func give(_ buffer: UnsafeMutablePointer<UInt8>, _ room: Int) -> Int {
        let count = min(room, input.count)
        guard count > 0, let base = input.baseAddress, result.violation == nil else { return 0 }
        memcpy(buffer, base, count)
        input = UnsafeRawBufferPointer(rebasing: input[count...])
        return count
    }

    private func began(opcode: UInt8, count: UInt64) {
        let count = Int(clamping: count)
        result.frames += 1
        isControlFrame = opcode & 8 != 0
        // Half a close code (RFC 6455 §5.5.1); wslay lets it pass.
        if opcode == 8 && count == 1 { result.violation = result.violation ?? 1002 }
        guard !isControlFrame else { return }
        inMessage = true
        if opcode != 0 { self.opcode = opcode }
        if textOnly && self.opcode == 2 { result.violation = result.violation ?? 1003 }
        // wslay sums fragments only when it keeps them itself.
        if message.count + count > limit { result.violation = result.violation ?? 1009 }
    }

    private var isControlFrame = false

    private func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        if !isControlFrame && result.violation == nil { message.append(contentsOf: bytes) }
    }

    private func ended(opcode: UInt8, status: UInt16) {
        guard result.violation == nil else { return }
        switch opcode {
        case 1:
            result.messages.append(.text(String(decoding: message, as: UTF8.self)))
            rest()
        case 2:
            result.messages.append(.binary(message))
            rest()
        case 8: result.closedBy = status == 0 ? 1005 : status
        default: break
        }
    }

    private func rest() {
        message = []
        inMessage = false
    }
}
