import CEpoll
import Glibc

/// Bytes on their way to the kernel: large segments are kept as they are, small ones are joined.
struct OutputQueue {
    private var head: [UInt8] = []
    private var offset = 0
    /// Behind the head, from `next` on.
    private var rest: [[UInt8]] = []
    private var next = 0
    private(set) var byteCount = 0

    /// Up to here pieces are joined.
    static let joined = 16 * 1024

    var isEmpty: Bool { byteCount == 0 }

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if byteCount == 0 {
            head = bytes
        } else if next < rest.count, let last = rest.indices.last {
            if rest[last].count + bytes.count <= Self.joined { rest[last].append(contentsOf: bytes) } else { rest.append(bytes) }
        } else if head.count + bytes.count <= Self.joined {
            head.append(contentsOf: bytes)
        } else {
            rest.append(bytes)
        }
        byteCount += bytes.count
    }

    enum Outcome {
        case drained
        case blocked
        case gone
    }

    /// Hands over what the kernel takes. A reset peer gives `gone`.
    mutating func flush(_ descriptor: Int32, more: Bool) -> (sent: Int, outcome: Outcome) {
        var sent = 0
        while byteCount > 0 {
            let isLast = next == rest.count
            let count = head.withUnsafeBytes { Self.send(descriptor, UnsafeRawBufferPointer(rebasing: $0[offset...]), more: more || !isLast) }
            guard count >= 0 else {
                if errno == EINTR { continue }
                return (sent, errno == EAGAIN ? .blocked : .gone)
            }
            sent += count
            byteCount -= count
            offset += count
            guard offset == head.count else { continue }
            offset = 0
            if isLast {
                head = []
                rest = []
                next = 0
            } else {
                head = []
                swap(&head, &rest[next])
                next += 1
            }
        }
        return (sent, .drained)
    }

    /// Hands over bytes that are the caller's own and come at once when nothing waits before them; keeps a copy of what the kernel does not take.
    mutating func flush(_ descriptor: Int32, ahead bytes: UnsafeRawBufferPointer) -> (sent: Int, outcome: Outcome) {
        guard isEmpty else {
            append(Array(bytes))
            return flush(descriptor, more: false)
        }
        var count = Self.send(descriptor, bytes, more: false)
        if count < 0 {
            guard errno == EINTR || errno == EAGAIN else { return (0, .gone) }
            count = 0
        }
        guard count < bytes.count else { return (count, .drained) }
        append(Array(bytes[count...]))
        return (count, .blocked)
    }

    private static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, more: Bool) -> Int {
        Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0))
    }
}

/// Received bytes that wait to be parsed; holds no memory while there are none. What has just come is only lent to it, and copied when it stays.
struct InputBuffer {
    private var bytes: [UInt8] = []
    private var lent = UnsafeRawBufferPointer(start: nil, count: 0)
    private var start = 0

    var count: Int { (lent.isEmpty ? bytes.count : lent.count) - start }

    /// Takes in bytes that stay where they are until `settle()`.
    mutating func lend(_ more: UnsafeRawBufferPointer) {
        guard bytes.isEmpty else {
            if start > 64 * 1024 { bytes.removeSubrange(..<start); start = 0 }
            return bytes.append(contentsOf: more)
        }
        lent = more
    }

    /// Keeps what is left of the lent bytes.
    mutating func settle() {
        guard !lent.isEmpty else { return }
        if start < lent.count { bytes = Array(lent[start...]) }
        lent = UnsafeRawBufferPointer(start: nil, count: 0)
        start = 0
    }

    mutating func consume(_ count: Int) {
        start += count
        guard start == (lent.isEmpty ? bytes.count : lent.count) else { return }
        bytes = []
        lent = UnsafeRawBufferPointer(start: nil, count: 0)
        start = 0
    }

    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        guard lent.isEmpty else { return body(UnsafeRawBufferPointer(rebasing: lent[start...])) }
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    }
}
