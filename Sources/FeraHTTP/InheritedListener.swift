import CEpoll
import Glibc

/// A listening TCP socket that another process made and keeps, e.g. systemd: while no server runs, connections wait in its backlog.
package struct InheritedListener: Sendable {
    /// The numeric address that it is bound to.
    package let host: String
    /// The port that it is bound to.
    package let port: UInt16
    private let descriptor: Int32

    /// Takes an open descriptor over: it blocks nobody and does not outlive an exec from now on.
    /// - Throws: `ServerError` `listener` when it is no listening stream socket of IPv4 or IPv6; then it stays as it was.
    package init(_ descriptor: Int32) throws(ServerError) {
        guard Self.option(SO_TYPE, of: descriptor) == Int32(SOCK_STREAM.rawValue), Self.option(SO_ACCEPTCONN, of: descriptor) == 1,
            [AF_INET, AF_INET6].contains(Self.option(SO_DOMAIN, of: descriptor))
        else {
            throw Self.refusal(
                "File descriptor \(descriptor), which was handed over, is no TCP socket that listens: "
                    + "let the socket unit say ListenStream=ADDRESS:PORT and Accept=no.")
        }
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
            // The port stands at the same place in the IPv4 and the IPv6 form.
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
        }
        host = SocketAddress.text(&address, length)
        // Several loops wait for one connection: who comes too late must not wait for the next.
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
    }

    /// What the manager of services hands over, after sd_listen_fds(3): descriptor 3, told by LISTEN_PID and LISTEN_FDS, which are unset
    /// so that no child takes them for its own. `nil` when nothing is handed over.
    /// - Parameter process: this process's number.
    /// - Throws: `ServerError` `listener` when it is meant for another process, or is not one socket that listens.
    package static func handedOver(_ environment: [String: String], process: Int32 = getpid()) throws(ServerError) -> InheritedListener? {
        guard let said = environment["LISTEN_FDS"], let whose = environment["LISTEN_PID"] else { return nil }
        for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) }
        guard Int32(whose) == process else {
            throw refusal(
                "LISTEN_PID names process \(whose) and this is process \(process): the socket is another's. "
                    + "Unset LISTEN_PID and LISTEN_FDS, or let the manager of services start this program itself (exec in a script).")
        }
        guard let count = Int(said), count >= 0 else { throw refusal("LISTEN_FDS is '\(said)' and should be a number.") }
        guard count <= 1 else { throw refusal("\(count) sockets were handed over: keep one ListenStream= in the socket unit.") }
        return count == 0 ? nil : try InheritedListener(3)
    }

    /// The descriptor once for each loop; the first is the one taken over.
    func descriptors(_ count: Int) throws(ServerError) -> [Int32] {
        var descriptors = [descriptor]
        while descriptors.count < count {
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else {
                let error = ServerError.system("copy the socket that was handed over")
                for descriptor in descriptors { close(descriptor) }
                throw error
            }
            descriptors.append(copy)
        }
        return descriptors
    }

    private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
        var value: Int32 = 0, length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
    }

    private static func refusal(_ description: String) -> ServerError { ServerError(code: "listener", description: description) }
}
