package import FeraDomain

/// What `config/fera.json5` says, with the operator's file and the environment laid over it.
package struct Configuration: Codable, Sendable {
    package var server: Server
    package var data: DataFolders
    package var access: Access
    package var limits: Limits
    package var http: HTTP
    package var transfer: TransferDefaults
    package var llm: Model
    package var slack: Slack
    package var webhook: Webhook

    /// Where the server listens and what it answers to.
    package struct Server: Codable, Sendable {
        package var host: String
        package var port: Int
        package var publicURL: String
        package var hosts: [String]
        package var webDir: String
        package var drainSeconds: Int
        package var loops: Int
        package var trustedProxies: [String]

        enum CodingKeys: String, CodingKey {
            case host, port, hosts, loops
            case trustedProxies = "trusted_proxies"
            case publicURL = "public_url"
            case webDir = "web_dir"
            case drainSeconds = "drain_seconds"
        }
    }

    /// Where the workspace and its key lie.
    package struct DataFolders: Codable, Sendable {
        package var dir: String
        package var keysDir: String

        enum CodingKeys: String, CodingKey {
            case dir
            case keysDir = "keys_dir"
        }
    }

    /// How long sessions, links and tokens live.
    package struct Access: Codable, Sendable {
        package var sessionHours: Int
        package var linkHours: Int
        package var tokenDays: Int

        enum CodingKeys: String, CodingKey {
            case sessionHours = "session_hours"
            case linkHours = "link_hours"
            case tokenDays = "token_days"
        }
    }

    /// What one request, message, person, address and server may hold; a 0 of those that count over time or by address is no limit.
    package struct Limits: Codable, Sendable {
        package var uploadMegabytes: Int
        package var messageKilobytes: Int
        package var openConversations: Int
        package var conversationsPerPerson: Int
        package var requestsPerPerson: Int
        package var openConnections: Int
        package var unfinishedMegabytes: Int
        package var connectionsPerAddress: Int
        package var newConnectionsPerAddress: Int
        package var requestsPerAddress: Int
        package var framesPerSecond: Int
        package var exemptAddresses: [String]

        enum CodingKeys: String, CodingKey {
            case uploadMegabytes = "upload_megabytes"
            case messageKilobytes = "message_kilobytes"
            case openConversations = "open_conversations"
            case conversationsPerPerson = "conversations_per_person"
            case requestsPerPerson = "requests_per_person"
            case openConnections = "open_connections"
            case unfinishedMegabytes = "unfinished_megabytes"
            case connectionsPerAddress = "connections_per_address"
            case newConnectionsPerAddress = "new_connections_per_address"
            case requestsPerAddress = "requests_per_address"
            case framesPerSecond = "frames_per_second"
            case exemptAddresses = "exempt_addresses"
        }
    }

    /// What a client may send and how long it may take for it.
    package struct HTTP: Codable, Sendable {
        package var targetKilobytes: Int
        package var headerKilobytes: Int
        package var headerFields: Int
        package var headerSeconds: Int
        package var bodyBytesPerSecond: Int
        package var idleSeconds: Int
        package var pingSeconds: Int

        enum CodingKeys: String, CodingKey {
            case targetKilobytes = "target_kilobytes"
            case headerKilobytes = "header_kilobytes"
            case headerFields = "header_fields"
            case headerSeconds = "header_seconds"
            case bodyBytesPerSecond = "body_bytes_per_second"
            case idleSeconds = "idle_seconds"
            case pingSeconds = "ping_seconds"
        }
    }

    /// What a transfer has where its opening does not say.
    package struct TransferDefaults: Codable, Sendable {
        package var language: String
        package var ownersPassDays: Int
        /// Paths of files with templates of one's own.
        package var templates: [String]

        enum CodingKeys: String, CodingKey {
            case language, templates
            case ownersPassDays = "owners_pass_days"
        }
    }

    /// The model backend; off by default.
    package struct Model: Codable, Sendable {
        package var enabled: Bool
        package var baseURL: String
        package var model: String
        package var keyEnv: String
        package var keyFile: String
        package var onThisHost: Bool
        package var labelCeiling: Label
        package var timeoutMs: Int
        package var wordingTimeoutMs: Int
        package var maxTokens: Int

        enum CodingKeys: String, CodingKey {
            case enabled, model
            case baseURL = "base_url"
            case keyEnv = "key_env"
            case keyFile = "key_file"
            case onThisHost = "on_this_host"
            case labelCeiling = "label_ceiling"
            case timeoutMs = "timeout_ms"
            case wordingTimeoutMs = "wording_timeout_ms"
            case maxTokens = "max_tokens"
        }
    }

    /// The Slack relay; off by default.
    package struct Slack: Codable, Sendable {
        package var enabled: Bool
        package var signingSecretEnv: String
        package var botTokenEnv: String
        package var apiURL: String
        package var labelCeiling: Label

        enum CodingKeys: String, CodingKey {
            case enabled
            case signingSecretEnv = "signing_secret_env"
            case botTokenEnv = "bot_token_env"
            case apiURL = "api_url"
            case labelCeiling = "label_ceiling"
        }
    }

    /// The generic signed webhook; off by default.
    package struct Webhook: Codable, Sendable {
        package var enabled: Bool
        package var secretEnv: String
        package var person: String
        package var labelCeiling: Label
        package var replyHosts: [String]

        enum CodingKeys: String, CodingKey {
            case enabled, person
            case secretEnv = "secret_env"
            case labelCeiling = "label_ceiling"
            case replyHosts = "reply_hosts"
        }
    }

    /// Where the signing key lies. Unless set, beside the data and not in it: a backup of the data does not hold the key.
    package var keysFolder: String {
        if !data.keysDir.isEmpty { return data.keysDir }
        return (data.dir.hasSuffix("/") ? String(data.dir.dropLast()) : data.dir) + ".keys"
    }

    /// Where people reach the server, without a slash at the end.
    package func publicAddress(port: Int) -> String {
        if !server.publicURL.isEmpty { return server.publicURL.hasSuffix("/") ? String(server.publicURL.dropLast()) : server.publicURL }
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        return "http://\(host):\(port)"
    }
}
