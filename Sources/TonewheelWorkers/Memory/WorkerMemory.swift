internal import Synchronization
package import TonewheelRealtime

/// The memory that the front shares with one worker, in the layout of `WorkerLayout`. `[control]`
package final class WorkerMemory: @unchecked Sendable {  // its contents are atomic, or guarded by a ring or a slot
    package let shape: WorkerShape
    package let orders: WorkerOrders
    package let health: WorkerHealth
    package let slots: AudioSlots

    /// Wakes the worker's render thread.
    package let renderWakeUp: WakeUp

    /// Wakes the worker's control thread.
    package let controlWakeUp: WakeUp

    /// The position of the worker's render thread in the graph.
    package let mark: RenderMark

    private let memory: SharedMemory
    private let layout: WorkerLayout

    /// The descriptor that a worker process inherits.
    package var descriptor: Int32 { memory.descriptor }

    /// Makes the memory, for the front. Call `reset` before each use.
    package convenience init(_ shape: WorkerShape) throws(WorkerError) {
        guard let layout = WorkerLayout(shape) else { throw .memory("the size of a worker's memory is invalid") }
        do throws(SharedMemoryError) {
            let memory = try SharedMemory(name: "tonewheel-worker", byteCount: layout.byteCount)
            memory.bytes.storeBytes(
                of: WorkerLayout.Header(byteCount: layout.byteCount, shape: shape), as: WorkerLayout.Header.self)
            self.init(memory, shape, layout)
        } catch {
            throw .memory(error.description)
        }
        makeRings()
    }

    /// Attaches to memory that the front has made, for the worker.
    ///
    /// Takes ownership of the descriptor if it is sealed memory.
    ///
    /// - Throws: `WorkerError.memory` if the memory is something else, of another version, or smaller than its header
    ///   states.
    package convenience init(descriptor: Int32) throws(WorkerError) {
        let memory: SharedMemory
        do throws(SharedMemoryError) {
            memory = try SharedMemory(descriptor: descriptor)
        } catch {
            throw .memory(error.description)
        }
        let (header, layout) = try WorkerLayout.header(UnsafeRawBufferPointer(memory.bytes))
        guard header.byteCount == memory.bytes.count else { throw .memory("its size differs from that in its header") }
        self.init(memory, header.shape, layout)
    }

    private init(_ memory: SharedMemory, _ shape: WorkerShape, _ layout: WorkerLayout) {
        let base = memory.bytes.baseAddress!  // never empty
        self.memory = memory
        self.shape = shape
        self.layout = layout
        orders = WorkerOrders(at: base + WorkerLayout.orders)
        health = WorkerHealth(at: base + WorkerLayout.health)
        slots = AudioSlots(shape, at: base + layout.slots.lowerBound)
        renderWakeUp = WakeUp(at: orders.renderWakeUp)
        controlWakeUp = WakeUp(at: orders.controlWakeUp)
        mark = RenderMark(at: health.mark)
    }

    /// Clears everything but the header, before a worker is spawned. Meanwhile only the render thread may use the
    /// memory: to it, a slot that is being cleared is a missing block.
    package func reset() {
        let rest = UnsafeMutableRawBufferPointer(rebasing: memory.bytes[WorkerLayout.orders...])
        rest.initializeMemory(as: UInt8.self, repeating: 0)
        makeRings()
    }

    private func makeRings() {
        _ = RingBuffer<UInt8>(initializing: part(layout.messages), capacity: WorkerLayout.messageBytes)
        _ = RingBuffer<UInt8>(initializing: part(layout.replies), capacity: WorkerLayout.messageBytes)
    }

    /// The memory of the ring of commands, which its owner initialises.
    package var commandBytes: UnsafeMutableRawBufferPointer { part(layout.commands) }

    /// The ring from the front to the worker's control thread. Each side may take its end once after each `reset`.
    package func messages() throws(WorkerError) -> RingBuffer<UInt8> { try ring(layout.messages) }

    /// The ring from the worker to the front.
    package func replies() throws(WorkerError) -> RingBuffer<UInt8> { try ring(layout.replies) }

    /// Memory for the engine's own use, of `WorkerShape.engineByteCount` bytes.
    package var engineBytes: UnsafeMutableRawBufferPointer { part(layout.engine) }

    private func ring(_ range: Range<Int>) throws(WorkerError) -> RingBuffer<UInt8> {
        do throws(RingError) {
            return try RingBuffer(attachingTo: part(range))
        } catch {
            throw .memory(error.description)
        }
    }

    private func part(_ range: Range<Int>) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: memory.bytes[range])
    }
}
