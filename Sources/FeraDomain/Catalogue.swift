package import Foundation

/// What can be asked and known: the fields and the bank of questions, read from `config/fields.json5` and
/// `config/questions.json5` and held against each other.
package struct Catalogue: Hashable, Sendable {
    /// In the order of the file, which is the order on paper.
    package let fields: [Field]
    package let questions: [Question]
    /// The question that ends an interview.
    package let closing: Question.ID
    private let fieldIndex: [Field.ID: Int]
    private let questionIndex: [Question.ID: Int]

    /// Reads both files, JSON5.
    /// - Parameters:
    ///   - fields: the bytes of `fields.json5`.
    ///   - questions: the bytes of `questions.json5`.
    /// - Throws: `CatalogueError` that names the file, the entry and what is wrong with it.
    package init(fields: Data, questions: Data) throws(CatalogueError) {
        let fieldFile: FieldFile = try Self.decode(fields, "fields.json5")
        let questionFile: QuestionFile = try Self.decode(questions, "questions.json5")
        try self.init(fields: fieldFile.fields, questions: questionFile.questions, closing: questionFile.closing)
    }

    /// Holds the entries against each other.
    /// - Throws: `CatalogueError` that names the entry and what is wrong with it.
    package init(fields: [Field], questions: [Question], closing: Question.ID) throws(CatalogueError) {
        var fieldIndex: [Field.ID: Int] = [:]
        for (index, field) in fields.enumerated() {
            guard fieldIndex.updateValue(index, forKey: field.id) == nil else { throw CatalogueError("fields.json5", field.id.rawValue, "stands there twice") }
            try Self.check(field)
        }
        var questionIndex: [Question.ID: Int] = [:]
        for (index, question) in questions.enumerated() {
            guard questionIndex.updateValue(index, forKey: question.id) == nil else {
                throw CatalogueError("questions.json5", question.id.rawValue, "stands there twice")
            }
            try Self.check(question, fields: fieldIndex)
        }
        guard questionIndex[closing] != nil else { throw CatalogueError("questions.json5", closing.rawValue, "is the closing question but not in the bank") }
        self.fields = fields
        self.questions = questions
        self.closing = closing
        self.fieldIndex = fieldIndex
        self.questionIndex = questionIndex
    }

    /// The field of that name, `nil` where the catalogue has none.
    package func field(_ id: Field.ID) -> Field? { fieldIndex[id].map { fields[$0] } }

    /// Where the field stands in `fields`.
    package func index(of id: Field.ID) -> Int? { fieldIndex[id] }

    /// The question of that name, `nil` where the bank has none.
    package func question(_ id: Question.ID) -> Question? { questionIndex[id].map { questions[$0] } }

    /// The most words that a question may have.
    package static let longestQuestion = 30

    private static func check(_ field: Field) throws(CatalogueError) {
        func wrong(_ what: String) -> CatalogueError { CatalogueError("fields.json5", field.id.rawValue, what) }
        guard field.id.rawValue.hasPrefix(field.chapter.rawValue + ".") else {
            throw wrong("its id does not begin with its chapter '\(field.chapter.rawValue).'")
        }
        guard (1...10).contains(field.weight) else { throw wrong("weight \(field.weight) is not in 1…10") }
        guard !field.title.isEmpty else { throw wrong("has no title") }
        guard !field.aspects.isEmpty, Set(field.aspects).count == field.aspects.count else { throw wrong("needs one or more aspects, each once") }
        guard !field.cues.isEmpty, field.cues.allSatisfy({ $0.utf8.count >= 2 }) else { throw wrong("needs cues of at least two letters") }
        guard field.label != .private else { throw wrong("the label 'private' is the owner's own and cannot belong to a field") }
        guard field.expiresAfterDays.map({ $0 > 0 }) ?? true else { throw wrong("expires_after_days must be above 0") }
        try check(field.question, wrong)
    }

    private static func check(_ question: Question, fields: [Field.ID: Int]) throws(CatalogueError) {
        func wrong(_ what: String) -> CatalogueError { CatalogueError("questions.json5", question.id.rawValue, what) }
        guard !question.elicits.isEmpty else { throw wrong("elicits no field") }
        for (field, likelihood) in question.elicits {
            guard fields[field] != nil else { throw wrong("elicits '\(field)', which is no field") }
            guard likelihood > 0, likelihood <= 1 else { throw wrong("elicits '\(field)' with \(likelihood), which is not above 0 and at most 1") }
        }
        guard question.burden > 0, question.burden <= 3 else { throw wrong("burden \(question.burden) is not above 0 and at most 3") }
        guard !question.tiers.isEmpty else { throw wrong("is asked in no tier") }
        try check(question.text, wrong)
    }

    private static func check(_ text: String, _ wrong: (String) -> CatalogueError) throws(CatalogueError) {
        let words = text.split(whereSeparator: \.isWhitespace).count
        guard words >= 3, words <= longestQuestion else { throw wrong("the question has \(words) words; 3 to \(longestQuestion) are right") }
    }

    private static func decode<File: Decodable>(_ data: Data, _ name: String) throws(CatalogueError) -> File {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            return try decoder.decode(File.self, from: data)
        } catch let error as DecodingError {
            throw CatalogueError(name, error)
        } catch {
            throw CatalogueError(name, "", "cannot be read: \(error)")
        }
    }

    private struct FieldFile: Decodable {
        var fields: [Field]
    }

    private struct QuestionFile: Decodable {
        var closing: Question.ID
        var questions: [Question]
    }
}

/// A file of `config/` that cannot be used.
package struct CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name without folders.
    package var file: String
    /// The entry's id or its place; empty where the whole file is meant.
    package var entry: String
    package var what: String

    /// A mistake in a file of `config/`.
    package init(_ file: String, _ entry: String, _ what: String) {
        self.file = file
        self.entry = entry
        self.what = what
    }

    /// A decoding error, with the place as `fields[3].weight`.
    package init(_ file: String, _ error: DecodingError) {
        let (context, what): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "'\(key.stringValue)' is missing")
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): (context, context.debugDescription)
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "\(error)")
            }
        let place = context.codingPath.reduce(into: "") { path, key in path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? "" : ".") + key.stringValue }
        self.init(file, place, what)
    }

    package var description: String { "config/\(file)\(entry.isEmpty ? "" : ": \(entry)") \(what)" }
}

extension Tier: CodingKeyRepresentable {}
