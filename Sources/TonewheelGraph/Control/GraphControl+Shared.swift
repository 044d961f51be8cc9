internal import TonewheelDSP
internal import TonewheelRealtime

/// What a graph shares with those of other processes. `[control]`, any thread
extension GraphControl {
    /// Whether a worker renders for this graph.
    package var isShadow: Bool { link.isShadow }

    /// Takes zeroed memory for a buffer of this graph: in its arena, if it has one.
    ///
    /// - Returns: nil if that is more than a buffer may have, or than is left in the arena.
    package func makeBuffer(
        frameCount: Int, channelCount: Int, sampleRate: Double
    ) -> UnsafeMutablePointer<BufferMemory>? {
        BufferMemory.make(frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate, in: arena)
    }

    /// Where the buffers lay that this graph, a worker's, no longer uses since the last call: for the front to release them.
    package func takeUnmappedOffsets() -> [Int64] {
        arena?.takeUnmapped() ?? []
    }

    /// Gives control buses that the worker shares the values that commands have set and no worker has come to. Without a `BusMirror`
    /// it does nothing.
    ///
    /// On the thread that applies packets, when a worker has ended and before the next one begins.
    package func restoreSharedBuses() {
        guard let mirror = graph.pointee.mirror else { return }
        let buses = graph.pointee.context.pointee.controlBuses
        mirror.restore { buses[$0] }
    }
}
