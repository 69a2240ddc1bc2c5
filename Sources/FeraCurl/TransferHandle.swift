import CCurl
import Glibc

/// One easy handle with everything that must live as long as it. Made, used and released on the loop's thread only.
final class TransferHandle {
    let exchange: Exchange
    let easy: UnsafeMutableRawPointer
    private var headerLines: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>
    private var parser = HeadParser()
    private var headBytes = 0
    private var bodyBytes = 0
    /// Why one of our own callbacks stopped the transfer; libcurl's result only says that one did.
    private var refusal: TransferError.Code?

    init(_ exchange: Exchange) throws(TransferError) {
        guard let easy = curl_easy_init() else { throw TransferError(.failed, exchange.parts.origin, detail: "out of memory") }
        self.exchange = exchange
        self.easy = easy
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let result = configure()
        guard result == CURLE_OK else { throw TransferError(.failed, exchange.parts.origin, detail: String(cString: curl_easy_strerror(result))) }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerLines)
        errorText.deallocate()
    }

    // MARK: Options

    /// Sets every option; the first refused one ends it.
    private func configure() -> CURLcode {
        let request = exchange.request, limits = request.limits
        let context = Unmanaged.passUnretained(self).toOpaque()
        let longs: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_UNRESTRICTED_AUTH, 0), (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
            (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)), (CURLOPT_PIPEWAIT, exchange.parts.scheme == "https" ? 1 : 0),
            (CURLOPT_CONNECTTIMEOUT_MS, limits.connect.curlMilliseconds), (CURLOPT_TIMEOUT_MS, limits.total.curlMilliseconds),
            (CURLOPT_LOW_SPEED_LIMIT, 1), (CURLOPT_LOW_SPEED_TIME, limits.idle.curlSeconds),
            (CURLOPT_TCP_KEEPALIVE, 1), (CURLOPT_MAXLIFETIME_CONN, 600),
        ]
        let strings: [(CURLoption, String)] = [
            (CURLOPT_URL, request.url), (CURLOPT_PROTOCOLS_STR, request.allowsPlainHTTP ? "http,https" : "https"), (CURLOPT_REDIR_PROTOCOLS_STR, "https"),
            (CURLOPT_PROXY, request.proxy), (CURLOPT_USERAGENT, "Fera"),
        ]
        for (option, value) in longs {
            let code = fera_curl_set_long(easy, option, value)
            if code != CURLE_OK { return code }
        }
        for (option, value) in strings {
            let code = fera_curl_set_string(easy, option, value)
            if code != CURLE_OK { return code }
        }
        var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        // Without a body type of the caller's libcurl would claim a form; and waiting for "100 Continue" only costs time.
        if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) { lines.append("Content-Type:") }
        lines.append("Expect:")
        for line in lines {
            guard let longer = curl_slist_append(headerLines, line) else { return CURLE_OUT_OF_MEMORY }
            headerLines = longer
        }
        let pointers: [CURLcode] = [
            fera_curl_set_list(easy, CURLOPT_HTTPHEADER, headerLines),
            fera_curl_set_pointer(easy, CURLOPT_PRIVATE, context),
            fera_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText),
            fera_curl_set_pointer(easy, CURLOPT_WRITEDATA, context),
            fera_curl_set_write(easy, CURLOPT_WRITEFUNCTION, Self.onBody),
            fera_curl_set_pointer(easy, CURLOPT_HEADERDATA, context),
            fera_curl_set_write(easy, CURLOPT_HEADERFUNCTION, Self.onHeader),
            fera_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context),
            fera_curl_set_open(easy, Self.onOpen),
            fera_curl_set_pointer(easy, CURLOPT_PREREQDATA, context),
            fera_curl_set_prereq(easy, Self.onReady),
        ]
        if let failed = pointers.first(where: { $0 != CURLE_OK }) { return failed }
        guard request.method == .post else { return CURLE_OK }
        return request.body.withUnsafeBytes { fera_curl_set_body(easy, $0.baseAddress, $0.count) }
    }

    // MARK: What libcurl calls. These only copy, count, or say no.

    private static func own(_ context: UnsafeMutableRawPointer) -> TransferHandle { Unmanaged<TransferHandle>.fromOpaque(context).takeUnretainedValue() }

    private static let onBody: fera_curl_write = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        return own(context).receivedBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }

    private static let onHeader: fera_curl_write = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        return own(context).receivedHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }

    /// Before a socket is opened: the address must be allowed.
    private static let onOpen: fera_curl_open = { context, _, address in
        guard let context, let address else { return CURL_SOCKET_BAD }
        var bytes = [UInt8](repeating: 0, count: 16)
        bytes.removeLast(16 - Int(fera_curl_address(address, &bytes)))
        guard own(context).allows(IPAddress(bytes: bytes)) else { return CURL_SOCKET_BAD }
        return socket(address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    }

    /// Before each request goes out, also on a connection that another request opened under another policy.
    private static let onReady: fera_curl_prereq = { context, address, _, _, _ in
        guard let context, let address, let known = IPAddress(String(cString: address)) else { return Int32(CURL_PREREQFUNC_ABORT) }
        return own(context).allows(known) ? Int32(CURL_PREREQFUNC_OK) : Int32(CURL_PREREQFUNC_ABORT)
    }

    private func allows(_ address: IPAddress) -> Bool {
        if exchange.request.addressPolicy.allows(address) { return true }
        refusal = .addressRefused
        return false
    }

    private func receivedBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count <= exchange.request.limits.bodyBytes - bodyBytes else {
            refusal = .bodyTooLarge
            return Int(CURL_WRITEFUNC_ERROR)
        }
        // A held-back piece comes again, so it counts only when it was taken.
        guard exchange.received(bytes) else { return Int(CURL_WRITEFUNC_PAUSE) }
        bodyBytes += bytes.count
        return bytes.count
    }

    private func receivedHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        headBytes += bytes.count
        guard headBytes <= exchange.request.limits.headerBytes else {
            refusal = .headersTooLarge
            return Int(CURL_WRITEFUNC_ERROR)
        }
        if let head = parser.line(bytes) { exchange.received(head) }
        return bytes.count
    }

    // MARK: The end

    /// What a failed result means.
    func error(for result: CURLcode) -> TransferError {
        let origin = exchange.parts.origin
        switch result {
        case CURLE_OPERATION_TIMEDOUT: return TransferError(timeout(), origin)
        case CURLE_WRITE_ERROR, CURLE_COULDNT_CONNECT, CURLE_ABORTED_BY_CALLBACK:
            if let refusal { return TransferError(refusal, origin) }
        default: break
        }
        let code = TransferError.Code(result)
        switch code {
        // What OpenSSL says about a certificate or a handshake names no request.
        case .tlsFailed, .certificateRefused: return TransferError(code, origin, detail: String(cString: errorText))
        case .failed: return TransferError(code, origin, detail: String(cString: curl_easy_strerror(result)))
        default: return TransferError(code, origin)
        }
    }

    private func timeout() -> TransferError.Code {
        var ready: curl_off_t = 0, total: curl_off_t = 0
        _ = fera_curl_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &ready)
        _ = fera_curl_get_offset(easy, CURLINFO_TOTAL_TIME_T, &total)
        // libcurl's timers are in whole milliseconds and may ring a little before the microseconds are full.
        if total + 5_000 >= exchange.request.limits.total.curlMilliseconds * 1000 { return .totalTimeout }
        return ready == 0 ? .connectTimeout : .idleTimeout
    }
}
