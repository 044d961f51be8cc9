internal import TonewheelDSP
internal import TonewheelRealtime

/// The application of stamps, which carry the front's decisions, in a worker. `[render]`
extension Graph {
    /// Applies a stamp, before `beginBlock`. The stamps of packets are in the order in which the packets were
    /// enqueued. Invalid stamps are ignored.
    ///
    /// - Returns: false if the stamp's packet has not been enqueued yet, or too many packets are scheduled. Then the
    ///   stamp must be applied again before the next block.
    @_noLocks @_noAllocation
    package mutating func take(_ stamp: GraphStamp) -> Bool {
        guard let content = stamp.content else { return true }
        switch content {
        case .packet:
            guard scheduled.count < scheduled.capacity, let packet = packets.pop() else { return false }
            packet.pointee.frame = stamp.frame
            schedule(packet)
        case .setControl(let id, let key, let value):
            // Non-finite values are discarded at the process boundary.
            if value.isFinite { _ = setControl(node: id, key, value) }
        case .begin:
            if stamp.frame >= 0 { begin(atFrame: stamp.frame) }
        case .image:
            break
        case .file(let offset, let progress):
            announce(progress, ofFileAt: offset)
        }
        return true
    }

    /// Sets the progress of the disk for the open file with its queue at an offset of the arena. A file that is not
    /// open yet is announced again.
    @_noLocks @_noAllocation
    private func announce(_ progress: FileProgress, ofFileAt offset: Int64) {
        let buffers = context.pointee.buffers
        for index in 0..<buffers.count {
            if let end = buffers.file(at: index).end, end.pointee.arenaOffset == offset {
                end.pointee.announce(progress)
            }
        }
    }
}
