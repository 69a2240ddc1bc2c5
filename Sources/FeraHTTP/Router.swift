/// What a route does with a request's body.
package enum BodyPlan: Sendable {
    /// Collects at most this many bytes in memory; more is 413 before it is read.
    case collect(Int)
    /// Writes the parts of a `multipart/form-data` body to files while they arrive.
    case upload(MultipartLimits, folder: String)
}

/// One address of the application.
package final class Route: Sendable {
    /// The method, or `*` for any.
    package let method: String
    /// Components separated by `/`; `:name` takes one component, a last `*name` all that are left.
    package let pattern: String
    /// What happens to the body.
    package let body: BodyPlan
    /// Asked before the body is read; what it throws is the answer, and the body stays unread.
    package let admit: (@Sendable (Request) async throws -> Void)?
    /// Where `admit` and `handler` run.
    package let place: HandlerPlace
    /// Answers the request.
    package let handler: @Sendable (Request) async throws -> Response
    let segments: [Segment]

    init(
        method: String, pattern: String, body: BodyPlan, admit: (@Sendable (Request) async throws -> Void)?, place: HandlerPlace,
        handler: @escaping @Sendable (Request) async throws -> Response, segments: [Segment]
    ) {
        self.method = method
        self.pattern = pattern
        self.body = body
        self.admit = admit
        self.place = place
        self.handler = handler
        self.segments = segments
    }

    enum Segment: Sendable, Equatable {
        case literal(String)
        case parameter(String)
        case rest(String)

        var rank: Int {
            switch self {
            case .literal: 0
            case .parameter: 1
            case .rest: 2
            }
        }
    }
}

/// A route that fits a request, and the values of its parameters.
package struct RouteMatch: Sendable {
    /// The route.
    package let route: Route
    /// (name, percent-decoded value) in the pattern's order; a `*name` holds its components joined by `/`.
    package let parameters: [(name: String, value: String)]
}

