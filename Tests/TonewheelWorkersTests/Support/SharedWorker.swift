import TonewheelRealtime
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A worker's memory, mapped once for the front and once for the worker.
final class SharedWorker {
    let front: WorkerMemory
    let worker: WorkerMemory

    /// The whole memory.
    let bytes: UnsafeMutableRawBufferPointer

    private let third: SharedMemory
    private let firstSlot: UnsafeMutableRawPointer
    private let slotStride: Int

    init(_ shape: WorkerShape = .test()) throws {
        front = try WorkerMemory(shape)
        front.reset()
        worker = try WorkerMemory(descriptor: dup(front.descriptor))
        third = try SharedMemory(descriptor: dup(front.descriptor))
        bytes = third.bytes
        // The samples begin 64 bytes into a slot.
        firstSlot = UnsafeMutableRawPointer(worker.slots.open(0)) - 64
        slotStride = UnsafeMutableRawPointer(worker.slots.open(1)) - firstSlot - 64
    }

    /// Renders a block as a worker does, from a signal of frame and channel.
    func render(_ block: Int64, _ signal: (_ frame: Int, _ channel: Int) -> Float) {
        let shape = front.shape
        let samples = worker.slots.open(block)
        for frame in 0..<shape.blockFrames {
            for channel in 0..<shape.channelCount {
                samples[frame * shape.channelCount + channel] = signal(Int(block) * shape.blockFrames + frame, channel)
            }
        }
        worker.slots.publish(block)
    }

    /// Returns the bytes of a block's slot, which begin with its number.
    func slot(_ block: Int64) -> UnsafeMutableRawBufferPointer {
        let index = Int(block) & (front.shape.slotCount - 1)
        return UnsafeMutableRawBufferPointer(start: firstSlot + index * slotStride, count: slotStride)
    }
}

extension WorkerShape {
    static func test(
        channelCount: Int = 2, inputChannelCount: Int = 0, blockFrames: Int = 64, leadPeriods: Int = 1,
        commandCapacity: Int = 8, commandStride: Int = 16
    ) -> WorkerShape {
        WorkerShape(
            format: StreamFormat(
                sampleRate: 48_000, channelCount: channelCount, inputChannelCount: inputChannelCount,
                periodFrames: blockFrames),
            blockFrames: blockFrames,
            leadPeriods: leadPeriods,
            commandCapacity: commandCapacity,
            commandStride: commandStride,
            realtimePriority: 1,
            locksMemory: false,
            parent: getpid()
        )
    }
}

/// Yields the processor to the other thread.
func yieldProcessor() {
    sched_yield()
}
