internal import TonewheelDSP

/// A stretch of a buffer that is being filled.
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

    /// How many can be under way at the same time.
    static var capacity: Int {
        @_noLocks @_noAllocation get { 16 }
    }
}

/// A packet whose operations have not all been applied yet.
struct UnfinishedPacket: BitwiseCopyable {
    let packet: CommandPacket.Pointer
    let next: Int

    @_noLocks @_noAllocation
    init(packet: CommandPacket.Pointer, next: Int) {
        self.packet = packet
        self.next = next
    }
}

/// Long fills: so many samples a block, and what comes behind one and asks for the same buffer waits. `[render]`
extension Graph {
    @_noLocks @_noAllocation
    mutating func fillSamples(_ index: Int32, _ start: Int32, count: Int32, _ value: Float) -> CommandOutcome {
        guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
        let sampleCount = context.pointee.buffers[place].sampleCount
        guard sampleCount > 0 else { return .failed(.noSuchSample(start)) }
        let samples = Self.part(start, count, of: sampleCount)
        fills[fillCount] = BufferFill(
            buffer: place, next: samples.lowerBound, end: samples.upperBound, value: value)
        fillCount = fillCount &+ 1
        goOnFilling()
        return .done(0)
    }

    /// Fills as many samples as may be filled in this block, the oldest fill first.
    @_noLocks @_noAllocation
    mutating func goOnFilling() {
        var kept = 0
        for index in 0..<fillCount {
            var fill = fills[index]
            let count = min(fillsLeft, fill.end &- fill.next)
            let target = context.pointee.buffers[fill.buffer].samples + fill.next
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

    /// Forgets what was to be filled of a buffer that gives way to another one.
    @_noLocks @_noAllocation
    mutating func endFills(of buffer: Int) {
        var kept = 0
        for index in 0..<fillCount where fills[index].buffer != buffer {
            fills[kept] = fills[index]
            kept = kept &+ 1
        }
        fillCount = kept
    }

    /// Whether an operation has to wait until the buffer that it asks for has been filled, or fewer are being filled.
    @_noLocks @_noAllocation
    func mustWait(_ operation: GraphOperation) -> Bool {
        if fillCount == 0 { return false }
        switch operation {
        case .fillSamples(let index, _, _, _): return fillCount == BufferFill.capacity || isFilling(index)
        case .setSamples(let index, _, _), .setSample(let index, _, _): return isFilling(index)
        // A shadow's questions keep nothing waiting that its worker, which is not asked, does at once.
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
