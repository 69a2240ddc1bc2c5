import Foundation

/// Why a play cannot go on. Its description is a sentence for the person at the terminal.
package struct PlayError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of trouble it is; tests look at it.
    package enum Code: String, Sendable {
        /// The folder or its script cannot be read.
        case material
        /// The address is none that a play can reach.
        case address
        /// The connection failed or the other side broke the protocol.
        case connection
        /// The server answered with a problem.
        case refused
        /// The server's answer is not what docs/protocol.md says.
        case answer
    }

    /// The kind.
    package let code: Code
    /// What happened, where, and what to do next.
    package let description: String
    /// The problem's own `code`, where the server sent one (`unsupported_type`, `lock_blocked`, …).
    package let problem: String?

    /// The server's own sentence, without the request that met it.
    package let detail: String?

    /// An error with its sentence.
    package init(_ code: Code, _ description: String, problem: String? = nil, detail: String? = nil) {
        self.code = code
        self.description = description
        self.problem = problem
        self.detail = detail
    }
}

/// An RFC 9457 problem as the server sends it.
struct Problem: Decodable {
    var status: Int?
    var code: String?
    var title: String?
    var detail: String?

    /// The sentence to show, with the request that met it.
    func error(_ request: String, status: Int) -> PlayError {
        let sentence = detail ?? title ?? "the server said nothing more"
        return PlayError(.refused, "\(request) was answered with \(status) \(code ?? ""): \(sentence)", problem: code, detail: sentence)
    }
}
