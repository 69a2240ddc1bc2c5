import FeraDomain
import Foundation
import Testing

/// The catalogue says what is wrong with it, and where.
@Suite struct CatalogueTests {
    static func file(_ name: String) throws -> Data {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try Data(contentsOf: root.appending(path: "config/\(name)"))
    }

    static func shipped() throws -> Catalogue { try Catalogue(fields: file("fields.json5"), questions: file("questions.json5")) }

    @Test func theShippedFilesHaveTheirFieldsAndQuestions() throws {
        let catalogue = try Self.shipped()
        #expect(catalogue.fields.count == 65)
        #expect(catalogue.questions.count == 59)
        #expect(catalogue.questions.count { $0.scope == .owner } == 4)
        #expect(catalogue.fields.count(where: \.recordMayAnswer) == 15)
        #expect(catalogue.field(Field.ID("im.access"))?.label == .security)
        #expect(catalogue.field(Field.ID("co.price_story"))?.routes == [.regulated])
        #expect(catalogue.field(Field.ID("re.champion"))?.label == .internal)
        #expect(catalogue.question(catalogue.closing) != nil)
        // Every field but those asked by name is the main thing of some question of the bank, or has its own.
        #expect(catalogue.fields.allSatisfy { $0.question.hasSuffix("?") || $0.question.hasSuffix(".") })
    }

    @Test func noTwoQuestionsAreTheSame() throws {
        let catalogue = try Self.shipped()
        let texts = catalogue.questions.map(\.text) + catalogue.fields.map(\.question)
        #expect(Set(texts).count == texts.count)
        #expect(Set(catalogue.fields.map(\.title)).count == 65)
    }

    @Test(arguments: [
        ("weight: 6", "weight: 60", "weight 60 is not in 1…10"), ("id: \"st.milestones\"", "id: \"st.origin_goal\"", "stands there twice"),
        ("id: \"st.pivots\", chapter: \"st\"", "id: \"st.pivots\", chapter: \"re\"", "does not begin with its chapter"),
        ("kind: \"fact\"", "kind: \"rumour\"", "rumour"), ("aspects: [\"W\"]", "aspects: []", "one or more aspects"),
        ("weight: 6,", "", "'weight' is missing"),
    ])
    func aMistakeInAFieldIsNamed(_ right: String, _ wrong: String, _ message: String) throws {
        var text = String(decoding: try Self.file("fields.json5"), as: UTF8.self)
        let range = try #require(text.range(of: right))
        text.replaceSubrange(range, with: wrong)
        let error = try #require(throws: CatalogueError.self) { try Catalogue(fields: Data(text.utf8), questions: Self.file("questions.json5")) }
        #expect(error.file == "fields.json5")
        #expect(error.description.contains(message), "\(error)")
        #expect(!error.entry.isEmpty)
    }

    @Test(arguments: [
        ("re.renewal_decider", "re.nobody", "'re.nobody', which is no field"), ("closing: \"cl01\"", "closing: \"cl99\"", "not in the bank"),
        ("burden: 1.0", "burden: 9", "burden 9.0"),
    ])
    func aMistakeInAQuestionIsNamed(_ right: String, _ wrong: String, _ message: String) throws {
        var text = String(decoding: try Self.file("questions.json5"), as: UTF8.self)
        let range = try #require(text.range(of: right))
        text.replaceSubrange(range, with: wrong)
        let error = try #require(throws: CatalogueError.self) { try Catalogue(fields: Self.file("fields.json5"), questions: Data(text.utf8)) }
        #expect(error.description.contains(message), "\(error)")
    }

    @Test func textThatIsNoJSONIsToldSo() throws {
        let error = try #require(throws: CatalogueError.self) { try Catalogue(fields: Data("{".utf8), questions: Data()) }
        #expect(error.file == "fields.json5")
    }
}
