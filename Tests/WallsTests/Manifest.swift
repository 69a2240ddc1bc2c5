/// What Package.swift declares, read from its text: each target and what it may import.
struct Manifest {
    enum Kind: String { case system, room, program, tests, c = ".target" }

    struct Target {
        var kind: Kind
        var name: String
        var dependencies: Set<String>
        /// Its folder below the package's.
        var path: String { (kind == .tests ? "Tests/" : "Sources/") + name }
    }

    let targets: [String: Target]

    init(_ text: String) {
        var targets: [String: Target] = [:]
        for kind in [Kind.system, .room, .program, .tests, .c] {
            let opening = kind == .c ? #/\.target\(name: "CAssets"/# : #/\b(?:system|room|program|tests)\(\s*"/#
            for range in text.ranges(of: opening) where text[range].hasPrefix(kind.rawValue + "(") {
                let call = Self.call(text[range.lowerBound...])
                guard let name = Self.strings(call).first else { continue }
                let list = call.firstIndex(of: "[").map { call[$0...].prefix { $0 != "]" } } ?? ""
                let named = kind == .tests ? name + "Tests" : name
                let arrows = kind == .c || kind == .system ? [] : Self.strings(list)
                targets[named] = Target(kind: kind, name: named, dependencies: Set(arrows + arrows.map { $0.replacing("-", with: "_") }))
            }
        }
        self.targets = targets
    }

    /// Everything that a target reaches over any number of arrows, itself left out.
    func closure(of name: String) -> Set<String> {
        var reached: Set<String> = []
        var open = Array(targets[name]?.dependencies ?? [])
        while let next = open.popLast() {
            if reached.insert(next).inserted { open += targets[next]?.dependencies ?? [] }
        }
        return reached
    }

    /// A call from its name to its closing parenthesis.
    private static func call(_ text: Substring) -> Substring {
        var depth = 0
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" {
                depth -= 1
                if depth == 0 { return text[...index] }
            }
        }
        return text
    }

    private static func strings(_ text: Substring) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
