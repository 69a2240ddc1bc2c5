/// One accepted socket. It belongs to its loop's thread.
final class Connection {
    enum Phase {
        /// Between requests, or within a header block.
        case head
        /// The route decides whether the body may come.
        case admitting
        case body(BodyIntake)
        case handling
        case webSocket(WebSocketSession)
        /// All is said; what still comes is thrown away until the peer closes too, so that it reads the last answer.
        case lingering
    }

    let id: UInt64
    let descriptor: Int32
    let peer: String
    /// Under which the address's connections are counted; `nil` where no limit concerns it.
    let address: AddressKey?
    var phase = Phase.head
    var parser: RequestParser
    // What works on these two calls nothing that comes back to them, and each message touches them many times: no checks at run time.
    @exclusivity(unchecked) var input = InputBuffer()
    @exclusivity(unchecked) var output = OutputQueue()
    /// How much of what it sent is counted as unfinished.
    var held = 0
    var file: (body: FileBody, position: Int)?
    var outbox: Outbox?
    var task: Task<Void, Never>?
    /// Who works on its request, where the route is one of the loop.
    var hand: Hand?
    /// It is in its loop's table.
    var isOpen = true
    /// `advance` is at it.
    var isAdvancing = false
    /// A note says that its next turn has come.
    var goesOn = false
    var head: RequestHead?
    var request: Request?
    var probe: [UInt8]?
    /// The answer's head is written.
    var answered = false
    /// Every byte of the answer is in `output` or `file`.
    var complete = false
    var keepAlive = true
    var sawEnd = false
    var registeredRead = true
    var registeredWrite = false
    /// When the present phase began, or the first byte of a header block came.
    var since: UInt64
    var lastWrite: UInt64 = 0
    /// Since when bytes have been waiting for the peer, and how many it has taken since; 0 when none wait.
    var backlogSince: UInt64 = 0
    var backlogSent = 0
    /// Nothing was ever asked here.
    var isFresh = true
    var endedAt: UInt64 = 0
    var discarded = 0

    init(id: UInt64, descriptor: Int32, peer: String, address: AddressKey?, limits: Limits, now: UInt64) {
        self.id = id
        self.descriptor = descriptor
        self.peer = peer
        self.address = address
        parser = RequestParser(limits: limits)
        since = now
    }
}

/// A body on its way in.
final class BodyIntake {
    var decoder: BodyDecoder
    var collected: [UInt8] = []
    let upload: UploadSession?
    /// A piece is with the disk thread; nothing more is read until it is written.
    var isWriting = false
    var isLast = false

    init(decoder: BodyDecoder, upload: UploadSession?) {
        self.decoder = decoder
        self.upload = upload
    }
}

/// What a loop keeps of an open WebSocket.
final class WebSocketSession {
    let socket: WebSocket
    let upgrade: WebSocketUpgrade
    /// Held only while the peer is within a message.
    var decoder: WebSocketDecoder?
    var inboxFull = false
    /// What its frames are counted against, and until when it is not read because there were too many.
    var frames = TokenBucket()
    var restsUntil: UInt64 = 0
    /// When the message began that is not whole yet.
    var messageSince: UInt64 = 0
    var awaitsPong = false
    var nextPing: UInt64
    var closeSent = false
    var closeDeadline = UInt64.max

    init(socket: WebSocket, upgrade: WebSocketUpgrade, nextPing: UInt64) {
        self.socket = socket
        self.upgrade = upgrade
        self.nextPing = nextPing
    }
}
