internal import TonewheelDSP

/// A range of a buffer that is being filled.
struct BufferFill: BitwiseCopyable {
    let buffer: Int
    var next: Int
    let end: Int
    let value: Float

    @_noLocks @_noAllocation
    init(buffer: Int, next: Int, end: Int, value: Float) {
        self.buffer = buffer
        self.next = next
        self.end = end
        self.value = value
    }

    /// The maximum number of unfinished fills.
    static var capacity: Int {
        @_noLocks @_noAllocation get { 16 }
    }
}

/// A packet that has been applied in part.
struct UnfinishedPacket: BitwiseCopyable {
    let packet: CommandPacket.Pointer
    let next: Int

    @_noLocks @_noAllocation
    init(packet: CommandPacket.Pointer, next: Int) {
        self.packet = packet
        self.next = next
    }
}

/// Long fills. A block fills a limited number of samples; later operations on the same buffer wait. `[render]`
extension Graph {
    @_noLocks @_noAllocation
    mutating func fillSamples(_ index: Int32, _ start: Int32, count: Int32, _ value: Float) -> CommandOutcome {
        guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
        let sampleCount = context.pointee.buffers[place].sampleCount
        guard sampleCount > 0 else { return .failed(.noSuchSample(start)) }
        let samples = Self.clampedRange(start, count, of: sampleCount)
        fills[fillCount] = BufferFill(
            buffer: place, next: samples.lowerBound, end: samples.upperBound,
            value: context.pointee.audioBuses.finite(value))
        fillCount = fillCount &+ 1
        resumeFilling()
        return .done(0)
    }

    /// Fills samples within the budget of the block, the oldest fill first.
    @_noLocks @_noAllocation
    mutating func resumeFilling() {
        var kept = 0
        for index in 0..<fillCount {
            var fill = fills[index]
            let count = min(fillsLeft, fill.end &- fill.next)
            let buffer = context.pointee.buffers[fill.buffer]
            let target = buffer.samples + fill.next
            context.pointee.buffers.noteWrites(buffer, fill.next..<fill.next &+ count)
            if !hasWorker { for sample in 0..<count { target[sample] = fill.value } }
            fillsLeft = fillsLeft &- count
            fill.next = fill.next &+ count
            if fill.next < fill.end {
                fills[kept] = fill
                kept = kept &+ 1
            }
        }
        fillCount = kept
    }

    /// Cancels the fills of a buffer that is replaced.
    @_noLocks @_noAllocation
    mutating func endFills(of buffer: Int) {
        var kept = 0
        for index in 0..<fillCount where fills[index].buffer != buffer {
            fills[kept] = fills[index]
            kept = kept &+ 1
        }
        fillCount = kept
    }

    /// Whether an operation must wait until its buffer has been filled, or fewer fills are unfinished.
    @_noLocks @_noAllocation
    func mustWait(_ operation: GraphOperation) -> Bool {
        if fillCount == 0 { return false }
        switch operation {
        case .fillSamples(let index, _, _, _): return fillCount == BufferFill.capacity || isFilling(index)
        case .setSamples(let index, _, _), .setSample(let index, _, _): return isFilling(index)
        // A shadow's query must not delay operations that its worker, which gets no queries, applies immediately.
        case .getSamples(let index, _, _), .settle(let index, _): return !isShadow && isFilling(index)
        default: return false
        }
    }

    @_noLocks @_noAllocation
    func isFilling(_ buffer: Int32) -> Bool {
        for index in 0..<fillCount where fills[index].buffer == Int(buffer) { return true }
        return false
    }
}
