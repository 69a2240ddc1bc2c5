package import Foundation

/// A mistake in a file of templates, with its line.
package struct TemplateFault: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// Counted from 1.
    package var line: Int
    package var what: String

    package var description: String { "\(file):\(line): \(what)" }
}

/// A file of templates that cannot be used: every mistake in it, in the order of its lines.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    package var faults: [TemplateFault]

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}

extension Template {
    /// Reads a file of templates and holds it against the catalogue.
    /// - Parameter file: how messages call it.
    /// - Throws: `TemplateError` with every mistake and its line.
    package static func read(_ data: Data, file: String, catalogue: Catalogue) throws(TemplateError) -> [Template] {
        var reader = TemplateReader(file: file, catalogue: catalogue)
        let root: PlacedJSON
        do {
            root = try PlacedJSON.read(data)
        } catch {
            throw TemplateError(faults: [TemplateFault(file: file, line: error.line, what: "is not JSON5: \(error.what)")])
        }
        let templates = reader.templates(root)
        guard reader.faults.isEmpty else { throw TemplateError(faults: reader.faults.sorted { ($0.line, $0.what) < ($1.line, $1.what) }) }
        return templates
    }
}

/// Reads templates and gathers what is wrong with them.
private struct TemplateReader {
    let file: String
    let catalogue: Catalogue
    var faults: [TemplateFault] = []

    private static let keys = [
        "id", "title", "description", "required_roles", "chapter_routes", "chapters", "fields", "questions", "depends_on", "tiers", "default_tier",
        "verified_by",
    ]

    private mutating func wrong(_ line: Int, _ what: String) { faults.append(TemplateFault(file: file, line: line, what: what)) }

    mutating func templates(_ root: PlacedJSON) -> [Template] {
        guard case .object(let members) = root.value, let list = members.first(where: { $0.key == "templates" }) else {
            wrong(root.line, "the file is an object with a list 'templates'")
            return []
        }
        for member in members where !["templates", "version"].contains(member.key) {
            wrong(member.line, "there is no key '\(member.key)'; there is 'templates'")
        }
        guard case .array(let items) = list.value.value, !items.isEmpty else {
            wrong(list.line, "'templates' is a list of one or more templates")
            return []
        }
        var seen: [String: Int] = [:]
        return items.compactMap { item in
            guard let template = template(item) else { return nil }
            if let first = seen.updateValue(item.line, forKey: template.id.rawValue) {
                wrong(item.line, "the template '\(template.id)' stands there twice; the first is on line \(first)")
            }
            return template
        }
    }

    private mutating func template(_ item: PlacedJSON) -> Template? {
        guard case .object(let members) = item.value else {
            wrong(item.line, "a template is an object, not \(item.kind)")
            return nil
        }
        for member in members where !Self.keys.contains(member.key) {
            wrong(member.line, "there is no key '\(member.key)'; there are \(Self.keys.joined(separator: ", "))")
        }
        func member(_ key: String) -> PlacedJSON? { members.first { $0.key == key }?.value }
        for key in ["id", "title", "description"] where member(key) == nil { wrong(item.line, "'\(key)' is missing") }
        let id = member("id").flatMap { text($0, "id") } ?? ""
        if member("id") != nil, Template.ID(rawValue: id) == nil || id.isEmpty {
            wrong(item.line, "the id '\(id)' is none: letters, digits, - and _ are right")
        }
        var template = Template(
            id: Template.ID(rawValue: id) ?? Template.ID("unnamed"), title: member("title").flatMap { text($0, "title") } ?? "",
            description: member("description").flatMap { text($0, "description") } ?? "")
        template.requiredRoles = member("required_roles").map { words($0, "required_roles", Role.self, "role") } ?? []
        if let place = member("required_roles"), !Set(template.requiredRoles).isDisjoint(with: [.admin, .relay]) {
            wrong(place.line, "required_roles: admin and relay are not parts in a transfer")
        }
        template.chapters = member("chapters").map { words($0, "chapters", Chapter.self, "chapter") } ?? Chapter.allCases
        template.verifiedBy = member("verified_by").map { words($0, "verified_by", ReviewRoute.self, "route") } ?? []
        template.defaultTier = member("default_tier").flatMap { word($0, "default_tier", Tier.self, "tier") }
        for entry in object(member("chapter_routes"), "chapter_routes") {
            guard let chapter = Chapter(rawValue: entry.key) else {
                wrong(entry.line, "chapter_routes: '\(entry.key)' is no chapter; \(Self.all(Chapter.self))")
                continue
            }
            template.chapterRoutes[chapter] = words(entry.value, "chapter_routes.\(entry.key)", ReviewRoute.self, "route")
        }
        for entry in object(member("fields"), "fields") {
            guard let field = field(entry.key, entry.line, "fields") else { continue }
            guard let weight = whole(entry.value, "fields.\(entry.key)", 0...10) else { continue }
            template.weights[field] = weight
        }
        if let place = member("questions") { template.questions = questions(place) }
        for entry in object(member("tiers"), "tiers") {
            guard let tier = Tier(rawValue: entry.key) else {
                wrong(entry.line, "tiers: '\(entry.key)' is no tier; \(Self.all(Tier.self))")
                continue
            }
            template.tiers[tier] = budget(entry)
        }
        depends(object(member("depends_on"), "depends_on"), &template)
        if !catalogue.fields.contains(where: { template.weight($0) > 0 }) { wrong(item.line, "no field is left to ask for") }
        return template
    }

