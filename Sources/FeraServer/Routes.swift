import FeraApp
import FeraDomain
import FeraHTTP
import Foundation

/// What every group of routes needs: the door, and small ways to read requests.
struct Routes: Sendable {
    let application: Application
    let door: Doorkeeper

    /// Runs `body` for whoever is signed in.
    func signedIn(_ body: @escaping @Sendable (Request, Principal) async throws -> Response) -> @Sendable (Request) async throws -> Response {
        { request in
            do {
                return try await body(request, try await door.principal(request))
            } catch {
                // What the store says inside is for the log; who asked hears what it means to them.
                throw AppError.told(error)
            }
        }
    }
}

extension Request {
    /// A path parameter as an id.
    func id<Subject>(_ name: String, as what: String, of: Subject.Type = Subject.self) throws -> Identifier<Subject> {
        guard let id = Identifier<Subject>(rawValue: parameter(name)) else { throw AppError.notFound(what) }
        return id
    }

    /// A query item as an id; `nil` where it is absent.
    func queryID<Subject>(_ name: String) throws -> Identifier<Subject>? {
        guard let text = query(name), !text.isEmpty else { return nil }
        guard let id = Identifier<Subject>(rawValue: text) else { throw AppError(.malformed, "'\(name)' is no id.") }
        return id
    }

    /// A whole number of the query, within bounds.
    func number(_ name: String, default value: Int, in range: ClosedRange<Int>) throws -> Int {
        guard let text = query(name) else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw AppError(.malformed, "'\(name)' is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// The revision that `If-Match` names; `nil` without that header.
    func ifMatch() throws -> Int? {
        try headers["If-Match"].map { text in
            guard let revision = Int(text.filter { $0 != "\"" }) else {
                throw AppError(.malformed, "If-Match names the revision that you have seen, in quotes.")
            }
            return revision
        }
    }

    /// The body as JSON.
    /// - Throws: `.malformed` with the place that does not fit.
    func form<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        do {
            return try json(type)
        } catch let problem as Problem where problem.status == 400 {
            throw AppError(.malformed, problem.detail)
        }
    }

    /// The id under which a write counts once.
    func idempotencyKey(_ principal: Principal) throws -> String? {
        guard let key = headers["Idempotency-Key"] else { return nil }
        guard (1...100).contains(key.utf8.count) else { throw AppError(.malformed, "An Idempotency-Key has 1 to 100 bytes.") }
        return "\(principal.person):\(key)"
    }
}

/// A list with the way to its next page.
struct Page<Item: Encodable>: Encodable {
    var items: [Item]
    var nextCursor: String?

    enum CodingKeys: String, CodingKey {
        case items
        case nextCursor = "next_cursor"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}
