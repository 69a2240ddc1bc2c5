/// A value on its way into a statement. SQLite's five storage classes (https://sqlite.org/datatype3.html).
package enum SQLValue: Sendable, Equatable {
    case null
    case int(Int64)
    case double(Double)
    case text(String)
    case blob([UInt8])

    /// `null` for `nil`.
    package static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }

    /// `null` for `nil`.
    package static func int(_ value: Int64?) -> SQLValue { value.map { .int($0) } ?? .null }

    /// `null` for `nil`.
    package static func blob(_ value: [UInt8]?) -> SQLValue { value.map { .blob($0) } ?? .null }

    /// One for true, zero for false.
    package static func bool(_ value: Bool) -> SQLValue { .int(value ? 1 : 0) }
}
