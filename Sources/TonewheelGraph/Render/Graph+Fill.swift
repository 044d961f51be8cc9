internal import TonewheelDSP

/// A stretch of a buffer that is being filled.
struct BufferFill: BitwiseCopyable {
    let buffer: Int
    var next: Int
    let end: Int
    let value: Float
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

/// Long fills: so many samples a block, and what comes behind them and asks for the same buffer waits. `[render]`
extension Graph {
    @_noLocks @_noAllocation
    mutating func fillSamples(_ index: Int32, _ start: Int32, count: Int32, _ value: Float) -> CommandOutcome {
        guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
        guard let samples = samples(of: context.pointee.buffers[place], start, count) else {
            return .failed(.noSuchSample(start))
        }
        fill = BufferFill(buffer: place, next: samples.lowerBound, end: samples.upperBound, value: value)
        goOnFilling()
        return .done(0)
    }

    /// Fills as many samples as may be filled in this block.
    @_noLocks @_noAllocation
    mutating func goOnFilling() {
        guard let fill else { return }
        let samples = context.pointee.buffers[fill.buffer].samples
        let count = min(fillsLeft, fill.end &- fill.next)
        let target = samples + fill.next
        for sample in 0..<count { target[sample] = fill.value }
        fillsLeft = fillsLeft &- count
        let next = fill.next &+ count
        self.fill =
            next < fill.end ? BufferFill(buffer: fill.buffer, next: next, end: fill.end, value: fill.value) : nil
    }

    /// Whether an operation has to wait until the buffer that it asks for has been filled, or another one.
    @_noLocks @_noAllocation
    func mustWait(_ operation: GraphOperation) -> Bool {
        guard let fill else { return false }
        switch operation {
        case .fillSamples: return true
        case .setSamples(let index, _, _), .getSamples(let index, _, _): return Int(index) == fill.buffer
        default: return false
        }
    }
}