/// The table of routes. Build it, then hand it to the server; literals win over parameters, parameters over a rest.
package struct Router: Sendable {
    private var table: [Route] = []
    private var byCount: [Int: [Int]] = [:]
    private var open: [Int] = []
    /// What `find` says of the paths without parameters, and of the methods that they take.
    private var known: [String: (components: [String], matches: [(method: String, match: RouteMatch)])] = [:]

    /// An empty table.
    package init() {}

    /// Every route as (method, pattern), in the order they were added.
    package var routes: [(method: String, pattern: String)] { table.map { ($0.method, $0.pattern) } }

    /// Adds a route. GET also answers HEAD.
    package mutating func on(
        _ method: String, _ pattern: String, body: BodyPlan = .collect(64 * 1024), on place: HandlerPlace = .pool,
        admit: (@Sendable (Request) async throws -> Void)? = nil,
        _ handler: @escaping @Sendable (Request) async throws -> Response
    ) {
        let segments: [Route.Segment] = pattern.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { part in
            if part.hasPrefix(":") { return .parameter(String(part.dropFirst())) }
            return part.hasPrefix("*") ? .rest(String(part.dropFirst())) : .literal(String(part))
        }
        let route = Route(
            method: method, pattern: pattern, body: body, admit: admit, place: place, handler: handler, segments: segments == [.literal("")] ? [] : segments)
        table.append(route)
        if case .rest? = segments.last { open.append(table.count - 1) } else { byCount[route.segments.count, default: []].append(table.count - 1) }
    }

    /// Adds a route for GET (and HEAD).
    package mutating func get(_ pattern: String, on place: HandlerPlace = .pool, _ handler: @escaping @Sendable (Request) async throws -> Response) {
        on("GET", pattern, on: place, handler)
    }

    /// Adds a route for POST with its body limit in bytes.
    package mutating func post(_ pattern: String, limit: Int = 64 * 1024, _ handler: @escaping @Sendable (Request) async throws -> Response) {
        on("POST", pattern, body: .collect(limit), handler)
    }

    /// The same table, with the answers worked out for every path that stands in it as it is.
    func prepared() -> Router {
        var router = self
        router.known = [:]
        let methods = Set(table.map(\.method)).union(["HEAD"]).subtracting(["*"])
        for route in table where router.known[route.pattern] == nil {
            guard route.segments.allSatisfy({ if case .literal = $0 { true } else { false } }),
                PercentCoding.encode(route.pattern.filter { $0 != "/" })
                    == route.pattern.filter({ $0 != "/" }), let components = try? Self.components(route.pattern)
            else { continue }
            router.known[route.pattern] = (components, methods.compactMap { method in match(method, components).map { (method, $0) } })
        }
        return router
    }

    /// The components of a target's path, and the route that takes it, or `nil`.
    /// - Throws: what `components` throws.
    func find(_ method: String, _ target: String) throws(Refusal) -> (components: [String], match: RouteMatch?) {
        if let path = known[target], let match = path.matches.first(where: { $0.method == method })?.match { return (path.components, match) }
        let components = try Self.components(target)
        return (components, match(method, components))
    }

    /// The route that takes a method and a path, or `nil`.
    package func match(_ method: String, _ components: [String]) -> RouteMatch? {
        var best: Int?
        func consider(_ index: Int) {
            let route = table[index]
            guard route.method == method || route.method == "*" || (method == "HEAD" && route.method == "GET"), fits(route, components) else { return }
            if let known = best, !isCloser(route, than: table[known]) { return }
            best = index
        }
        for index in byCount[components.count] ?? [] { consider(index) }
        for index in open { consider(index) }
        return best.map { RouteMatch(route: table[$0], parameters: parameters(table[$0], components)) }
    }

    /// Whether `route` names the first component in which the two differ more exactly; both fit the same path.
    private func isCloser(_ route: Route, than other: Route) -> Bool {
        for (mine, theirs) in zip(route.segments, other.segments) where mine.rank != theirs.rank { return mine.rank < theirs.rank }
        return route.segments.count < other.segments.count
    }

    /// Runs the matched route.
    /// - Throws: `Problem` 501 `method_unknown`, 405 `method_not_allowed` with Allow,
    /// or 404 `not_found` when no route takes the request, and what the route throws.
    package func respond(to request: Request) async throws -> Response {
        guard let match = request.match else { throw missing(request) }
        return try await match.route.handler(request)
    }

    private func missing(_ request: Request) -> Problem {
        guard ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].contains(request.method) else {
            return Problem(501, "method_unknown", "Unknown method", detail: "No address of this server knows the method \(request.method).")
        }
        let allowed = Set(candidates(request.components).filter { fits(table[$0], request.components) }.map { table[$0].method })
        guard !allowed.isEmpty else { return Problem(404, "not_found", "There is nothing at this address") }
        let list = (allowed.contains("GET") ? allowed.union(["HEAD"]) : allowed).sorted().joined(separator: ", ")
        var problem = Problem(405, "method_not_allowed", "This address does not take \(request.method)", detail: "It takes \(list).")
        problem.headers = [("Allow", list)]
        return problem
    }

    private func candidates(_ components: [String]) -> [Int] { (byCount[components.count] ?? []) + open }

    private func fits(_ route: Route, _ components: [String]) -> Bool {
        for (index, segment) in route.segments.enumerated() {
            switch segment {
            case .literal(let text): if index >= components.count || !text.utf8.elementsEqual(components[index].utf8) { return false }
            case .parameter: if index >= components.count || components[index].isEmpty { return false }
            case .rest: return index < components.count
            }
        }
        return route.segments.count == components.count
    }

    private func parameters(_ route: Route, _ components: [String]) -> [(name: String, value: String)] {
        route.segments.enumerated().compactMap { index, segment in
            switch segment {
            case .literal: nil
            case .parameter(let name): (name, components[index])
            case .rest(let name): (name, components[index...].joined(separator: "/"))
            }
        }
    }
}

extension Router {
    /// The decoded components of a path.
    /// - Throws: 400 for a bad escape; 404 for `.` and `..`, encoded or not: no path leaves its folder.
    static func components(_ target: String) throws(Refusal) -> [String] {
        let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
        if path.elementsEqual("/".utf8) { return [] }
        var components: [String] = []
        for part in path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let text = PercentCoding.decode(part) else { throw .bad("The path holds a bad percent escape or bytes that are not UTF-8.") }
            let hidden = text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") })
            if hidden.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) {
                throw Refusal(status: 404, code: "not_found", detail: "The path must not hold . or .. as a component.")
            }
            components.append(text)
        }
        return components
    }
}
