import FeraApp
import FeraHTTP

extension FeraService {
    /// What the operator set for single requests and sockets. A limit of nothing would let nobody in, so each is at least one.
    static func lay(_ set: FeraApp.Configuration.HTTP, over limits: inout FeraHTTP.Limits) {
        limits.targetBytes = max(1, set.targetKilobytes) << 10
        // A request line that is allowed has to fit into the block.
        limits.headBytes = max(limits.targetBytes + 1024, max(1, set.headerKilobytes) << 10)
        limits.headFields = max(1, set.headerFields)
        limits.headTime = .seconds(max(1, set.headerSeconds))
        limits.bodyFloor = max(1, set.bodyBytesPerSecond)
        limits.idleTime = .seconds(max(1, set.idleSeconds))
        limits.pingInterval = .seconds(max(1, set.pingSeconds))
    }
}
