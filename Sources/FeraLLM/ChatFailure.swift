import FeraCurl

/// A failed attempt: the error that will be shown if it was the last one, and whether another one may help.
struct ChatFailure: Error {
    let error: ChatError
    let isPassing: Bool
    let headers: ResponseHeaders?

    init(_ error: ChatError, isPassing: Bool, headers: ResponseHeaders? = nil) {
        self.error = error
        self.isPassing = isPassing
        self.headers = headers
    }

    init(_ transfer: TransferError, backend: String) {
        self.init(ChatError(transfer, backend: backend), isPassing: Self.isPassing(transfer))
    }

    /// Whether the connection may work next time. Silence is not tried again: it has already cost the person its whole limit.
    static func isPassing(_ error: TransferError) -> Bool {
        switch error.code {
        case .hostNotFound, .connectFailed, .connectTimeout, .tlsFailed, .connectionLost, .truncated: true
        case .badURL, .badRequest, .schemeRefused, .addressRefused, .proxyFailed, .certificateRefused, .idleTimeout, .totalTimeout, .headersTooLarge,
            .bodyTooLarge,
            .notHTTP, .clientClosed, .readTwice, .failed:
            false
        }
    }
}

extension ChatError {
    init(_ transfer: TransferError, backend: String) {
        let code: Code =
            switch transfer.code {
            case .badURL, .badRequest, .schemeRefused, .addressRefused, .certificateRefused, .proxyFailed: .misconfigured
            case .hostNotFound, .connectFailed, .tlsFailed, .notHTTP, .clientClosed, .failed, .readTwice: .unreachable
            case .connectTimeout, .idleTimeout, .totalTimeout: .tooSlow
            case .headersTooLarge, .bodyTooLarge: .tooLong
            case .truncated, .connectionLost: .interrupted
            }
        self.init(code, backend: backend, transfer: transfer)
    }

    /// Takes over what the service says of its error, without the key and without anything that could forge a line of a log.
    mutating func note(_ service: ServiceError?, key: Secret?) {
        guard let service else { return }
        func clean(_ text: String?) -> String? { text.map { key?.redacted(from: $0) ?? $0 } }
        serviceCode = clean(service.code ?? service.kind).map(Self.plain).flatMap { $0.isEmpty ? nil : $0 }
        // Services like to repeat a refused key, often shortened past recognition.
        guard code != .keyRefused, let message = clean(service.message) else { return }
        detail = String(message.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) }.prefix(300))
    }

    /// Letters, digits and `_.-` of `text`, at most 64.
    static func plain(_ text: String) -> String {
        String(
            text.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "_.-".unicodeScalars.contains($0)) }
                .prefix(64).map { Character($0) })
    }
}

extension ChatError.Code {
    /// Whether the same request may work a little later, when only the reason is known.
    var mayPass: Bool { self == .overloaded || self == .rateLimited || self == .interrupted }

    /// What a status other than 200 means, with the service's own code where the status is not enough.
    init(status: Int, service: ServiceError?) {
        let said = Self(service: service)
        self =
            switch status {
            case 300..<400: .redirected
            case 401, 403: .keyRefused
            case 402: .noCredit
            case 404: .notFound
            case 408: .tooSlow
            case 429: said == .noCredit ? .noCredit : .rateLimited
            case 503, 529: .overloaded
            case 500...: .serviceFailed
            case 400..<500: said == .contentFiltered ? .contentFiltered : .requestRefused
            default: .unreadable
            }
    }

    /// What the service's own code means, also after a status of 200.
    init(service: ServiceError?) {
        let words = [service?.code, service?.kind].compactMap { $0 }
        self =
            if words.contains(where: { ["insufficient_quota", "credit_balance_exhausted", "402"].contains($0) }) {
                .noCredit
            } else if words.contains("content_filter") {
                .contentFiltered
            } else if words.contains(where: { ["rate_limit_exceeded", "rate_limit_error", "slow_down", "429"].contains($0) }) {
                .rateLimited
            } else if words.contains(where: {
                ["server_is_overloaded", "overloaded_error", "service_unavailable_error", "unavailable_error", "503", "529"].contains($0)
            }) {
                .overloaded
            } else if words.contains(where: { ["invalid_api_key", "authentication_error", "401", "403"].contains($0) }) {
                .keyRefused
            } else {
                .serviceFailed
            }
    }
}
