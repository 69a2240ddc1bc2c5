import FeraDomain

/// JSON and NDJSON exports: an array of objects is a table whose places are JSON Pointers; comments become messages of their own.
enum JSONReader {
    static func readDocument(_ input: ReaderInput, _ builder: inout ExtractionBuilder) throws(IngestError) {
        let decoded = try TextDecoding.decode(input.bytes)
        if let notice = decoded.notice { builder.notice(notice) }
        var parser = JSONParser(Array(decoded.text.utf8), depthLimit: input.limits.depth)
        let root = try parser.document()
        var rows: [(String, JSONText)] = []
        switch root {
        case .array(let elements): rows = elements.enumerated().map { ("/\($0)", $1) }
        case .object(let members):
            // The longest list of objects is the table: {"tickets": […], "count": 2}.
            var longest: (name: String, elements: [JSONText])?
            for case (let name, .array(let elements)) in members where elements.contains(where: isObject) && elements.count > longest?.elements.count ?? 0 {
                longest = (name, elements)
            }
            rows = longest.map { list in list.elements.enumerated().map { ("/\(escaped(list.name))/\($0)", $1) } } ?? [("", root)]
        default: throw .unreadable(place: "line 1", why: "an object or a list of objects was expected")
        }
        try add(rows, input.limits, &builder)
    }

    static func readLines(_ input: ReaderInput, _ builder: inout ExtractionBuilder) throws(IngestError) {
        let decoded = try TextDecoding.decode(input.bytes)
        if let notice = decoded.notice { builder.notice(notice) }
        try TextLines.check(decoded.text, limits: input.limits)
        var rows: [(String, JSONText)] = []
        var failure: IngestError?
        for (index, line) in TextLines(decoded.text).lines.enumerated() where !TextLines.isBlank(line) {
            var parser = JSONParser(Array(line.utf8), depthLimit: input.limits.depth, firstLine: index + 1)
            do {
                rows.append(("/\(index + 1)", try parser.document()))
            } catch .unreadable(let place, let why) {
                failure = failure ?? .unreadable(place: place, why: why)
                builder.counts.failed += 1
                builder.notice("\(place) was left out: \(why)")
            }
        }
        // One cut line in a long export costs that line; a file of broken lines is not NDJSON.
        if let failure, builder.counts.failed > rows.count { throw failure }
        try add(rows, input.limits, &builder)
    }

    private static func add(_ rows: [(String, JSONText)], _ limits: IngestLimits, _ builder: inout ExtractionBuilder) throws(IngestError) {
        guard rows.count <= limits.rows else { throw .tooLarge(what: "records", limit: limits.rows) }
        var names: [String] = []
        var known: Set<String> = []
        var flat: [(pointer: String, cells: [(String, String)], comments: [JSONText])] = []
        for (pointer, row) in rows {
            guard case .object(let members) = row else {
                builder.counts.failed += 1
                builder.notice("\(pointer) is no object and was left out")
                continue
            }
            var cells: [(String, String)] = []
            var comments: [JSONText] = []
            for (key, value) in members {
                if key == "comments", case .array(let elements) = value { comments = elements } else { flatten(key, value, &cells) }
            }
            for (name, _) in cells where known.insert(name).inserted { names.append(name) }
            guard names.count <= limits.columns else { throw .tooLarge(what: "columns", limit: limits.columns) }
            flat.append((pointer, cells, comments))
        }
        let place = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        func cells(_ row: [(String, String)]) -> [String] {
            var cells = Array(repeating: "", count: names.count)
            for (name, value) in row { if let index = place[name] { cells[index] = value } }
            return cells
        }
        let map = ColumnMap(headings: names, sample: flat.prefix(50).map { cells($0.cells) })
        for row in flat {
            try builder.addRecord(map, cells(row.cells), at: .pointer(row.pointer))
            builder.counts.read += 1
            for (index, comment) in row.comments.enumerated() { try add(comment, at: "\(row.pointer)/comments/\(index)", &builder) }
        }
    }

    private static func add(_ comment: JSONText, at pointer: String, _ builder: inout ExtractionBuilder) throws(IngestError) {
        guard let body = comment.scalar ?? ["plain_body", "body", "text", "comment"].lazy.compactMap({ comment[$0]?.scalar }).first, !body.isEmpty else {
            return
        }
        let author = comment["author"]
        let speaker = author?.scalar ?? author?["name"]?.scalar ?? comment["author_name"]?.scalar ?? comment["author_id"]?.scalar
        let day = (comment["created_at"] ?? comment["created"] ?? comment["date"])?.scalar.flatMap { TextScan.dates(in: $0).first?.value }
        let text = builder.cleaned(body) { _ in .pointer(pointer) }
        try builder.add(.message, text, at: .pointer(pointer), speaker: speaker, day: day)
    }

    /// A nested object's members are `parent.child`, a list of scalars is one cell, other lists `parent.0.child`.
    private static func flatten(_ name: String, _ value: JSONText, _ cells: inout [(String, String)]) {
        switch value {
        case .object(let members):
            // {"requester": {"id": 7, "name": "Ana"}}: the name is what people ask for.
            if let person = value["name"]?.scalar ?? value["displayName"]?.scalar { cells.append((name, person)) }
            for (key, inner) in members where key != "name" && key != "displayName" { flatten("\(name).\(key)", inner, &cells) }
        case .array(let elements):
            let scalars = elements.compactMap(\.scalar)
            if scalars.count == elements.count {
                cells.append((name, scalars.joined(separator: ", ")))
            } else {
                for (index, inner) in elements.enumerated() { flatten("\(name).\(index)", inner, &cells) }
            }
        default: cells.append((name, value.scalar ?? ""))
        }
    }

    private static func isObject(_ value: JSONText) -> Bool { if case .object = value { true } else { false } }

    private static func escaped(_ name: String) -> String { name.replacing("~", with: "~0").replacing("/", with: "~1") }
}
