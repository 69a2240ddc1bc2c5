import Dispatch
import Glibc

/// Hears when somebody asks the program to end, from the moment it is made.
final class Signals {
    private let stream: AsyncStream<Int32>
    private let sources: [any DispatchSourceSignal]

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.stream = stream
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
    }

    /// Returns at the first SIGTERM or SIGINT since `init`; a second SIGINT ends the program at once.
    func ended() async {
        for await _ in stream { break }
        for source in sources { source.cancel() }
        // Who is impatient presses Ctrl-C again.
        signal(SIGINT, SIG_DFL)
    }
}
