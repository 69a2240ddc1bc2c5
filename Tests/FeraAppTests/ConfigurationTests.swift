import FeraApp
import FeraDomain
import Foundation
import Testing

/// Defaults, the operator's file over them, the environment over both.
struct ConfigurationTests {
    private func load(_ file: String? = nil, _ environment: [String: String] = [:]) throws -> LoadedConfiguration {
        try Configuration.load(
            defaults: try Repository.file("config/fera.json5"), file: file.map { ("/etc/fera.json5", Data($0.utf8)) }, environment: environment)
    }

    private func complaint(_ file: String? = nil, _ environment: [String: String] = [:]) -> String {
        do {
            _ = try load(file, environment)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test func defaultsAlone() throws {
        let loaded = try load()
        #expect(loaded.configuration.server.port == 8080)
        #expect(loaded.configuration.llm.enabled == false)
        #expect(loaded.configuration.slack.labelCeiling == .open)
        #expect(loaded.origins.values.allSatisfy { $0 == "default" })
        #expect(loaded.values["server.port"] == "8080")
        #expect(Set(loaded.values.keys) == Set(loaded.origins.keys))
    }

    @Test func theFileLiesOverTheDefaultsAndTheEnvironmentOverBoth() throws {
        let file = """
            // ours
            { server: { port: 9000, hosts: ["fera.example.com"], /* behind a proxy */ public_url: 'https://fera.example.com/', },
              llm: { label_ceiling: "commercial" } }
            """
        let environment = ["FERA_SERVER_PORT": "9001", "FERA_LLM_ENABLED": "true", "FERA_WEBHOOK_REPLY_HOSTS": "a.example, b.example", "PATH": "/bin"]
        let loaded = try load(file, environment)
        #expect(loaded.configuration.server.port == 9001)
        #expect(loaded.configuration.server.hosts == ["fera.example.com"])
        #expect(loaded.configuration.llm.labelCeiling == .commercial)
        #expect(loaded.configuration.llm.enabled)
        #expect(loaded.configuration.webhook.replyHosts == ["a.example", "b.example"])
        #expect(loaded.configuration.server.drainSeconds == 10, "what nobody sets stays")
        #expect(loaded.origins["server.port"] == "environment FERA_SERVER_PORT")
        #expect(loaded.origins["server.hosts"] == "/etc/fera.json5")
        #expect(loaded.origins["server.host"] == "default")
        #expect(loaded.configuration.publicAddress(port: 9001) == "https://fera.example.com")
    }

    @Test func aKeyThatDoesNotExistIsNamed() {
        #expect(complaint("{ server: { prot: 9000 } }").contains("'server.prot'"))
        #expect(complaint("{ serve: { port: 9000 } }").contains("'serve.port'"))
        #expect(complaint("{ port: 9000 }").contains("'port'"))
        #expect(complaint("{ server: 9000 }").contains("'server'"))
        #expect(complaint("{ server: { prot: 9000 } }").contains("/etc/fera.json5"))
    }

    @Test func aVariableThatNamesNoKeyIsNotPassedOver() {
        #expect(complaint(nil, ["FERA_SERVER_PROT": "9000"]).contains("FERA_SERVER_PROT"))
        // Variables that hold secrets are named by the configuration and are no keys.
        #expect(complaint(nil, ["FERA_SLACK_SIGNING_SECRET": "x", "FERA_SLACK_BOT_TOKEN": "y", "FERA_WEBHOOK_SECRET": "z"]) == "none")
    }

    @Test func theWrongKindOfValueIsNamed() {
        #expect(complaint("{ server: { port: \"9000\" } }").contains("'server.port'"))
        #expect(complaint("{ server: { port: 90.5 } }").contains("'server.port'"))
        #expect(complaint("{ llm: { enabled: \"yes\" } }").contains("'llm.enabled'"))
        #expect(complaint("{ server: { hosts: \"one\" } }").contains("'server.hosts'"))
        #expect(complaint("{ slack: { label_ceiling: \"secret\" } }").contains("'slack.label_ceiling'"))
        #expect(complaint("{ data: { dir: null } }").contains("'data.dir'"))
        #expect(complaint(nil, ["FERA_SERVER_PORT": "eighty"]).contains("FERA_SERVER_PORT"))
        #expect(complaint(nil, ["FERA_LLM_ENABLED": "yes"]).contains("FERA_LLM_ENABLED"))
    }

    @Test func whatIsNoJSONIsSaidSo() {
        for text in ["", "{", "[1, 2]", "not json", "{ server: { port: } }", "\u{0}"] {
            #expect(complaint(text).contains("/etc/fera.json5"), "\(text): \(complaint(text))")
        }
    }

    @Test func addressesForPeople() throws {
        var configuration = try load().configuration
        #expect(configuration.publicAddress(port: 81) == "http://127.0.0.1:81")
        configuration.server.host = "::1"
        #expect(configuration.publicAddress(port: 81) == "http://[::1]:81")
    }
}
