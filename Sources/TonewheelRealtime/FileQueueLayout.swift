internal import Synchronization

/// The places in the memory of a `FileQueue`: a header, the words of the disk thread, a line of words for each lane,
/// and one or two rings of samples.
struct FileQueueLayout: BitwiseCopyable, @unchecked Sendable {  // words are atomic; positions guard the samples
    private let base: UnsafeMutableRawPointer
    let laneCount: Int
    let channelCount: Int
    let capacity: Int
    private let direction: UInt64

    /// The offset of the samples.
    static var samplesOffset: Int { @_noLocks @_noAllocation get { 4 &* 64 } }

    /// The constants of a queue.
    struct Header: BitwiseCopyable {
        let magic: UInt64
        let direction: UInt64
        let channelCount: UInt64
        let capacity: UInt64
        let laneCount: UInt64

        /// "TWFILE" and the version of the layout.
        static var magic: UInt64 { 0x5457_4649_4C45_0002 }

        init(direction: FileQueue.Direction, channelCount: Int, capacity: Int, laneCount: Int) {
            magic = Self.magic
            self.direction = direction.rawValue
            self.channelCount = UInt64(channelCount)
            self.capacity = UInt64(capacity)
            self.laneCount = UInt64(laneCount)
        }

        var isValid: Bool {
            magic == Self.magic && direction < 2 && (1...1 << 20).contains(channelCount)
                && (1...1 << 40).contains(capacity) && capacity & (capacity - 1) == 0 && (1...2).contains(laneCount)
        }

        /// The size of the queue; nil if the header is invalid or the size overflows.
        var byteCount: Int? {
            guard isValid else { return nil }
            let rings = direction == FileQueue.Direction.writing.rawValue ? Int(laneCount) : 1
            let (samples, overflow) = Int(capacity).multipliedReportingOverflow(by: Int(channelCount) * rings)
            return overflow || samples > 1 << 56 ? nil : FileQueueLayout.samplesOffset + samples * 4
        }
    }

    /// The words of a worker.
    struct Lane: ~Copyable {
        /// The number of frames that the worker has read or written.
        let position = Atomic<Int64>(0)

        /// The announced progress of the disk that the worker has applied.
        let progress = Atomic<Int64>(0)

        /// The number of frames that were missing or did not fit.
        let lost = Atomic<Int64>(0)
    }

    init(_ base: UnsafeMutableRawPointer, _ header: Header) {
        self.base = base
        direction = header.direction
        laneCount = Int(header.laneCount)
        channelCount = Int(header.channelCount)
        capacity = Int(header.capacity)
    }

    static func header(_ base: UnsafeMutableRawPointer) -> Header { base.load(as: Header.self) }

    func initialize(_ header: Header) {
        base.storeBytes(of: header, as: Header.self)
        state.initialize(to: FileReadingState())
        head.initialize(to: Atomic(0))
        for index in 0..<2 { lane(index).initialize(to: Lane()) }
    }

    /// The state of a file that is read.
    var state: UnsafeMutablePointer<FileReadingState> {
        @_noLocks @_noAllocation get { (base + 64).assumingMemoryBound(to: FileReadingState.self) }
    }

    /// The number of frames that the disk thread has appended or taken.
    var head: UnsafeMutablePointer<Atomic<Int64>> {
        @_noLocks @_noAllocation get { (base + 72).assumingMemoryBound(to: Atomic<Int64>.self) }
    }

    /// The words of a lane.
    @_noLocks @_noAllocation
    func lane(_ index: Int) -> UnsafeMutablePointer<Lane> {
        (base + (128 &+ 64 &* (index & 1))).assumingMemoryBound(to: Lane.self)
    }

    /// The samples of a ring. A file that is read has one.
    @_noLocks @_noAllocation
    func samples(ofRing ring: Int) -> UnsafeMutablePointer<Float> {
        let index = direction == 0 ? 0 : ring
        return (base + Self.samplesOffset).assumingMemoryBound(to: Float.self) + index &* capacity &* channelCount
    }

    /// Copies frames to a ring, from a position on.
    @_noLocks @_noAllocation
    func write(_ frames: UnsafePointer<Float>, frameCount: Int, at position: Int64, ring: Int) {
        let target = samples(ofRing: ring)
        let start = Int(truncatingIfNeeded: position) & (capacity &- 1)
        let first = min(frameCount, capacity &- start)
        let stride = channelCount &* MemoryLayout<Float>.stride
        copyMemory(frames, to: target + start &* channelCount, byteCount: first &* stride)
        if first < frameCount {
            copyMemory(frames + first &* channelCount, to: target, byteCount: (frameCount &- first) &* stride)
        }
    }

    /// Copies frames from a ring, from a position on.
    @_noLocks @_noAllocation
    func read(_ frames: UnsafeMutablePointer<Float>, frameCount: Int, at position: Int64, ring: Int) {
        let source = samples(ofRing: ring)
        let start = Int(truncatingIfNeeded: position) & (capacity &- 1)
        let first = min(frameCount, capacity &- start)
        let stride = channelCount &* MemoryLayout<Float>.stride
        copyMemory(source + start &* channelCount, to: frames, byteCount: first &* stride)
        if first < frameCount {
            copyMemory(source, to: frames + first &* channelCount, byteCount: (frameCount &- first) &* stride)
        }
    }
}
