import FeraApp
import FeraHTTP
import Foundation

extension Problem {
    /// The problem that an error of a use-case is; anything unknown is `internal`, without a word of the inside.
    static func of(_ error: any Error) -> Problem {
        switch error {
        case let error as AppError: Problem(error)
        case let problem as Problem: problem
        default: told(error)
        }
    }

    /// What the store said where no route has translated it. A failure of its own has no reference here: nothing has logged one.
    private static func told(_ error: any Error) -> Problem {
        guard let told = AppError.told(error) as? AppError, told.code != .internalError else { return Problem.from(error) }
        return Problem(told)
    }

    init(_ error: AppError) {
        let (status, title) = Self.meaning(error.code)
        self.init(status, error.code.rawValue, title, detail: error.detail, extra: error.members.mapValues { FeraHTTP.JSONValue($0) })
        // Whole seconds, never none: a client that comes back at once is refused again.
        if case .number(let milliseconds) = error.members["retry_after_ms"] {
            headers = [("Retry-After", "\(max(1, Int((milliseconds / 1000).rounded(.up))))")]
        }
        // Another process serves in a moment.
        if error.code == .draining { headers = [("Retry-After", "1")] }
        if error.code == .unauthenticated { headers = [("WWW-Authenticate", "Bearer")] }
    }

    private static func meaning(_ code: AppError.Code) -> (Int, String) {
        switch code {
        case .malformed: (400, "That could not be read")
        case .invalid: (400, "Something is missing or wrong")
        case .unauthenticated, .linkUsed, .linkExpired, .signatureInvalid: (401, "Who are you?")
        case .forbidden: (403, "This is not yours to do")
        case .notFound: (404, "There is nothing here")
        case .conflict, .state, .staleTurn, .lockBlocked: (409, "Not now")
        case .changed: (412, "It was changed meanwhile")
        case .tooLarge: (413, "Too large")
        case .unsupportedType: (415, "This kind of file cannot be read")
        case .unreadable: (422, "The file is broken")
        case .busy: (429, "Busy")
        case .draining: (503, "Stopping")
        case .diskFull: (503, "The disk is full")
        case .internalError: (500, "The server failed")
        }
    }
}

extension FeraHTTP.JSONValue {
    init(_ value: FeraApp.JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let value): self = value == value.rounded() && abs(value) < 9e15 ? .integer(Int(value)) : .number(value)
        case .string(let value): self = .string(value)
        case .array(let values): self = .array(values.map { Self($0) })
        case .object(let members): self = .object(members.mapValues { Self($0) })
        }
    }
}
