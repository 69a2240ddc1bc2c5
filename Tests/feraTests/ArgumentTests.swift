import FeraDomain
import Testing

@testable import fera

@Suite struct ArgumentTests {
    private let spec = CommandSpec(
        name: "try", summary: "", operands: ["FILE", "[MORE]"],
        flags: [
            .init(name: "data", placeholder: "DIR", help: ""), .init(name: "json", help: ""),
            .init(name: "trust", placeholder: "KEY", help: "", isRepeated: true),
            .init(name: "out", placeholder: "OUT", help: "", short: "o"),
        ])

    @Test func flagsAndOperandsMayStandInAnyOrder() throws {
        let arguments = try Arguments(["--json", "a", "--data", "d", "--trust=1", "b", "--trust", "2", "-o", "x"], for: spec)
        #expect(arguments.operands == ["a", "b"])
        #expect(arguments["data"] == "d" && arguments.has("json") && arguments.all("trust") == ["1", "2"] && arguments["out"] == "x")
        #expect(try Arguments(["--data=a=b", "--", "--json"], for: spec)["data"] == "a=b")
        #expect(try Arguments(["--", "--json"], for: spec).operands == ["--json"])
    }

    @Test(
        arguments: [
            (["a", "--jsno"], "did you mean --json?"), (["a", "--nothing-like-it"], "there are --data"), (["a", "-x"], "there is no flag -x"),
            (["a", "--data"], "--data needs a value"), (["a", "--data", "--json"], "--data needs a value"), (["a", "--json=1"], "takes no value"),
            (["a", "--data", "1", "--data", "2"], "stands twice"), ([], "FILE is missing"), (["a", "b", "c"], "'c' is one word too many"),
        ])
    func whatMakesNoSenseIsSaid(_ words: [String], _ expected: String) {
        let error = #expect(throws: UsageError.self) { try Arguments(words, for: spec) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
        #expect(error?.command == "try")
    }

    @Test func numbersAndWordsAreChecked() throws {
        let arguments = try Arguments(["a", "--data", "70000", "--out", "xml"], for: spec)
        #expect(throws: UsageError.self) { try arguments.number("data", in: 0...65535) }
        #expect(try arguments.number("data", in: 0...70000) == 70000)
        #expect(throws: UsageError.self) { try arguments.choice("out", of: ExportFormat.self) }
        #expect(try arguments.number("trust", in: 0...1) == nil)
    }

    @Test func theNearestWordIsNearEnough() {
        #expect(Nearest.word(to: "serv", among: ["serve", "demo"]) == "serve")
        #expect(Nearest.word(to: "sevre", among: ["serve", "demo"]) == "serve")
        #expect(Nearest.word(to: "zzzzz", among: ["serve", "demo"]) == nil)
        #expect(Nearest.distance(Array("abc".utf8), Array("".utf8)) == 3)
        #expect(Nearest.distance(Array("ab".utf8), Array("ba".utf8)) == 1)
    }
}

@Suite struct CommandTests {
    @Test func commandsOfTwoWordsAreFound() throws {
        let (command, rest) = try Command.find(["clone", "verify", "f", "--json"])
        #expect(command.spec.name == "clone verify" && rest == ["f", "--json"])
        #expect(try Command.find([]).command.spec.name == "help")
        #expect(try Command.find(["--version"]).command.spec.name == "version")
        #expect(try Command.find(["clone", "verify", "--help"]).rest == ["clone", "verify"])
    }

    @Test(
        arguments: [
            (["sevre"], "did you mean fera serve?"), (["clone"], "fera clone verify, fera clone show"),
            (["clone", "verfy"], "did you mean fera clone verify?"),
            (["qqqqqq"], "fera help lists them"),
        ])
    func unknownCommandsNameTheNearest(_ words: [String], _ expected: String) {
        let error = #expect(throws: UsageError.self) { try Command.find(words) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }

    @Test func everyCommandHasAUsageThatBeginsWithItsName() {
        for command in Command.all {
            #expect(command.spec.usage.hasPrefix("fera \(command.spec.name)"))
            #expect(!command.spec.summary.isEmpty)
            #expect(Set(command.spec.flags.map(\.name)).count == command.spec.flags.count)
        }
    }

    @Test func rolesOverTheWorkspaceAreThree() throws {
        #expect(try TokenMaker.roles("manager, admin") == [.manager, .admin])
        #expect(try TokenMaker.roles(nil).isEmpty)
        #expect(throws: UsageError.self) { try TokenMaker.roles("owner") }
    }
}
