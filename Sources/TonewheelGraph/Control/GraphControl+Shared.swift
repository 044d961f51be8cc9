internal import TonewheelDSP
internal import TonewheelRealtime

/// Memory that a graph shares with the graphs of other processes. `[control]`, any thread
extension GraphControl {
    /// Whether the graph is a shadow, for which a worker renders.
    package var isShadow: Bool { link.isShadow }

    /// Allocates zeroed memory for a buffer of this graph: in its arena, if it has one.
    ///
    /// - Returns: nil if the size exceeds the limit of a buffer, or the free part of the arena.
    package func makeBuffer(
        frameCount: Int, channelCount: Int, sampleRate: Double
    ) -> UnsafeMutablePointer<BufferMemory>? {
        BufferMemory.make(frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate, in: arena)
    }

    /// Returns the arena offsets of the buffers that this graph, a worker's, has unmapped since the last call, so
    /// that the front releases them.
    package func takeUnmappedOffsets() -> [Int64] {
        arena?.takeUnmapped() ?? []
    }

    /// Copies the values that commands have set, and that no worker has applied, to the shared control buses. Without
    /// a `BusMirror` it is a no-op.
    ///
    /// On the thread that applies packets, after a worker has ended and before the next one starts.
    package func restoreSharedBuses() {
        guard let mirror = graph.pointee.mirror else { return }
        let buses = graph.pointee.context.pointee.controlBuses
        mirror.restore { buses[$0] }
    }
}
