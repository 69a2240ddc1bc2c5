import Glibc

/// Which network addresses a request may reach. It is checked on the address really used, when a socket is opened and
/// again before each request on a kept connection; so neither a name that resolves anew nor a reused connection gets round it.
package enum AddressPolicy: Sendable, Equatable {
    /// Whatever the configured name resolves to.
    case any
    /// Addresses of the public internet only: for every URL that a user gave.
    case publicOnly
    /// This machine only: what holds a service to its promise of being on this host.
    case loopbackOnly

    func allows(_ address: IPAddress) -> Bool {
        switch self {
        case .any: true
        case .publicOnly: address.isPublic
        case .loopbackOnly: address.isLoopback
        }
    }
}

/// An IPv4 or IPv6 address as its 4 or 16 bytes.
struct IPAddress: Equatable {
    let bytes: [UInt8]

    /// - Parameter bytes: 4 or 16 bytes; anything else is an address of neither family and allowed nowhere but under `.any`.
    init(bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter text: the numeric form, without brackets; nil when it is none.
    init?(_ text: String) {
        var v4 = in_addr(), v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            bytes = withUnsafeBytes(of: v4) { Array($0) }
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            bytes = withUnsafeBytes(of: v6) { Array($0) }
        } else {
            return nil
        }
    }

    /// 127.0.0.0/8 and ::1.
    var isLoopback: Bool {
        switch bytes.count {
        case 4: bytes[0] == 127
        case 16: bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
        default: false
        }
    }

    /// Whether the address is of the public internet (the special-purpose registries of RFC 6890 left out).
    var isPublic: Bool {
        switch bytes.count {
        case 4: !Self.special4.contains { contains($0.0, bits: $0.1) }
        // Global unicast is 2000::/3; everything else (loopback, local, multicast, mapped IPv4, NAT64) lies outside of it.
        case 16: bytes[0] & 0xe0 == 0x20 && !Self.special6.contains { contains($0.0, bits: $0.1) }
        default: false
        }
    }

    private func contains(_ prefix: [UInt8], bits: Int) -> Bool {
        for index in prefix.indices {
            let left = bits - index * 8
            let mask: UInt8 = left >= 8 ? 0xff : ~(0xff >> UInt8(left))
            if bytes[index] & mask != prefix[index] { return false }
        }
        return true
    }

    private static let special4: [([UInt8], Int)] = [
        ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24), ([192, 0, 2], 24), ([192, 88, 99], 24),
        ([192, 168], 16), ([198, 18], 15), ([198, 51, 100], 24), ([203, 0, 113], 24), ([224], 4), ([240], 4),
    ]
    /// Protocol assignments with Teredo, documentation, and 6to4, which wraps any IPv4 address.
    private static let special6: [([UInt8], Int)] = [
        ([0x20, 0x01, 0x00], 23), ([0x20, 0x01, 0x0d, 0xb8], 32), ([0x20, 0x02], 16), ([0x3f, 0xff, 0x00], 20),
    ]
}
