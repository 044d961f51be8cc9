internal import Synchronization
internal import TonewheelRealtime

/// The front's decisions about each block, and the frames that the device has recorded, in memory that all workers of a
/// pool share.
///
/// The front closes a block before any worker may begin it. The decision is the same for all workers, in any order and
/// at any time that they render the block: the number of stamps that take effect, and the recorded frames.
///
///      0  recorded   the number of frames recorded so far
///    128  closings   of block n at n modulo their number: sequence (n + 1), stamps, first frame, frame count
///      …  frames     recorded frames, interleaved; frame f at f modulo their capacity
package final class BlockLog: Sendable {
    /// The log, as plain pointers that are valid as long as this object.
    package let view: View

    private let memory: SharedMemory

    /// The descriptor that a worker process inherits.
    package var descriptor: Int32 { memory.descriptor }

    /// Makes an empty log for workers of a shape. `[control]`
    package init(_ shape: WorkerShape) throws(WorkerError) {
        guard let layout = Layout(shape) else { throw .memory("the size of the block log is invalid") }
        do throws(SharedMemoryError) {
            memory = try SharedMemory(name: "tonewheel-blocks", byteCount: layout.byteCount)
        } catch {
            throw .memory(error.description)
        }
        view = View(layout, at: memory.bytes.baseAddress!)  // it is not empty
    }

    /// Attaches to the log that a front has made, in a worker. `[control]`
    ///
    /// - Throws: `WorkerError.memory` if the descriptor is something else.
    package init(descriptor: Int32, _ shape: WorkerShape) throws(WorkerError) {
        guard let layout = Layout(shape) else { throw .memory("the size of the block log is invalid") }
        do throws(SharedMemoryError) {
            memory = try SharedMemory(descriptor: descriptor, isReadOnly: true)
        } catch {
            throw .memory(error.description)
        }
        guard memory.bytes.count >= layout.byteCount else { throw .memory("the block log is too small") }
        view = View(layout, at: memory.bytes.baseAddress!)  // it is not empty
    }

    fileprivate struct Layout {
        /// Powers of two.
        let blockCount: Int
        let frameCapacity: Int

        let channelCount: Int

        /// A worker that joins may be behind by this time, in seconds.
        private static var window: Int { 4 }

        init?(_ shape: WorkerShape) {
            guard (1...8192).contains(shape.blockFrames), (0...128).contains(shape.inputChannelCount),
                (1...1 << 20).contains(shape.slotCount), shape.sampleRate > 0, shape.sampleRate < 1_000_000
            else { return nil }
            let frames = Int(Double(Self.window) * shape.sampleRate)
            blockCount = nextPowerOfTwo(2 * max(shape.slotCount, frames / shape.blockFrames))
            channelCount = shape.inputChannelCount
            frameCapacity = channelCount > 0 ? nextPowerOfTwo(frames + blockCount / 2) : 0
        }

        var framesOffset: Int { View.closings + blockCount * View.stride }

        var byteCount: Int { framesOffset + frameCapacity * channelCount * MemoryLayout<Float>.stride }
    }

    /// The decision about a block.
    package struct Closing: BitwiseCopyable, Sendable, Equatable {
        /// The number of stamps that precede the block's start, modulo 2²⁴.
        package var stamps: UInt32

        /// The recorded frames that the block plays. If they are fewer than a block, silence precedes them.
        package var firstFrame: Int64
        package var frameCount: Int

        @_noLocks @_noAllocation
        package init(stamps: UInt32, firstFrame: Int64 = 0, frameCount: Int = 0) {
            self.stamps = stamps
            self.firstFrame = firstFrame
            self.frameCount = frameCount
        }
    }

    /// The log in plain pointers. One thread of the front writes; any thread of any worker reads.
    package struct View: BitwiseCopyable, @unchecked Sendable {  // atomic words, and frames that a count guards
        fileprivate static var closings: Int { 128 }
        fileprivate static var stride: Int { 32 }

        private let base: UnsafeMutableRawPointer
        private let blockMask: Int64
        private let frames: UnsafeMutablePointer<Float>

        /// The number of frames that are kept, and of channels.
        package let frameCapacity: Int
        package let channelCount: Int

        fileprivate init(_ layout: Layout, at base: UnsafeMutableRawPointer) {
            self.base = base
            blockMask = Int64(layout.blockCount - 1)
            frameCapacity = layout.frameCapacity
            channelCount = layout.channelCount
            frames = (base + layout.framesOffset).assumingMemoryBound(to: Float.self)
        }

        @_noLocks @_noAllocation
        private func word(_ block: Int64, _ index: Int) -> UnsafeMutablePointer<Atomic<Int64>> {
            let place: Int = Self.closings &+ Int(block & blockMask) &* Self.stride
            return (base + place + 8 &* index).assumingMemoryBound(to: Atomic<Int64>.self)
        }

        private var recorded: UnsafeMutablePointer<Atomic<Int64>> {
            @_noLocks @_noAllocation get { base.assumingMemoryBound(to: Atomic<Int64>.self) }
        }

        // MARK: - The front's side

        /// Closes a block, before any worker may begin it. `[render]`
        @_noLocks @_noAllocation
        package func close(_ block: Int64, _ closing: Closing) {
            // Not valid while it is written: a worker that is far behind may read the previous block of this place.
            word(block, 0).pointee.store(0, ordering: .sequentiallyConsistent)
            word(block, 1).pointee.store(Int64(closing.stamps), ordering: .relaxed)
            word(block, 2).pointee.store(closing.firstFrame, ordering: .relaxed)
            word(block, 3).pointee.store(Int64(closing.frameCount), ordering: .relaxed)
            word(block, 0).pointee.store(block &+ 1, ordering: .releasing)
        }

        /// Appends recorded frames, and returns the number of frames recorded so far. `[render]`
        @_noLocks @_noAllocation
        package func record(_ source: UnsafePointer<Float>, frameCount: Int) -> Int64 {
            let first = recorded.pointee.load(ordering: .relaxed)
            guard frameCapacity > 0 else { return first }
            // Announced first: a reader that copies these places meanwhile finds out afterwards.
            recorded.pointee.store(first &+ Int64(frameCount), ordering: .sequentiallyConsistent)
            for frame in max(0, frameCount &- frameCapacity)..<frameCount {
                let place = frames + ((Int(first) &+ frame) & (frameCapacity &- 1)) &* channelCount
                for channel in 0..<channelCount { place[channel] = source[frame &* channelCount &+ channel] }
            }
            return first &+ Int64(frameCount)
        }

        // MARK: - The worker's side

        /// Returns the decision about a block; nil if the block is open, or was closed too long ago. `[render]`
        @_noLocks @_noAllocation
        package func closing(of block: Int64) -> Closing? {
            guard word(block, 0).pointee.load(ordering: .acquiring) == block &+ 1 else { return nil }
            let closing = Closing(
                stamps: UInt32(truncatingIfNeeded: word(block, 1).pointee.load(ordering: .relaxed)),
                firstFrame: word(block, 2).pointee.load(ordering: .relaxed),
                frameCount: Int(word(block, 3).pointee.load(ordering: .relaxed)))
            atomicMemoryFence(ordering: .acquiring)
            return word(block, 0).pointee.load(ordering: .relaxed) == block &+ 1 ? closing : nil
        }

        /// Copies recorded frames; returns false if they have been overwritten. `[render]`
        @_noLocks @_noAllocation
        package func copyFrames(_ closing: Closing, to target: UnsafeMutablePointer<Float>) -> Bool {
            guard closing.frameCount >= 0, closing.frameCount <= frameCapacity, closing.firstFrame >= 0 else {
                return false
            }
            for frame in 0..<closing.frameCount {
                let place = frames + ((Int(closing.firstFrame) &+ frame) & (frameCapacity &- 1)) &* channelCount
                for channel in 0..<channelCount { target[frame &* channelCount &+ channel] = place[channel] }
            }
            atomicMemoryFence(ordering: .acquiring)
            return recorded.pointee.load(ordering: .relaxed) &- closing.firstFrame <= Int64(frameCapacity)
        }
    }
}