    private mutating func budget(_ entry: PlacedJSON.Member) -> Template.Budget {
        var budget = Template.Budget()
        for value in object(entry.value, "tiers.\(entry.key)") {
            let name = "tiers.\(entry.key).\(value.key)"
            switch value.key {
            case "questions": budget.questions = whole(value.value, name, 1...1000)
            case "minutes": budget.minutes = whole(value.value, name, 1...10_000)
            case "stop":
                guard case .number(let stop) = value.value.value, (0...100).contains(stop) else {
                    wrong(value.line, "\(name) is a number from 0 to 100")
                    continue
                }
                budget.stop = stop
            default: wrong(value.line, "tiers.\(entry.key): there is no key '\(value.key)'; there are questions, minutes, stop")
            }
        }
        return budget
    }

    private mutating func questions(_ place: PlacedJSON) -> [Question.ID] {
        guard case .array(let items) = place.value else {
            wrong(place.line, "questions is a list of ids, not \(place.kind)")
            return []
        }
        var found: [Question.ID] = []
        for item in items {
            guard let id = text(item, "questions") else { continue }
            guard let question = Question.ID(rawValue: id), catalogue.question(question) != nil else {
                wrong(item.line, "questions: '\(id)' is no question of the bank")
                continue
            }
            if found.contains(question) { wrong(item.line, "questions: '\(id)' stands there twice") } else { found.append(question) }
        }
        return found
    }

    private mutating func depends(_ entries: [PlacedJSON.Member], _ template: inout Template) {
        var lines: [Field.ID: Int] = [:]
        for entry in entries {
            guard let field = field(entry.key, entry.line, "depends_on") else { continue }
            guard case .array(let items) = entry.value.value, !items.isEmpty else {
                wrong(entry.line, "depends_on.\(entry.key) is a list of one or more fields")
                continue
            }
            lines[field] = entry.line
            template.dependsOn[field] = items.compactMap { item in
                guard let name = text(item, "depends_on.\(entry.key)"), let before = self.field(name, item.line, "depends_on.\(entry.key)") else { return nil }
                if let known = catalogue.field(before), template.weight(known) == 0 {
                    wrong(item.line, "depends_on.\(entry.key): '\(name)' is not asked for in this template, so it would never be known")
                }
                return before
            }
        }
        // Each cycle once, where its first field stands.
        var done: Set<Field.ID> = []
        for start in lines.keys.sorted(by: { (lines[$0] ?? 0, $0) < (lines[$1] ?? 0, $1) }) where !done.contains(start) {
            var path: [Field.ID] = []
            guard let cycle = cycle(from: start, template.dependsOn, &path, &done) else { continue }
            wrong(
                lines[cycle[0]] ?? 1, "depends_on: \((cycle + [cycle[0]]).map(\.rawValue).joined(separator: " → ")) is a cycle; none of them would be asked for"
            )
        }
    }

    private func cycle(from field: Field.ID, _ graph: [Field.ID: [Field.ID]], _ path: inout [Field.ID], _ done: inout Set<Field.ID>) -> [Field.ID]? {
        if let place = path.firstIndex(of: field) { return Array(path[place...]) }
        guard done.insert(field).inserted else { return nil }
        path.append(field)
        defer { path.removeLast() }
        for next in graph[field] ?? [] {
            if let place = path.firstIndex(of: next) { return Array(path[place...]) }
            if let found = cycle(from: next, graph, &path, &done) { return found }
        }
        return nil
    }

    // MARK: Values

    private mutating func field(_ name: String, _ line: Int, _ key: String) -> Field.ID? {
        guard let id = Field.ID(rawValue: name), catalogue.field(id) != nil else {
            wrong(line, "\(key): '\(name)' is no field of config/fields.json5")
            return nil
        }
        return id
    }

    private mutating func object(_ place: PlacedJSON?, _ key: String) -> [PlacedJSON.Member] {
        guard let place else { return [] }
        guard case .object(let members) = place.value else {
            wrong(place.line, "\(key) is an object, not \(place.kind)")
            return []
        }
        return members
    }

    private mutating func text(_ place: PlacedJSON, _ key: String) -> String? {
        guard case .string(let text) = place.value, text.utf8.contains(where: { $0 > 32 }) else {
            wrong(place.line, "\(key) is a text, not \(place.kind == "a text" ? "an empty one" : place.kind)")
            return nil
        }
        return text
    }

    private mutating func whole(_ place: PlacedJSON, _ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard case .number(let number) = place.value, number == number.rounded(), abs(number) < 1e9, range.contains(Int(number)) else {
            let found: String =
                if case .number(let number) = place.value {
                    number == number.rounded() ? "\(Int(clamping: Int64(max(-1e15, min(1e15, number)))))" : "\(number)"
                } else { place.kind }
            wrong(place.line, "\(key) is a whole number from \(range.lowerBound) to \(range.upperBound), not \(found)")
            return nil
        }
        return Int(number)
    }

    private mutating func word<T: RawRepresentable<String> & CaseIterable>(_ place: PlacedJSON, _ key: String, _ type: T.Type, _ what: String) -> T? {
        guard let text = text(place, key) else { return nil }
        guard let value = T(rawValue: text) else {
            wrong(place.line, "\(key): '\(text)' is no \(what); \(Self.all(type))")
            return nil
        }
        return value
    }

    private mutating func words<T: RawRepresentable<String> & CaseIterable>(_ place: PlacedJSON, _ key: String, _ type: T.Type, _ what: String) -> [T] {
        guard case .array(let items) = place.value else {
            wrong(place.line, "\(key) is a list, not \(place.kind)")
            return []
        }
        return items.compactMap { word($0, key, type, what) }
    }

    private static func all<T: RawRepresentable<String> & CaseIterable>(_ type: T.Type) -> String {
        "there are \(type.allCases.map(\.rawValue).joined(separator: ", "))"
    }
}
