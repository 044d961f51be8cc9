internal import Synchronization
package import TonewheelGraph
package import TonewheelRealtime
package import TonewheelWorkers

/// The memory that a front shares with all its workers: the samples of buffers, and images of graphs. `[control]`
///
/// Each worker has control buses of its own, in the memory of its seat.
package final class SharedGraphMemory: @unchecked Sendable {  // the owner of the shadow guards the buses
    package let arena: SharedArena

    /// The images of graphs that workers send each other.
    package let images: SharedArena

    /// The view of the primary's control buses.
    package let mirror: BusMirror

    /// The values of the buses while no worker renders.
    private let ownBuses: UnsafeMutableBufferPointer<Float>

    /// The memory of the worker that the mirror shows, kept alive; nil if no worker renders.
    private let latest = Mutex<WorkerMemory?>(nil)

    /// The size of all images at a time, in bytes. Pages exist only where an image is.
    private static let imageBytes = 4 << 30

    /// Creates the memory, in a front.
    ///
    /// - Parameters:
    ///   - bufferBytes: The number of bytes of all buffers together.
    ///   - isRedundant: Whether two workers change the buffers, each its own copy.
    package init(_ shape: GraphShape, bufferBytes: Int, isRedundant: Bool = false) throws(SharedMemoryError) {
        // A range must be contiguous, so there are more addresses than bytes.
        arena = try SharedArena(
            name: "tonewheel-buffers", byteCount: 2 * max(1 << 20, bufferBytes), laneCount: isRedundant ? 2 : 1)
        images = try SharedArena(name: "tonewheel-images", byteCount: Self.imageBytes)
        ownBuses = .allocate(capacity: max(1, shape.controlBusCount))
        ownBuses.initialize(repeating: 0)
        mirror = BusMirror(shared: ownBuses.baseAddress!, count: shape.controlBusCount)  // it is not empty
    }

    deinit {
        ownBuses.deallocate()
    }

    /// The file descriptors that workers inherit, in the order of `WorkerEndpoint.descriptors`.
    package var descriptors: [Int32] { images.descriptors + arena.descriptors }

    /// The size of the control buses of a graph, in bytes: `WorkerShape.engineByteCount`.
    package static func busBytes(_ shape: GraphShape) -> Int {
        max(1, shape.controlBusCount) * MemoryLayout<Float>.stride
    }

    /// Returns the control buses in a worker's memory; nil if they are too few for `shape`.
    package static func buses(_ memory: WorkerMemory, _ shape: GraphShape) -> UnsafeMutablePointer<Float>? {
        guard memory.engineBytes.count >= busBytes(shape) else { return nil }
        return memory.engineBytes.baseAddress?.assumingMemoryBound(to: Float.self)
    }

    /// Shows the control buses of a worker in the mirror.
    ///
    /// - Parameter isNew: Whether the worker starts with the values of the worker before, rather than with its own.
    func attachBuses(of memory: WorkerMemory, isNew: Bool) {
        guard let buses = memory.engineBytes.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
        latest.withLock { latest in
            if isNew { buses.update(from: ownBuses.baseAddress!, count: ownBuses.count) }
            latest = memory
            mirror.shared = buses
        }
    }

    /// Keeps the values of the control buses of the worker that has ended, whose memory is used again.
    func detachBuses() {
        latest.withLock { latest in
            guard latest != nil else { return }
            ownBuses.baseAddress!.update(from: mirror.shared, count: ownBuses.count)
            mirror.shared = ownBuses.baseAddress!
            latest = nil
        }
    }

    /// Maps the memory in a worker.
    ///
    /// - Returns: The arenas; nil if there are other descriptors.
    package static func attached(
        _ descriptors: [Int32]
    ) throws(SharedMemoryError) -> (arena: SharedArena, images: SharedArena)? {
        guard descriptors.count >= 2 else { return nil }
        return (
            try SharedArena(descriptors: Array(descriptors.dropFirst())),
            try SharedArena(descriptors: [descriptors[0]])
        )
    }
}
