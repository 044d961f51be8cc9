internal import TonewheelDSP
internal import TonewheelRealtime

/// The checksum of a graph's state, by which a front compares two workers. `[render]`
extension Graph {
    /// Returns a checksum of the state between two blocks: the tree, all controls and unit states, and the buses. Of
    /// the units' memory and of buffers, which may be large, it contains a window that moves with the block number.
    @_noLocks @_noAllocation
    package func stateChecksum() -> UInt64 {
        var writer = ImageWriter(checksumWindow: blockNumber / Self.checksumInterval)
        writeImage(to: &writer)
        for index in 0..<context.pointee.buffers.count {
            let buffer = context.pointee.buffers[index]
            if buffer.sampleCount == 0 { continue }
            writer.writeMemory(buffer.samples, byteCount: buffer.sampleCount &* MemoryLayout<Float>.stride)
        }
        return writer.checksum
    }

    /// The number of blocks from one checksum to the next.
    package static var checksumInterval: Int64 { @_noLocks @_noAllocation get { 100 } }
}
