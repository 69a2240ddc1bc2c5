import CCurl

/// Why a transfer failed. Names the host and nothing that could be secret: no path, no query, no header, no body.
package struct TransferError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Stable names of the reasons.
    package enum Code: String, Sendable {
        case badURL = "bad_url"
        case badRequest = "bad_request"
        case schemeRefused = "scheme_refused"
        case addressRefused = "address_refused"
        case hostNotFound = "host_not_found"
        case proxyFailed = "proxy_failed"
        case connectFailed = "connect_failed"
        case connectTimeout = "connect_timeout"
        case tlsFailed = "tls_failed"
        case certificateRefused = "certificate_refused"
        case idleTimeout = "idle_timeout"
        case totalTimeout = "total_timeout"
        case headersTooLarge = "headers_too_large"
        case bodyTooLarge = "body_too_large"
        case truncated
        case connectionLost = "connection_lost"
        case notHTTP = "not_http"
        case clientClosed = "client_closed"
        case readTwice = "read_twice"
        case failed
    }

    /// The reason.
    package let code: Code
    /// `scheme://host:port`, where it could be read.
    package let origin: String?
    /// What happened and what to do next, for a person.
    package let message: String

    init(_ code: Code, _ origin: String?, detail: String? = nil) {
        self.code = code
        self.origin = origin
        let sentence = code.sentence + (detail.map { " (\($0))" } ?? "")
        message = origin.map { "\($0): \(sentence)" } ?? sentence
    }

    /// Code and message.
    package var description: String { "\(code.rawValue): \(message)" }

    /// Whether the request surely never left, so that sending it again cannot do anything twice.
    package var nothingWasSent: Bool {
        switch code {
        case .badURL, .badRequest, .schemeRefused, .addressRefused, .hostNotFound, .proxyFailed, .connectFailed, .connectTimeout, .tlsFailed,
            .certificateRefused:
            true
        case .idleTimeout, .totalTimeout, .headersTooLarge, .bodyTooLarge, .truncated, .connectionLost, .notHTTP, .clientClosed, .readTwice, .failed:
            false
        }
    }
}

extension TransferError.Code {
    fileprivate var sentence: String {
        switch self {
        case .badURL: "The address cannot be used; give an absolute https address without user name and password."
        case .badRequest: "The request cannot be sent as it is."
        case .schemeRefused: "Only https is allowed here; plain http needs a host that the configuration names."
        case .addressRefused: "The host's network address is not one that may be called from here."
        case .hostNotFound: "The host name is not known; check its spelling and the name server."
        case .proxyFailed: "The proxy could not be used; check its setting."
        case .connectFailed: "No connection could be made; check that the service runs and can be reached."
        case .connectTimeout: "The service did not take the connection in time."
        case .tlsFailed: "The encrypted connection could not be set up."
        case .certificateRefused: "The service's certificate could not be verified; check its name, its date and who issued it."
        case .idleTimeout: "The service fell silent for longer than allowed."
        case .totalTimeout: "The service took longer than allowed in all."
        case .headersTooLarge: "The response's headers are larger than allowed."
        case .bodyTooLarge: "The response is larger than allowed."
        case .truncated: "The response broke off before its end."
        case .connectionLost: "The connection was lost before the response was whole."
        case .notHTTP: "What answered does not speak HTTP; check the port."
        case .clientClosed: "The program is closing its connections."
        case .readTwice: "This response is already being read elsewhere."
        case .failed: "The transfer failed."
        }
    }

    /// The reason behind libcurl's result code; time-outs are told apart by the caller.
    init(_ result: CURLcode) {
        self =
            switch result {
            // The scheme was checked before, so this is what libcurl says of an answer without a status line.
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: .notHTTP
            case CURLE_URL_MALFORMAT: .badURL
            case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxyFailed
            case CURLE_COULDNT_RESOLVE_HOST: .hostNotFound
            case CURLE_COULDNT_CONNECT: .connectFailed
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND: .tlsFailed
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR: .certificateRefused
            case CURLE_PARTIAL_FILE: .truncated
            case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM: .connectionLost
            case CURLE_FILESIZE_EXCEEDED: .bodyTooLarge
            default: .failed
            }
    }
}
