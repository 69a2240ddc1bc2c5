import CEpoll
import Glibc

/// Numeric addresses to and from the kernel's form.
enum SocketAddress {
    /// The address without its port, e.g. `127.0.0.1` or `::1`.
    static func text(_ address: inout sockaddr_storage, _ length: socklen_t) -> String {
        var host = [CChar](repeating: 0, count: 64)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getnameinfo($0, length, &host, 64, nil, 0, NI_NUMERICHOST) }
        }
        return status == 0 ? String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
    }

    /// Sockets that listen on one port, one for each loop, and that port; the kernel deals connections out among them by their addresses.
    ///
    /// The first binds alone, so that a port which anybody listens on is refused, even where that program would share it. Only then does
    /// it share (SO_REUSEPORT): the kernel lets nobody join but sockets of the same effective user, in this network namespace. A port of
    /// 0 takes one that no socket at all is bound to.
    static func listen(host: String, port: UInt16, count: Int) throws(ServerError) -> (descriptors: [Int32], port: UInt16) {
        var descriptors: [Int32] = []
        var port = port
        do {
            while descriptors.count < max(1, count) {
                let descriptor: Int32
                (descriptor, port) = try bound(host: host, port: port, joining: !descriptors.isEmpty, shared: count > 1)
                descriptors.append(descriptor)
            }
            return (descriptors, port)
        } catch {
            for descriptor in descriptors { close(descriptor) }
            throw error
        }
    }

    private static func bound(host: String, port: UInt16, joining: Bool, shared: Bool) throws(ServerError) -> (descriptor: Int32, port: UInt16) {
        var hints = addrinfo(), found: UnsafeMutablePointer<addrinfo>?
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
            throw ServerError(
                code: "address",
                description: "\"\(host)\" is no address of this machine. Use 127.0.0.1, ::1 or the address of one of its networks.")
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(found.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ServerError.system("make a socket") }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        func share() { setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, socklen_t(MemoryLayout<Int32>.size)) }
        if joining { share() }
        var isBound = bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0
        if isBound {
            if shared { share() }
            isBound = Glibc.listen(descriptor, 4096) == 0
        }
        guard isBound else {
            let error = ServerError.system("listen on \(host):\(port); choose another --port if it is taken")
            close(descriptor)
            throw error
        }
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
            // The port stands at the same place in the IPv4 and the IPv6 form.
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
        }
        return (descriptor, bound)
    }
}
