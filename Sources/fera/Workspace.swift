import FeraApp
import FeraServer
import Foundation

/// The configuration with what the command line lays over it.
enum Workspace {
    /// Flags that every command with a workspace takes.
    static let dataFlag = CommandSpec.Flag(name: "data", placeholder: "DIR", help: "the data folder (configuration: data.dir)")
    static let configFlag = CommandSpec.Flag(name: "config", placeholder: "FILE", help: "a JSON5 file over the defaults of config/fera.json5")

    /// Reads the configuration; `--data`, `--host` and `--port` come last.
    static func configuration(_ arguments: Arguments, _ console: Console) throws -> LoadedConfiguration {
        var loaded = try ServerAssets.configuration(file: arguments["config"], environment: console.environment)
        if let data = arguments["data"] { loaded.lay("data.dir", data, "--data") { $0.data.dir = data } }
        if let host = arguments["host"] { loaded.lay("server.host", host, "--host") { $0.server.host = host } }
        if let port = try arguments.number("port", in: 0...65535) { loaded.lay("server.port", "\(port)", "--port") { $0.server.port = port } }
        return loaded
    }
}

extension LoadedConfiguration {
    fileprivate mutating func lay(_ key: String, _ value: String, _ origin: String, _ set: (inout Configuration) -> Void) {
        set(&configuration)
        values[key] = value
        origins[key] = origin
    }
}
