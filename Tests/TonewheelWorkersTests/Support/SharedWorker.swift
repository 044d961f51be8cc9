import TonewheelRealtime
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A worker's memory as the front and as the worker have it: the same bytes, mapped twice.
final class SharedWorker {
    let front: WorkerMemory
    let worker: WorkerMemory

    /// All of it, byte by byte.
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
        // Where the samples are to go is 64 bytes into a slot.
        firstSlot = UnsafeMutableRawPointer(worker.slots.open(0)) - 64
        slotStride = UnsafeMutableRawPointer(worker.slots.open(1)) - firstSlot - 64
    }

    /// Renders a block as a worker does: the signal at each frame of each channel.
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

    /// The bytes of a block's slot, its number first.
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

/// Lets the other thread have the processor.
func yieldProcessor() {
    sched_yield()
}
