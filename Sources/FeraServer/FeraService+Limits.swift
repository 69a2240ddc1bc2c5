import FeraApp
import FeraHTTP

extension FeraService {
    /// What the configuration says a peer may do; what it does not name stays as the layer has it.
    static func limits(_ configuration: FeraApp.Configuration) -> FeraHTTP.Limits {
        let http = configuration.http, set = configuration.limits
        var limits = FeraHTTP.Limits()
        limits.targetBytes = max(1, http.targetKilobytes) << 10
        // A request line that is allowed has to fit into the block.
        limits.headBytes = max(limits.targetBytes + 1024, max(1, http.headerKilobytes) << 10)
        limits.headFields = max(1, http.headerFields)
        limits.headTime = .seconds(max(1, http.headerSeconds))
        limits.bodyFloor = max(1, http.bodyBytesPerSecond)
        limits.idleTime = .seconds(max(1, http.idleSeconds))
        limits.pingInterval = .seconds(max(1, http.pingSeconds))
        // What the store, clones and outbound connections open comes out of the same number.
        limits.connections = max(16, min(set.openConnections, OpenFiles.limit - 256))
        limits.unfinishedBytes = max(1, set.unfinishedMegabytes) << 20
        limits.connectionsPerAddress = set.connectionsPerAddress
        limits.newConnectionsPerAddress = set.newConnectionsPerAddress
        limits.requestsPerAddress = set.requestsPerAddress
        limits.framesPerSecond = set.framesPerSecond
        limits.exemptAddresses = Set(set.exemptAddresses)
        limits.trustedProxies = Set(configuration.server.trustedProxies)
        return limits
    }
}
