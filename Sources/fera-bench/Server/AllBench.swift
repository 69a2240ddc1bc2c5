import Foundation

/// `fera-bench all`: every measurement once more, and the table for docs/benchmarks.md at the end.
func allBench(_ arguments: [String]) async throws {
    let options = Options(arguments)
    let load = loadAverage()
    var rows = try await measureStore(seconds: 2, runs: 3, writers: 64, folder: FileManager.default.temporaryDirectory.path)
    rows += try await measureServer(options)
    rows += try await measureAsks(options)
    rows += try await measureColdStart(options)
    rows += try await measureChats(options)
    print("\n\(cores) cores, medians of several runs; load average \(load) before, \(loadAverage()) after\n\n\(Row.table(rows))")
}

/// `fera-bench ask --data DIR` measures, `fera-bench ask --fit FIXTURES` tells what the judge does on interviews, with `--data DIR` it fits.
func askCommand(_ arguments: [String]) async throws {
    let options = Options(arguments)
    if let folder = options["fit"] {
        guard let data = options["data"] else { return try askFit(fixture: folder) }
        return try AskTraining(data: data, fixtures: folder).run()
    }
    guard let folder = options["data"] else { throw BenchError("usage: ask --data DIR | ask --fit FIXTURES [--data DIR]") }
    try askBench(data: folder)
}
