import Foundation

/// When a failed call is made again, and after how long: twice at most, 0.5 s doubled up to 8 s, less up to a quarter by
/// chance; a wait the service asks for comes first, and one over its limit ends the attempts (the habits of OpenAI's own client).
struct RetryPolicy: Sendable, Equatable {
    var retries = 2
    var longestAskedWait: Duration = .seconds(120)

    /// Whether a response with this status may be tried again.
    static func isPassing(status: Int, code: ChatError.Code, shouldRetry: String?) -> Bool {
        switch shouldRetry?.lowercased() {
        case "true": return true
        case "false": return false
        default: break
        }
        if code == .noCredit || code == .contentFiltered { return false }
        return [408, 409, 429].contains(status) || status >= 500
    }

    /// The wait before attempt `attempt` (1 is the first repetition), or nil to give up.
    /// - Parameters:
    ///   - header: looks a response header up, any case.
    ///   - chance: 0 ..< 1.
    func delay(attempt: Int, header: (String) -> String?, now: Date, chance: Double) -> Duration? {
        guard attempt <= retries else { return nil }
        if let asked = Self.askedWait(header, now: now) { return asked <= longestAskedWait ? asked : nil }
        let base = min(8, 0.5 * pow(2, Double(attempt - 1)))
        return .seconds(base * (1 - 0.25 * chance))
    }

    /// `retry-after-ms`, else `retry-after` in seconds or as a date; nil when neither can be read or the wait is already over.
    static func askedWait(_ header: (String) -> String?, now: Date) -> Duration? {
        if let text = header("retry-after-ms"), let value = Double(text), value.isFinite, value > 0 { return .milliseconds(min(value, 1e9)) }
        guard let text = header("retry-after") else { return nil }
        let seconds = Double(text) ?? (try? Date(text, strategy: httpDate))?.timeIntervalSince(now)
        guard let seconds, seconds.isFinite, seconds > 0 else { return nil }
        return .seconds(min(seconds, 1e6))
    }

    /// RFC 9110 §5.6.7, IMF-fixdate.
    private static let httpDate = Date.ParseStrategy(
        format: """
            \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) GMT
            """,
        locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt)
}
