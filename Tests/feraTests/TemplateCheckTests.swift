import FeraTestSupport
import Foundation
import Testing

@testable import fera

/// `fera template check`.
@Suite struct TemplateCheckTests {
    private func run(_ words: [String]) async throws -> Int32 {
        let (command, rest) = try Command.find(["template", "check"] + words)
        return try await command.run(try Arguments(rest, for: command.spec), Console(environment: [:]))
    }

    @Test func rightFilesGiveZeroAndOneWrongAmongThemOne() async throws {
        let folder = try TemporaryFolder()
        let right = try folder.write("right.json5", "{ templates: [{ id: 'a', title: 'A', description: 'D' }] }")
        let wrong = try folder.write("wrong.json5", "{ templates: [{ id: 'a', title: 'A', description: 'D',\n fields: { 'st.nothing': 1 } }] }")
        #expect(try await run([right]) == 0)
        #expect(try await run([right, right, wrong]) == 1)
        #expect(try await run([folder.file("nowhere.json5")]) == 1)
        #expect(throws: UsageError.self) { try Arguments([], for: Command.templateCheck.spec) }
    }
}
