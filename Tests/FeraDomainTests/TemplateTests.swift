import FeraDomain
import Foundation
import Testing

/// A file of templates is read with its lines, and every mistake in it is told at once.
@Suite struct TemplateTests {
    let catalogue: Catalogue

    static func file(_ name: String) throws -> Data {
        try Data(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(
                path: "config/\(name)"))
    }

    init() throws { catalogue = try Catalogue(fields: Self.file("fields.json5"), questions: Self.file("questions.json5")) }

    private func faults(_ text: String) -> [String] {
        do {
            _ = try Template.read(Data(text.utf8), file: "own.json5", catalogue: catalogue)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func theShippedTemplatesAreRightAndTheImplementationHasItsOwnFields() throws {
        let templates = try Template.read(Self.file("templates.json5"), file: "config/templates.json5", catalogue: catalogue)
        #expect(templates.map(\.id.rawValue) == ["account-handoff", "csm-departure", "implementation-handoff"])
        let rollout = templates[2]
        func weight(_ id: String) -> Int { catalogue.field(Field.ID(id)).map { rollout.weight($0) } ?? -1 }
        for id in ["im.config", "im.fragile", "im.rejected", "im.bent", "im.workaround", "im.golive"] { #expect(weight(id) >= 8, "\(id)") }
        #expect(weight("co.price_story") == 0 && weight("re.buyer_cares") == 0 && weight("st.commit_side") == 9)
        #expect(rollout.verifiedBy == [.receiving, .support] && rollout.chapterRoutes == [.support: [.support]])
        #expect(templates[0].dependsOn[Field.ID("st.mitigation")]?.contains(Field.ID("st.churn_risk")) == true)
    }

    @Test func everyMistakeIsToldWithItsLine() {
        let found = faults(
            """
            // ours
            {
              templates: [
                {
                  id: "own", title: "Own", description: "Ours",
                  required_roles: ["owner", "king"],
                  chapters: ["st", "xx"],
                  fields: {
                    "st.churn_risk": 11,
                    "st.nothing": 3,
                    "co.value": 2.5,
                    "co.legal": "much",
                  },
                  questions: ["pb01", "zz99", "pb01"],
                  chapter_routes: { st: ["legal"], yy: [] },
                  tiers: { top: { questions: 0, hours: 1 }, huge: {} },
                  colour: "red",
                },
                { id: "own", title: "Again", description: "Twice", },
              ],
            }
            """)
        let expected = [
            (6, "required_roles: 'king' is no role"), (7, "chapters: 'xx' is no chapter"), (9, "fields.st.churn_risk is a whole number from 0 to 10, not 11"),
            (10, "fields: 'st.nothing' is no field"), (11, "fields.co.value is a whole number from 0 to 10, not 2.5"),
            (12, "fields.co.legal is a whole number from 0 to 10, not a text"), (14, "questions: 'pb01' stands there twice"),
            (14, "questions: 'zz99' is no question"), (15, "chapter_routes.st: 'legal' is no route"), (15, "chapter_routes: 'yy' is no chapter"),
            (16, "tiers.top.questions is a whole number from 1 to 1000, not 0"), (16, "tiers.top: there is no key 'hours'"), (16, "tiers: 'huge' is no tier"),
            (17, "there is no key 'colour'"), (19, "the template 'own' stands there twice; the first is on line 4"),
        ]
        #expect(found.count == expected.count, "\(found.joined(separator: "\n"))")
        for (line, what) in expected { #expect(found.contains { $0.hasPrefix("own.json5:\(line): ") && $0.contains(what) }, "line \(line): \(what)") }
        #expect(found == found.sorted { Int($0.split(separator: ":")[1])! < Int($1.split(separator: ":")[1])! })
    }

    @Test func aCycleIsToldOnceWithItsWay() {
        func depends(_ text: String) -> [String] {
            faults("{templates:[{id:\"a\",title:\"A\",description:\"D\",\ndepends_on: {\n\(text)\n}}]}")
        }
        #expect(
            depends("\"st.churn_risk\": [\"st.mitigation\"],\n\"st.mitigation\": [\"co.slip_reason\"],\n\"co.slip_reason\": [\"st.churn_risk\"]")
                == ["own.json5:3: depends_on: st.churn_risk → st.mitigation → co.slip_reason → st.churn_risk is a cycle; none of them would be asked for"])
        #expect(depends("\"st.churn_risk\": [\"st.churn_risk\"]").count == 1)
        #expect(depends("\"st.mitigation\": [\"st.churn_risk\", \"co.slip_reason\"], \"st.churn_risk\": [\"co.slip_reason\"]").isEmpty)
        #expect(depends("\"st.mitigation\": []").first?.contains("a list of one or more fields") == true)
        let lost = faults(
            "{templates:[{id:\"a\",title:\"A\",description:\"D\",fields:{\"st.churn_risk\":0},\ndepends_on:{\"st.mitigation\":[\"st.churn_risk\"]}}]}")
        #expect(lost.first?.hasPrefix("own.json5:2: ") == true && lost.first?.contains("would never be known") == true)
    }

    @Test(arguments: [
        ("{templates: [\n{id: \"a\"\n", 2, "does not end"), ("{templates: [{\nid: 'a, title: 'b'}]}", 2, "is missing behind 'id'"),
        ("{\n\n/* no end", 3, "does not end"), ("{templates: [{id: a}]}", 1, "no value"),
        ("{templates: [{id: \"a\", id: \"b\"}]}", 1, "'id' stands here twice"),
        ("[]", 1, "the file is an object"), ("{templates: []}", 1, "one or more templates"), ("{templates: [3]}", 1, "not a number"),
        ("{templates: [{id: \"a b\", title: \"T\", description: \"D\"}]}", 1, "the id 'a b' is none"), ("{} x", 1, "behind the end"),
        ("", 1, "missing at the end"),
        ("{templates: [{\nid: \"\\uD800\"}]}", 2, "four hexadecimal digits"), (String(repeating: "[", count: 100), 1, "32 deep"),
        ("{templates: [{id:'a',title:'T',description:'D',chapters:[]}]}", 1, "no field is left"),
    ])
    func whatDoesNotParseIsToldWithItsLine(_ text: String, _ line: Int, _ what: String) {
        let found = faults(text)
        #expect(found.contains { $0.hasPrefix("own.json5:\(line): ") && $0.contains(what) }, "\(found)")
    }

    @Test func noBytesMakeTheReaderStumble() throws {
        let good = Array(try Self.file("templates.json5"))
        var state: UInt64 = 42
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        for _ in 0..<300 {
            var bytes = good
            for _ in 0..<1 + draw(4) { bytes[draw(bytes.count)] = UInt8(draw(256)) }
            if draw(3) == 0 { bytes.removeSubrange(draw(bytes.count)...) }
            do {
                _ = try Template.read(Data(bytes), file: "own.json5", catalogue: catalogue)
            } catch {
                let lines = bytes.count { $0 == 10 } + 1
                #expect(!error.faults.isEmpty && error.faults.allSatisfy { (1...lines).contains($0.line) })
            }
        }
    }
}
