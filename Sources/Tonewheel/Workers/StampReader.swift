internal import Synchronization
internal import TonewheelGraph
internal import TonewheelRealtime
package import TonewheelWorkers

/// The front's stamps, in a worker: those that take effect in a block, in their order.
package struct StampReader: ~Copyable {
    private var ring: RingConsumer<GraphStamp>
    private let orders: WorkerOrders
    private let health: WorkerHealth
    private let log: BlockLog.View

    /// Stamps that remain of those before the first block; nil before that block.
    private var firstStamps: Int?

    /// The number of committed stamps that have been read, modulo 2²⁴.
    private var count: UInt32 = 0

    /// `[control]`
    ///
    /// - Parameters:
    ///   - memory: kept alive by the caller.
    ///   - log: likewise.
    /// - Throws: `WorkerError.memory` if the memory holds no ring of stamps.
    package init(_ memory: WorkerMemory, _ log: BlockLog) throws(WorkerError) {
        do throws(RingError) {
            ring = try RingBuffer<GraphStamp>(attachingTo: memory.commandBytes).consumer()
        } catch {
            throw .memory(error.description)
        }
        orders = memory.orders
        health = memory.health
        self.log = log.view
    }

    /// Returns the next stamp that takes effect in a block; nil if there are no more. `[render]`
    @_noLocks @_noAllocation
    mutating func next(forBlock block: Int64) -> GraphStamp? {
        if firstStamps == nil {
            firstStamps = Int(orders.firstStamps.pointee.load(ordering: .acquiring))
            count = UInt32(truncatingIfNeeded: orders.stamps.pointee.load(ordering: .relaxed))
        }
        if let remaining = firstStamps, remaining > 0 {
            firstStamps = remaining &- 1
            return ring.pop()
        }
        guard let closing = log.closing(of: block) else { return nil }
        // The worker's first stamps include those that were committed before.
        let distance = (closing.stamps &- count) & Self.mask
        guard distance != 0, distance <= Self.mask / 2 else { return nil }
        count = (count &+ 1) & Self.mask
        return ring.pop()
    }

    /// Returns the node that the front has muted in a block, and the unit that is the reason. `[render]`
    @_noLocks @_noAllocation
    func mute(inBlock block: Int64) -> (node: Int32, unit: Int32)? { orders.mute(inBlock: block) }

    /// Returns the block that the worker has begun. `[render]`
    ///
    /// It is after the next one if the worker was late and has skipped some.
    @_noLocks @_noAllocation
    mutating func begunBlock() -> Int64 { health.begun.pointee.load(ordering: .relaxed) &- 1 }

    private static var mask: UInt32 { @_noLocks @_noAllocation get { 0xFF_FFFF } }
}
