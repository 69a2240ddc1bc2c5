import Glibc

/// How many files and sockets this process may hold open.
package enum OpenFiles {
    /// The limit in force.
    package static var limit: Int {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Int(clamping: limit.rlim_cur) : 1024
    }

    /// Raises the soft limit to the hard one; a program does it once, at its start.
    /// - Returns: the limit then in force.
    @discardableResult
    package static func raise() -> Int {
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        return self.limit
    }
}
