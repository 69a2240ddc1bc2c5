import FeraApp
import FeraCurl
import FeraLLM
import Foundation

/// Secrets of the environment, read once at the start and given only to who uses them.
package struct Secrets: Sendable {
    private let environment: [String: String]

    package init(environment: [String: String] = [:]) { self.environment = environment }

    /// A variable's value; `nil` when it is unset or empty.
    package func value(_ name: String) -> String? {
        guard !name.isEmpty, let value = environment[name], !value.isEmpty else { return nil }
        return value
    }
}

/// Makes the model backend that the configuration names.
enum ModelSetup {
    static func backend(_ settings: Configuration.Model, secrets: Secrets) throws -> ChatBackend? {
        guard settings.enabled else { return nil }
        guard !settings.baseURL.isEmpty, !settings.model.isEmpty else {
            throw ConfigurationError("llm.enabled is true: set llm.base_url and llm.model, or turn it off")
        }
        var key: Secret?
        if !settings.keyFile.isEmpty {
            guard let text = try? String(contentsOfFile: settings.keyFile, encoding: .utf8) else {
                throw ConfigurationError("llm.key_file: \(settings.keyFile) cannot be read")
            }
            key = Secret(text.trimmingCharacters(in: .whitespacesAndNewlines))
        } else if !settings.keyEnv.isEmpty {
            guard let text = secrets.value(settings.keyEnv) else { throw ConfigurationError("llm.key_env: the variable \(settings.keyEnv) is not set") }
            key = Secret(text)
        }
        var limits = TransferLimits()
        limits.total = .milliseconds(settings.timeoutMs)
        return ChatBackend(
            .init(
                name: "llm", baseURL: settings.baseURL, model: settings.model, key: key, labelCeiling: settings.labelCeiling, isOnThisHost: settings.onThisHost,
                allowsPlainHTTP: settings.onThisHost, limits: limits, maxTokens: settings.maxTokens), client: try OutboundClient())
    }
}
