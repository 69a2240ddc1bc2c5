import Foundation

/// The natural logarithm, named once so that the rest of the room needs no Foundation.
enum Logarithm {
    static func natural(_ value: Double) -> Double { log(value) }
    static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
}
