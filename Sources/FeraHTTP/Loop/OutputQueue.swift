import CEpoll
import Glibc

/// Bytes on their way to the kernel: large segments are kept as they are, small ones are joined.
struct OutputQueue {
    private var segments: [[UInt8]] = []
    private var first = 0
    private var offset = 0
    private(set) var byteCount = 0

    var isEmpty: Bool { byteCount == 0 }

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        byteCount += bytes.count
        if let last = segments.indices.last, last >= first, segments[last].count + bytes.count <= 16 * 1024 {
            segments[last].append(contentsOf: bytes)
        } else {
            segments.append(bytes)
        }
    }

    enum Outcome {
        case drained
        case blocked
        case gone
    }

    /// Hands over what the kernel takes. A reset peer gives `gone`.
    mutating func flush(_ descriptor: Int32, more: Bool) -> (sent: Int, outcome: Outcome) {
        var sent = 0
        while first < segments.count {
            let isLast = first == segments.count - 1
            let flags = Int32(MSG_NOSIGNAL) | (isLast && !more ? 0 : Int32(MSG_MORE))
            let count = segments[first].withUnsafeBytes { bytes in
                bytes.baseAddress.map { Glibc.send(descriptor, $0 + offset, bytes.count - offset, flags) } ?? 0
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                return (sent, errno == EAGAIN ? .blocked : .gone)
            }
            sent += count
            byteCount -= count
            offset += count
            if offset == segments[first].count {
                segments[first] = []
                first += 1
                offset = 0
            }
        }
        segments = []
        first = 0
        return (sent, .drained)
    }
}

/// Received bytes that wait to be parsed; holds no memory while there are none.
struct InputBuffer {
    private(set) var bytes: [UInt8] = []
    private var start = 0

    var count: Int { bytes.count - start }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        if start > 64 * 1024 { bytes.removeSubrange(..<start); start = 0 }
        bytes.append(contentsOf: more)
    }

    mutating func consume(_ count: Int) {
        start += count
        if start == bytes.count { bytes = []; start = 0 }
    }

    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    }
}
