/// What a peer may send and how long it may take. The defaults fit a server behind a reverse proxy or on loopback.
package struct Limits: Sendable {
    /// Bytes of a whole header block; more is 431.
    package var headBytes = 16 * 1024
    /// Bytes of a request target; more is 414.
    package var targetBytes = 8 * 1024
    /// Fields in a header block; more is 431.
    package var headFields = 100
    /// Bytes of a chunked body's trailer section, and of all its chunk extensions together; more is 400.
    package var trailerBytes = 4 * 1024
    /// Bytes of a body no route claims, read so that the connection can go on.
    package var unclaimedBodyBytes = 64 * 1024
    /// Open connections of the whole server; past it those that are idle the longest make room, and where none is idle the new one is closed.
    package var connections = 20_000
    /// Open connections of one address (of one /64 in IPv6); more get 429. 0 is no limit.
    package var connectionsPerAddress = 0
    /// New connections a second of one address, twice as many at once; more get 429. 0 is no limit.
    package var newConnectionsPerAddress = 0
    /// Requests a second of one address, twice as many at once; more get 429 and the connection ends. 0 is no limit.
    package var requestsPerAddress = 0
    /// Frames a second of one WebSocket, twice as many at once; past it the socket is not read for a while. 0 is no limit.
    package var framesPerSecond = 0
    /// Addresses that the limits per address do not concern, e.g. this machine's own.
    package var exemptAddresses: Set<String> = []
    /// Reverse proxies, by address: limits per address concern whom they name last in X-Forwarded-For instead of them.
    package var trustedProxies: Set<String> = []
    /// Bytes of header blocks, bodies and messages that have begun and not ended, over all connections; past it whoever adds to them is
    /// turned away with 503 or 1013.
    package var unfinishedBytes = 128 << 20
    /// From a request's first byte to the end of its header block; later is 408. A new connection that says nothing has as long.
    package var headTime = Duration.seconds(10)
    /// A body may be slow for this long; afterwards its average must hold `bodyFloor`, or it is 408.
    package var bodyGrace = Duration.seconds(10)
    /// Bytes a second, in either direction: who reads an answer more slowly is closed once `writeStall` is over.
    package var bodyFloor = 1024
    /// A WebSocket's message has to end within this; one that does not is closed with 1008.
    package var messageTime = Duration.seconds(60)
    /// A connection between requests is closed after this.
    package var idleTime = Duration.seconds(30)
    /// A peer that takes no byte of its answer for this long is closed.
    package var writeStall = Duration.seconds(30)
    /// A client that closed its sending side still gets an answer that comes within this; later the handler is cancelled.
    package var halfClosedTime = Duration.seconds(30)
    /// Once the server drains, a connection that asks nothing is closed after this.
    package var drainGrace = Duration.milliseconds(250)
    /// How often a WebSocket is pinged; one that sent nothing from one ping to the next is closed.
    package var pingInterval = Duration.seconds(25)
    /// How long a peer may take to answer a close frame or to read a final error.
    package var lingerTime = Duration.seconds(2)
    /// A writer suspends when more bytes than this wait for the kernel …
    package var highWater = 256 * 1024
    /// … and resumes when no more than this are left.
    package var lowWater = 64 * 1024
    /// A socket with this many unread messages is not read …
    package var inboxHigh = 32
    /// … until this many remain.
    package var inboxLow = 16

    /// The defaults.
    package init() {}
}
