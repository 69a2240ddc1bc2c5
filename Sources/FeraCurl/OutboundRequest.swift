/// One HTTP request to another machine. What it carries may be secret, so it never prints its path, headers or body.
package struct OutboundRequest: Sendable {
    /// The request methods that Fera uses towards others.
    package enum Method: String, Sendable { case get = "GET", post = "POST" }

    /// What is done with the address.
    package let method: Method
    /// An absolute `https:` address (or `http:` where `allowsPlainHTTP`), without user name or password.
    package let url: String
    /// Names are tokens, values have no line ends; framing headers (`Host`, `Content-Length`, …) belong to the client.
    package var headers: [(name: String, value: String)]
    /// The body as it goes out; ignored by GET.
    package var body: [UInt8]
    /// How long and how large the transfer may be.
    package var limits: TransferLimits
    /// Whether `http:` is allowed: only for a host that the configuration names, such as a model on this machine.
    package var allowsPlainHTTP: Bool
    /// Which network addresses may be reached.
    package var addressPolicy: AddressPolicy
    /// The proxy's address, or "" for none. The environment's proxy variables are never read.
    package var proxy: String

    /// Takes everything as given; what is wrong with it is told when it is sent.
    package init(
        _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        limits: TransferLimits = TransferLimits(), allowsPlainHTTP: Bool = false, addressPolicy: AddressPolicy = .any, proxy: String = ""
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.allowsPlainHTTP = allowsPlainHTTP
        self.addressPolicy = addressPolicy
        self.proxy = proxy
    }
}

extension OutboundRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Method and host. Webhook addresses hold their secret in the path, hence nothing after the host.
    package var description: String { "\(method.rawValue) \((try? URLParts(url))?.origin ?? "(unreadable address)")" }
    /// As `description`.
    package var debugDescription: String { description }
    /// Empty, so that `dump` and failed expectations show no secret.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// How long and how large one transfer may be.
package struct TransferLimits: Sendable, Equatable {
    /// Name look-up, connection and TLS handshake together.
    package var connect: Duration
    /// The longest silence, in whole seconds, at least one; libcurl looks once a second, so it ends up to two seconds late.
    /// A model that thinks before it speaks needs more.
    package var idle: Duration
    /// The whole transfer, body included.
    package var total: Duration
    /// The largest response body in bytes; counted as it comes in, whatever the headers claim.
    package var bodyBytes: Int
    /// The largest response head in bytes, all of its lines together.
    package var headerBytes: Int

    /// Takes everything as given; what is wrong with it is told when it is sent.
    package init(
        connect: Duration = .seconds(5), idle: Duration = .seconds(60), total: Duration = .seconds(600), bodyBytes: Int = 8 << 20, headerBytes: Int = 64 << 10
    ) {
        self.connect = connect
        self.idle = idle
        self.total = total
        self.bodyBytes = bodyBytes
        self.headerBytes = headerBytes
    }
}

extension Duration {
    /// Whole milliseconds, at least 1: libcurl reads 0 as "no limit".
    var curlMilliseconds: Int { Swift.max(1, Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)) }
    /// Whole seconds, rounded up, at least 1.
    var curlSeconds: Int { Swift.max(1, Int(components.seconds) + (components.attoseconds > 0 ? 1 : 0)) }
}
