internal import TonewheelDSP
internal import TonewheelRealtime

/// What the front has decided for a worker. `[render]`
extension Graph {
    /// Does what a stamp says, before `beginBlock`. The stamps of packets come in the order in which the packets were held.
    ///
    /// What says nothing that can be done is passed over.
    ///
    /// - Returns: false if the stamp's packet has not been held yet, or too many wait for their time: then the stamp is to be taken
    ///   again before the next block.
    @_noLocks @_noAllocation
    package mutating func take(_ stamp: GraphStamp) -> Bool {
        guard let content = stamp.content else { return true }
        switch content {
        case .packet:
            guard scheduled.count < scheduled.capacity, let packet = packets.pop() else { return false }
            packet.pointee.frame = stamp.frame
            schedule(packet)
        case .turn(let id, let key, let value):
            // NaN and infinities stop at the border.
            if value.isFinite { _ = setControl(node: id, key, value) }
        case .begin:
            if stamp.frame >= 0 { begin(atFrame: stamp.frame) }
        }
        return true
    }
}
