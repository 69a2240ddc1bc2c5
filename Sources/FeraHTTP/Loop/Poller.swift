import CEpoll
import Glibc

/// epoll, with ids instead of pointers.
struct Poller: ~Copyable {
    struct Event {
        var id: UInt64
        var readable: Bool
        var writable: Bool
        var gone: Bool
    }

    private let descriptor: Int32
    private var ids = [UInt64](repeating: 0, count: 256)
    private var flags = [UInt32](repeating: 0, count: 256)

    init() throws(ServerError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        if descriptor < 0 { throw ServerError.system("make an epoll instance") }
    }

    deinit { close(descriptor) }

    func add(_ file: Int32, id: UInt64, read: Bool, write: Bool) -> Bool {
        fera_epoll_set(descriptor, EPOLL_CTL_ADD, file, mask(read, write), id) == 0
    }

    /// A listener, which several loops may watch: a connection wakes one that sleeps, the one that has waited for its turn the longest.
    func add(listener: Int32, id: UInt64) -> Bool {
        fera_epoll_set(descriptor, EPOLL_CTL_ADD, listener, fera_epoll_in | fera_epoll_exclusive, id) == 0
    }

    func change(_ file: Int32, id: UInt64, read: Bool, write: Bool) {
        _ = fera_epoll_set(descriptor, EPOLL_CTL_MOD, file, mask(read, write), id)
    }

    func remove(_ file: Int32) { _ = fera_epoll_set(descriptor, EPOLL_CTL_DEL, file, 0, 0) }

    /// Waits for events and gives how many there are; -1 milliseconds is for ever.
    mutating func wait(milliseconds: Int32) -> Int { max(0, Int(fera_epoll_wait(descriptor, &ids, &flags, 256, milliseconds))) }

    /// An event of the last wait.
    subscript(index: Int) -> Event {
        let flag = flags[index]
        return Event(
            id: ids[index], readable: flag & fera_epoll_in != 0, writable: flag & fera_epoll_out != 0,
            gone: flag & (fera_epoll_error | fera_epoll_hangup) != 0)
    }

    private func mask(_ read: Bool, _ write: Bool) -> UInt32 { (read ? fera_epoll_in : 0) | (write ? fera_epoll_out : 0) }
}
