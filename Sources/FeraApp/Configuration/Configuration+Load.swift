package import Foundation

/// The configuration and where each value came from.
package struct LoadedConfiguration: Sendable {
    package var configuration: Configuration
    /// Dotted key → "default", the file's path, or "environment FERA_…". Values of secrets are never among the keys.
    package var origins: [String: String]
    /// Dotted key → the value as text.
    package var values: [String: String]
}

/// The configuration cannot be used: which key, from where, and what to write instead.
package struct ConfigurationError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    init(description: String) { self.description = description }
}

extension Configuration {
    /// Lays `file` over the defaults and `environment` over both.
    /// - Parameters:
    ///   - defaults: the bytes of `config/fera.json5`.
    ///   - file: the operator's file, its path for messages.
    ///   - environment: variables; `FERA_SERVER_PORT` sets `server.port`.
    /// - Throws: `ConfigurationError` for JSON that does not parse, a key that does not exist, or a value of the wrong kind.
    package static func load(defaults: Data, file: (path: String, bytes: Data)?, environment: [String: String]) throws -> LoadedConfiguration {
        var tree = try parse(defaults, name: "the default configuration")
        var origins = Dictionary(uniqueKeysWithValues: leaves(tree).map { ($0.key, "default") })
        if let file {
            for (key, value) in leaves(try parse(file.bytes, name: file.path)) {
                guard let old = leaves(tree)[key] else {
                    throw ConfigurationError(description: "\(file.path): there is no key '\(key)'; config/fera.json5 lists them all")
                }
                guard isLike(value, old) else {
                    throw ConfigurationError(
                        description: "\(file.path): '\(key)' does not have the kind of value it needs: \(value) stands where \(old) is the default")
                }
                set(&tree, key, value)
                origins[key] = file.path
            }
        }
        let variables = Dictionary(uniqueKeysWithValues: origins.keys.map { ("FERA_" + $0.uppercased().replacing(".", with: "_"), $0) })
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) {
            guard let key = variables[name], let old = leaves(tree)[key] else {
                if tree.keys.contains(where: { name.hasPrefix("FERA_\($0.uppercased())_") }), !secrets(tree).contains(name) {
                    throw ConfigurationError(description: "environment \(name): there is no such key; config/fera.json5 lists them all")
                }
                continue
            }
            set(&tree, key, try value(text, like: old, variable: name))
            origins[key] = "environment \(name)"
        }
        do {
            let configuration = try JSONDecoder().decode(Configuration.self, from: JSONEncoder().encode(tree))
            return LoadedConfiguration(configuration: configuration, origins: origins, values: leaves(tree).mapValues { "\($0)" })
        } catch DecodingError.typeMismatch(_, let context), DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
            DecodingError.valueNotFound(_, let context)
        {
            let key = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw ConfigurationError(
                description: "\(origins[key] ?? "the configuration"): '\(key)' does not have the kind of value it needs: \(context.debugDescription)")
        }
    }

    /// The variables that the configuration itself names: they hold secrets and are no keys.
    private static func secrets(_ tree: [String: JSONValue]) -> Set<String> {
        Set(leaves(tree).filter { $0.key.hasSuffix("_env") }.compactMap(\.value.text))
    }

    private static func parse(_ bytes: Data, name: String) throws -> [String: JSONValue] {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            return try decoder.decode([String: JSONValue].self, from: bytes)
        } catch DecodingError.dataCorrupted(let context) {
            throw ConfigurationError(description: "\(name) is not JSON5: \(context.underlyingError.map { "\($0)" } ?? context.debugDescription)")
        } catch DecodingError.typeMismatch {
            throw ConfigurationError(description: "\(name) is not an object with sections; config/fera.json5 shows one")
        }
    }

    private static func leaves(_ tree: [String: JSONValue]) -> [String: JSONValue] {
        var all: [String: JSONValue] = [:]
        for (section, value) in tree {
            if case .object(let keys) = value {
                for (key, leaf) in keys { all["\(section).\(key)"] = leaf }
            } else {
                all[section] = value
            }
        }
        return all
    }

    private static func set(_ tree: inout [String: JSONValue], _ key: String, _ value: JSONValue) {
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, case .object(var section)? = tree[parts[0]] else { return }
        section[parts[1]] = value
        tree[parts[0]] = .object(section)
    }

    /// Whether a value can stand where the other stands: of the same kind, and a number whole.
    private static func isLike(_ value: JSONValue, _ old: JSONValue) -> Bool {
        switch (value, old) {
        case (.number(let number), .number): number == number.rounded()
        case (.string, .string), (.bool, .bool): true
        case (.array(let items), .array): items.allSatisfy { $0.text != nil }
        default: false
        }
    }

    private static func value(_ text: String, like old: JSONValue, variable: String) throws -> JSONValue {
        switch old {
        case .array: return .array(text.split(separator: ",").map { .string($0.trimmingCharacters(in: .whitespaces)) })
        case .bool:
            guard ["true", "false"].contains(text) else { throw ConfigurationError(description: "environment \(variable): write true or false, not '\(text)'") }
            return .bool(text == "true")
        case .number:
            guard let number = Int(text) else { throw ConfigurationError(description: "environment \(variable): write a whole number, not '\(text)'") }
            return .number(Double(number))
        default: return .string(text)
        }
    }
}
