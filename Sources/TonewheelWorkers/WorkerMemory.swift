internal import Synchronization
package import TonewheelRealtime

/// The memory that the front shares with one worker, as `WorkerLayout` lays it out. `[control]`
package final class WorkerMemory: @unchecked Sendable {  // what lies there is atomic, or a ring's, or a slot's
    package let shape: WorkerShape
    package let orders: WorkerOrders
    package let health: WorkerHealth
    package let slots: AudioSlots

    /// What the worker's render thread sleeps on.
    package let bell: WakeUp

    /// What the worker's control thread sleeps on.
    package let controlBell: WakeUp

    /// What the worker leaves where its render thread is.
    package let mark: RenderMark

    private let memory: SharedMemory
    private let layout: WorkerLayout

    /// What a worker process gets it by.
    package var descriptor: Int32 { memory.descriptor }

    /// Makes it, for the front. `reset` comes before each use.
    package convenience init(_ shape: WorkerShape) throws(WorkerError) {
        guard let layout = WorkerLayout(shape) else { throw .memory("a worker's memory would have no sound size") }
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

    /// Finds what the front has made, for the worker.
    ///
    /// The descriptor is taken over if it is sealed memory.
    ///
    /// - Throws: `WorkerError.memory` if it is something else, of another version, or smaller than it says.
    package convenience init(descriptor: Int32) throws(WorkerError) {
        let memory: SharedMemory
        do throws(SharedMemoryError) {
            memory = try SharedMemory(descriptor: descriptor)
        } catch {
            throw .memory(error.description)
        }
        let (header, layout) = try WorkerLayout.header(UnsafeRawBufferPointer(memory.bytes))
        guard header.byteCount == memory.bytes.count else { throw .memory("it has not the size that it says") }
        self.init(memory, header.shape, layout)
    }

    private init(_ memory: SharedMemory, _ shape: WorkerShape, _ layout: WorkerLayout) {
        let base = memory.bytes.baseAddress!  // it is not empty
        self.memory = memory
        self.shape = shape
        self.layout = layout
        orders = WorkerOrders(at: base + WorkerLayout.orders)
        health = WorkerHealth(at: base + WorkerLayout.health)
        slots = AudioSlots(shape, at: base + layout.slots.lowerBound)
        bell = WakeUp(at: orders.bell)
        controlBell = WakeUp(at: orders.controlBell)
        mark = RenderMark(at: health.mark)
    }

    /// Clears everything but the header, before a worker is spawned. Nobody else may use the memory then, but the render
    /// thread, to which a slot that is being cleared is one without a block.
    package func reset() {
        let rest = UnsafeMutableRawBufferPointer(rebasing: memory.bytes[WorkerLayout.orders...])
        rest.initializeMemory(as: UInt8.self, repeating: 0)
        makeRings()
    }

    private func makeRings() {
        _ = RingBuffer<UInt8>(initializing: part(layout.messages), capacity: WorkerLayout.messageBytes)
        _ = RingBuffer<UInt8>(initializing: part(layout.replies), capacity: WorkerLayout.messageBytes)
        guard shape.inputChannelCount > 0 else { return }
        _ = AudioBuffer(
            initializing: part(layout.inputs), minimumFrames: shape.inputFrames, channelCount: shape.inputChannelCount)
    }

    /// Where the ring of commands lies, for its owner to make of it what it likes.
    package var commandBytes: UnsafeMutableRawBufferPointer { part(layout.commands) }

    /// Front → worker's control thread. One end each, once after each `reset`.
    package func messages() throws(WorkerError) -> RingBuffer<UInt8> { try ring(layout.messages) }

    /// Worker → front.
    package func replies() throws(WorkerError) -> RingBuffer<UInt8> { try ring(layout.replies) }

    /// Front → worker's render thread: what the device has recorded; nil without inputs. The front takes its end once for all workers
    /// that the memory will have.
    package func inputs() throws(WorkerError) -> AudioBuffer? {
        guard shape.inputChannelCount > 0 else { return nil }
        do throws(RingError) {
            return try AudioBuffer(attachingTo: part(layout.inputs), channelCount: shape.inputChannelCount)
        } catch {
            throw .memory(error.description)
        }
    }

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
