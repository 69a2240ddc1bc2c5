package import FeraCurl

/// Why a model gave no answer, or no whole one. Names the backend, never the prompt, the answer or the key.
package struct ChatError: Error, Sendable, CustomStringConvertible {
    /// Stable names of the reasons.
    package enum Code: String, Sendable {
        case labelAboveCeiling = "label_above_ceiling"
        case misconfigured
        case keyRefused = "key_refused"
        case notFound = "not_found"
        case requestRefused = "request_refused"
        case contentFiltered = "content_filtered"
        case noCredit = "no_credit"
        case rateLimited = "rate_limited"
        case overloaded
        case serviceFailed = "service_failed"
        case unreachable
        case tooSlow = "too_slow"
        case interrupted
        case tooLong = "too_long"
        case unreadable
        case redirected
    }

    /// The reason.
    package let code: Code
    /// What happened and what to do next, for a person.
    package let message: String
    /// The HTTP status, when there was a response.
    package internal(set) var status: Int?
    /// The service's own code for the error, cut to letters, digits and `_.-`.
    package internal(set) var serviceCode: String?
    /// The service's own words, without the key. They may quote the prompt: for the person who set the backend up, not for logs.
    package internal(set) var detail: String?
    /// The service's id of the request, cut like its code.
    package internal(set) var requestID: String?
    /// The failure of the connection, when it was one.
    package internal(set) var transfer: TransferError?

    init(_ code: Code, backend: String, status: Int? = nil, transfer: TransferError? = nil) {
        self.code = code
        self.status = status
        self.transfer = transfer
        message = "The model backend \(backend) \(code.sentence)"
    }

    /// Code, message and the facts around them, without `detail`.
    package var description: String {
        var text = "\(code.rawValue): \(message)"
        if let status { text += " [status \(status)]" }
        if let serviceCode { text += " [\(serviceCode)]" }
        if let requestID { text += " [request \(requestID)]" }
        if let transfer { text += " [\(transfer)]" }
        return text
    }
}

extension ChatError: CustomDebugStringConvertible, CustomReflectable {
    /// As `description`.
    package var debugDescription: String { description }
    /// Leaves `detail` out, which may quote the prompt.
    package var customMirror: Mirror { Mirror(self, children: ["code": code.rawValue, "message": message]) }
}

extension ChatError.Code {
    fileprivate var sentence: String {
        switch self {
        case .labelAboveCeiling: "may not be sent text with this label; it goes without a model, or the ceiling is raised in the configuration."
        case .misconfigured: "is not set up so that it can be called; check its address, its model and its key."
        case .keyRefused: "did not accept the key; check that it is valid and may use this model."
        case .notFound: "does not know the model or the address; check both."
        case .requestRefused: "did not accept the request; check the model's name and limits."
        case .contentFiltered: "refused the text by its content filter."
        case .noCredit: "has no credit left; top up the account or choose another backend."
        case .rateLimited: "is asked more often than it allows; try again later."
        case .overloaded: "is overloaded; try again later."
        case .serviceFailed: "failed on its own side; try again later."
        case .unreachable: "cannot be reached."
        case .tooSlow: "did not answer in time."
        case .interrupted: "broke off in the middle of its answer."
        case .tooLong: "sent more than is allowed for an answer."
        case .unreadable: "answered in a form that is not a chat completion; check that its address ends where /chat/completions begins."
        case .redirected: "points to another address, which is not followed; configure the final one."
        }
    }
}
