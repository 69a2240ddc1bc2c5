import Foundation
import Glibc

/// What a measurement was not able to do, and what to do about it.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// `--name value` pairs of a command.
struct Options {
    private let arguments: [String]

    init(_ arguments: [String]) { self.arguments = arguments }

    subscript(_ name: String) -> String? {
        guard let index = arguments.firstIndex(of: "--" + name), index + 1 < arguments.count else { return nil }
        return arguments[index + 1]
    }

    func int(_ name: String, _ value: Int) -> Int { self[name].flatMap { Int($0) } ?? value }

    func double(_ name: String, _ value: Double) -> Double { self[name].flatMap { Double($0) } ?? value }

    func has(_ name: String) -> Bool { arguments.contains("--" + name) }
}

/// A folder that is removed when the measurement ends.
final class BenchFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/fera-bench-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    // What cannot be removed lies in the system's temporary folder, which cleans itself.
    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Seconds of the monotonic clock.
func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What a process has used so far.
struct ProcessFigures {
    /// Seconds of processor time, in steps of 10 ms.
    var cpu: Double
    /// Resident KiB that belong to this process alone and are not backed by a file.
    var residentKB: Int

    init(_ pid: Int32) throws {
        let stat = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        guard let end = stat.lastIndex(of: ")") else { throw BenchError("/proc/\(pid)/stat cannot be read") }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { throw BenchError("/proc/\(pid)/stat has another form") }
        cpu = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        residentKB = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
    }
}

func median(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }

/// The processors that this process may use.
var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

/// How many threads wanted a processor over the last minute. Above zero before a measurement, somebody else was at work.
func loadAverage() -> String { (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first.map(String.init) ?? "unknown" }

/// One line of the table that `all` prints.
struct Row: Sendable {
    var what: String
    var value: String
    var goal: String

    static func table(_ rows: [Row]) -> String {
        (["| what | measured | goal |", "|---|---|---|"] + rows.map { "| \($0.what) | \($0.value) | \($0.goal) |" }).joined(separator: "\n")
    }
}
