import Dispatch
import Glibc

/// Waits until somebody asks the program to end.
enum Signals {
    /// Returns at the first SIGTERM or SIGINT that comes after the call; a second SIGINT ends the program at once.
    static func ending() async {
        let numbers = [SIGTERM, SIGINT]
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
        for await _ in stream { break }
        for source in sources { source.cancel() }
        // Who is impatient presses Ctrl-C again.
        signal(SIGINT, SIG_DFL)
    }
}
