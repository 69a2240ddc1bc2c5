import Glibc
import Synchronization

/// Whose connections are counted together: an IPv4 address, or the /64 of an IPv6 address, which is what one customer is given.
struct AddressKey: Hashable, Sendable {
    private let bits: UInt64

    /// `nil` for what is no numeric address.
    init?(_ text: String) {
        var four = in_addr(), six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bits = UInt64(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let bytes = withUnsafeBytes(of: &six) { Array($0) }
            // ::ffff:a.b.c.d is the IPv4 address that it holds.
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            bits = (isMapped ? bytes[12...] : bytes[..<8]).reduce(0) { $0 << 8 | UInt64($1) }
        } else {
            return nil
        }
    }
}

/// What each address holds and how fast it asks; all loops of a server share one.
final class AddressTable: Sendable {
    private struct Entry {
        var open = 0
        var arrivals = TokenBucket()
        var requests = TokenBucket()
    }

    private struct State {
        var entries: [AddressKey: Entry] = [:]
        var sweptAt: UInt64 = 0
    }

    private let limits: Limits
    private let isOff: Bool
    private let state = Mutex(State())

    init(_ limits: Limits) {
        self.limits = limits
        isOff = limits.connectionsPerAddress == 0 && limits.newConnectionsPerAddress == 0 && limits.requestsPerAddress == 0
    }

    /// What an address is counted under; `nil` where no limit concerns it.
    func key(_ address: String) -> AddressKey? {
        if isOff || limits.exemptAddresses.contains(address) || limits.trustedProxies.contains(address) { return nil }
        return AddressKey(address)
    }

    /// Who asks: the last in X-Forwarded-For that is no trusted proxy itself, when a trusted one sent it; else the peer.
    func client(of headers: Headers, peer: String) -> String {
        guard !limits.trustedProxies.isEmpty, limits.trustedProxies.contains(peer) else { return peer }
        let named = headers.all("X-Forwarded-For").joined(separator: ",").split(separator: ",").map { String($0.filter { $0 != " " && $0 != "\t" }) }
        guard let last = named.last(where: { !limits.trustedProxies.contains($0) }), AddressKey(last) != nil else { return peer }
        return last
    }

    /// Counts a new connection, or says how long its address has to wait.
    func enter(_ key: AddressKey, _ now: UInt64) -> Duration? {
        state.withLock { state in
            var entry = state.entries[key] ?? Entry()
            defer { state.entries[key] = entry }
            if limits.connectionsPerAddress > 0, entry.open >= limits.connectionsPerAddress { return .seconds(1) }
            if let wait = entry.arrivals.takeWhole(rate: limits.newConnectionsPerAddress, now: now) { return wait }
            entry.open += 1
            return nil
        }
    }

    /// A connection that was counted is gone.
    func leave(_ key: AddressKey) { state.withLock { $0.entries[key]?.open -= 1 } }

    /// Counts a request, or says how long its address has to wait.
    func ask(_ key: AddressKey, _ now: UInt64) -> Duration? {
        state.withLock { $0.entries[key, default: Entry()].requests.takeWhole(rate: limits.requestsPerAddress, now: now) }
    }

    /// Forgets addresses of which nothing is left to remember; at most once a second.
    func sweep(_ now: UInt64) {
        state.withLock { state in
            guard now >= state.sweptAt &+ 1_000_000_000 else { return }
            state.sweptAt = now
            var kept: [AddressKey: Entry] = [:]
            for (key, var entry) in state.entries {
                let isIdle =
                    entry.arrivals.isFull(rate: limits.newConnectionsPerAddress, now: now) && entry.requests.isFull(rate: limits.requestsPerAddress, now: now)
                if entry.open > 0 || !isIdle { kept[key] = entry }
            }
            state.entries = kept
        }
    }

    /// How many addresses are remembered.
    var count: Int { state.withLock { $0.entries.count } }
}

/// 429, with when to come again.
enum TooMany {
    static func problem(after wait: Duration) -> Problem {
        var problem = Problem(
            429, "busy", "Too many at once", detail: "This address asks more than the server is set to answer it. Send it again after \(seconds(wait)) s.")
        problem.headers = [("Retry-After", "\(seconds(wait))")]
        return problem
    }

    /// The whole answer, for who gets no further than the door.
    static func answer(after wait: Duration) -> [UInt8] {
        let body = #"{"type":"about:blank","status":429,"code":"busy","title":"Too many at once","detail":"This address has too many connections here."}"#
        return Array(
            ("HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/problem+json\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Retry-After: \(seconds(wait))\r\nConnection: close\r\n\r\n\(body)").utf8)
    }

    private static func seconds(_ wait: Duration) -> Int { max(1, Int((wait.nanoseconds + 999_999_999) / 1_000_000_000)) }
}
