package import FeraApp
package import FeraCurl
import FeraDomain
package import FeraHTTP

/// The relays that the configuration turns on, with their workers. Register, start; stop before the workspace is closed.
package final class RelayDesk: Sendable {
    private let slack: SlackRelay?
    private let webhook: WebhookRelay?
    private let workers: [JobWorker]

    /// Reads what the relays need; nothing runs yet.
    /// - Parameter sleep: how to wait for what is due later; tests hand in their own.
    /// - Throws: `ConfigurationError` when a relay is turned on and a secret, person or address of it is missing.
    package init(
        _ application: Application, secrets: Secrets, client: OutboundClient,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) throws {
        let configuration = application.configuration
        let relays = Relays(application)
        let directory = application.directory
        let now = application.journal.now
        var workers: [JobWorker] = []
        if configuration.slack.enabled {
            let settings = configuration.slack
            let signing = RelaySecret(text: try Self.secret(settings.signingSecretEnv, "slack.signing_secret_env", secrets))
            let token = RelaySecret(text: try Self.secret(settings.botTokenEnv, "slack.bot_token_env", secrets))
            guard let api = ReplyAddress(settings.apiURL), api.isHTTPS || api.isLoopback else {
                throw ConfigurationError("slack.api_url: give an https address (http only for this machine), not '\(settings.apiURL)'")
            }
            let page = configuration.server.publicURL
            let delivery = SlackDelivery(directory: directory, relays: relays, settings: settings, botToken: token, page: page, client: client)
            let worker = JobWorker(application, relay: SlackRelay.name, sleep: sleep) { await delivery.attempt($0, $1) }
            workers.append(worker)
            slack = SlackRelay(
                directory: directory, relays: relays, settings: settings, signingSecret: signing, page: page, now: now, wake: { worker.wake() })
        } else {
            slack = nil
        }
        if configuration.webhook.enabled {
            let settings = configuration.webhook
            guard let secret = RelaySecret(standardWebhooks: try Self.secret(settings.secretEnv, "webhook.secret_env", secrets)) else {
                throw ConfigurationError("webhook.secret_env: \(settings.secretEnv) must hold 'whsec_' and base64 of at least 24 random bytes")
            }
            guard let person = Person.ID(rawValue: settings.person) else {
                throw ConfigurationError("webhook.person: write the id of the person that the webhook acts for")
            }
            var relay = WebhookRelay(relays: relays, settings: settings, person: person, secret: secret, client: client, now: now)
            let worker = JobWorker(application, relay: WebhookRelay.name, sleep: sleep, work: relay.attempt)
            relay.wake = { worker.wake() }
            workers.append(worker)
            webhook = relay
        } else {
            webhook = nil
        }
        self.workers = workers
    }

    private static func secret(_ variable: String, _ key: String, _ secrets: Secrets) throws -> String {
        guard let value = secrets.value(variable) else { throw ConfigurationError("\(key): the variable \(variable) is not set") }
        return value
    }

    /// Adds the routes of the relays that are turned on. They carry their own signatures: no session, no CSRF, no Origin.
    package func register(on router: inout Router) {
        slack?.register(on: &router)
        webhook?.register(on: &router)
    }

    /// Begins to answer; what a former process has left is taken up.
    package func start() {
        for worker in workers { worker.start() }
    }

    /// Says that time has passed; for tests with a clock of their own.
    package func wake() {
        for worker in workers { worker.wake() }
    }

    /// Ends; attempts under way are made again at the next start.
    package func stop() async {
        for worker in workers { await worker.stop() }
    }
}
