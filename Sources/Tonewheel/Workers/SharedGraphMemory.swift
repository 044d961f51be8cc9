package import TonewheelGraph
package import TonewheelRealtime

/// The memory that a front shares with all its workers: the samples of buffers, and the control buses. `[control]`
package final class SharedGraphMemory: Sendable {
    package let arena: SharedArena
    package let mirror: BusMirror

    private let buses: SharedMemory

    /// Creates the memory, in a front.
    ///
    /// - Parameter bufferBytes: The number of bytes of all buffers together.
    package init(_ shape: GraphShape, bufferBytes: Int) throws(SharedMemoryError) {
        // A range must be contiguous, so there are more addresses than bytes.
        arena = try SharedArena(name: "tonewheel-buffers", byteCount: 2 * max(1 << 20, bufferBytes))
        buses = try SharedMemory(
            name: "tonewheel-buses", byteCount: max(1, shape.controlBusCount) * MemoryLayout<Float>.stride)
        mirror = BusMirror(shared: Self.values(buses), count: shape.controlBusCount)
    }

    /// The file descriptors that workers inherit, in the order of `WorkerEndpoint.descriptors`.
    package var descriptors: [Int32] { [arena.descriptor, buses.descriptor] }

    private static func values(_ memory: SharedMemory) -> UnsafeMutablePointer<Float> {
        memory.bytes.baseAddress!.assumingMemoryBound(to: Float.self)  // it is not empty
    }

    /// Maps the memory in a worker.
    ///
    /// - Returns: The arena, the memory of the control buses, which the caller must keep, and their values; nil if the
    ///   descriptors or the size do not match `shape`.
    package static func attached(
        _ descriptors: [Int32], _ shape: GraphShape
    ) throws(SharedMemoryError) -> (arena: SharedArena, buses: SharedMemory, values: UnsafeMutablePointer<Float>)? {
        guard descriptors.count == 2 else { return nil }
        let (arena, buses) = (try SharedArena(descriptor: descriptors[0]), try SharedMemory(descriptor: descriptors[1]))
        guard buses.bytes.count >= shape.controlBusCount * MemoryLayout<Float>.stride else { return nil }
        return (arena, buses, values(buses))
    }
}
