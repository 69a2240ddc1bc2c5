import CCurl
import Foundation
import Synchronization

/// The thread that owns the multi handle. Others put commands in its inbox and wake it; every other call to libcurl is its own.
final class TransferLoop: Sendable {
    enum Command { case add(Exchange), cancel(Exchange), resume(Exchange), stop }

    /// libcurl's multi handle. Owned by the loop's thread; of its calls only `curl_multi_wakeup` may come from elsewhere,
    /// and that one is made under the inbox's lock while the handle lives.
    private struct Multi: @unchecked Sendable { let raw: UnsafeMutableRawPointer }

    private struct Inbox {
        var commands: [Command] = []
        /// Nil once the thread has let the handle go.
        var multi: Multi?
    }

    private let inbox: Mutex<Inbox>

    private static let libraryIsReady = fera_curl_init() == CURLE_OK

    init() throws(TransferError) {
        guard Self.libraryIsReady, let raw = curl_multi_init() else { throw TransferError(.failed, nil, detail: "libcurl could not be set up") }
        let multi = Multi(raw: raw)
        _ = fera_curl_multi_set_long(raw, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = fera_curl_multi_set_long(raw, CURLMOPT_MAXCONNECTS, 64)
        inbox = Mutex(Inbox(multi: multi))
        let thread = Thread { self.run(multi.raw) }
        thread.name = "fera.curl"
        thread.start()
    }

    /// Hands a command over. After the end nothing is left to cancel or resume, and a new transfer is refused.
    func send(_ command: Command) {
        let taken = inbox.withLock { inbox in
            guard let multi = inbox.multi else { return false }
            // A wake-up is needed only for the first command: the thread takes them all at once.
            if inbox.commands.isEmpty { curl_multi_wakeup(multi.raw) }
            inbox.commands.append(command)
            return true
        }
        if !taken, case .add(let exchange) = command { exchange.finish(TransferError(.clientClosed, exchange.parts.origin)) }
    }

    private func run(_ multi: UnsafeMutableRawPointer) {
        Self.blockBrokenPipeSignal()
        var handles: [ObjectIdentifier: TransferHandle] = [:]
        while true {
            let commands = inbox.withLock { inbox in
                let commands = inbox.commands
                inbox.commands = []
                return commands
            }
            for command in commands {
                if case .stop = command { return close(multi, handles) }
                apply(command, multi, &handles)
            }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishDone(multi, &handles)
            curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
    }

    private func apply(_ command: Command, _ multi: UnsafeMutableRawPointer, _ handles: inout [ObjectIdentifier: TransferHandle]) {
        switch command {
        case .add(let exchange):
            do throws(TransferError) {
                let handle = try TransferHandle(exchange)
                guard curl_multi_add_handle(multi, handle.easy) == CURLM_OK else { throw TransferError(.failed, exchange.parts.origin) }
                handles[ObjectIdentifier(exchange)] = handle
            } catch {
                exchange.finish(error)
            }
        case .cancel(let exchange):
            remove(exchange, multi, &handles)
            exchange.finish(CancellationError())
        case .resume(let exchange):
            guard let handle = handles[ObjectIdentifier(exchange)] else { return }
            let result = curl_easy_pause(handle.easy, CURLPAUSE_CONT)
            // Bytes kept by libcurl are delivered inside this call; when they are refused, no message follows.
            if result != CURLE_OK {
                let error = handle.error(for: result)
                remove(exchange, multi, &handles)
                exchange.finish(error)
            }
        case .stop: break
        }
    }

    private func finishDone(_ multi: UnsafeMutableRawPointer, _ handles: inout [ObjectIdentifier: TransferHandle]) {
        var result = CURLE_OK
        while let easy = fera_curl_next_done(multi, &result) {
            var context: UnsafeMutableRawPointer?
            guard fera_curl_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK, let context else { continue }
            let handle = Unmanaged<TransferHandle>.fromOpaque(context).takeUnretainedValue()
            let error = result == CURLE_OK ? nil : handle.error(for: result)
            remove(handle.exchange, multi, &handles)
            handle.exchange.finish(error)
        }
    }

    /// Takes a transfer off; its connection is closed unless the response was whole. No message follows from libcurl.
    private func remove(_ exchange: Exchange, _ multi: UnsafeMutableRawPointer, _ handles: inout [ObjectIdentifier: TransferHandle]) {
        guard let handle = handles.removeValue(forKey: ObjectIdentifier(exchange)) else { return }
        curl_multi_remove_handle(multi, handle.easy)
    }

    private func close(_ multi: UnsafeMutableRawPointer, _ handles: [ObjectIdentifier: TransferHandle]) {
        let late = inbox.withLock { inbox in
            inbox.multi = nil
            let late = inbox.commands
            inbox.commands = []
            return late
        }
        for handle in handles.values {
            curl_multi_remove_handle(multi, handle.easy)
            handle.exchange.finish(TransferError(.clientClosed, handle.exchange.parts.origin))
        }
        for case .add(let exchange) in late { exchange.finish(TransferError(.clientClosed, exchange.parts.origin)) }
        curl_multi_cleanup(multi)
    }

    /// A peer that closes early must end one transfer, not the process. Only this thread writes to libcurl's sockets, so
    /// blocking the signal here is enough, and the rest of the process keeps its own handling.
    private static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
