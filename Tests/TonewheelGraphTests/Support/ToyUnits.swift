import TonewheelDSP

/// Records that it has been rendered: it appends its digit to the decimal number on the bus 0.
///
/// - Input 0 `digit`: 1 … 9.
struct Trace: UnitGenerator {
    static var spec: UnitSpec {
        UnitSpec("Trace", inputs: [.number("digit", default: 1)], outputs: [])
    }

    init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    mutating func reset() {}

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        let buses = block.context.audioBuses
        let before = buses.read(0)[0]
        let target = buses.memory(of: 0)
        for frame in 0..<block.frameCount { target[frame] = 10 * before + block.input(0)[0] }
        buses.markWritten(0)
    }

    @_noLocks @_noAllocation
    mutating func prime(_ block: borrowing Block) {}
}

/// Adds a signal to a bus.
struct Put: UnitGenerator {
    static var spec: UnitSpec {
        UnitSpec("Put", inputs: [.bus("bus"), .number("in", default: 0)], outputs: [])
    }

    init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    mutating func reset() {}

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        let buses = block.context.audioBuses
        if let bus = buses.index(block.input(0)[0]) { buses.add(block.input(1), to: bus, block) }
    }

    @_noLocks @_noAllocation
    mutating func prime(_ block: borrowing Block) {}
}

/// Counts frames, from its input on.
struct Ramp: UnitGenerator {
    static var spec: UnitSpec {
        UnitSpec("Ramp", inputs: [.number("start", default: 0)], outputs: ["out"])
    }

    private var frame: Float = 0

    init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    mutating func reset() { frame = 0 }

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        for index in 0..<block.frameCount {
            block.output(0)[index] = block.input(0)[index] + frame
            frame += 1
        }
    }
}

/// The sum of two signals.
struct Sum: UnitGenerator {
    static var spec: UnitSpec {
        UnitSpec("Sum", inputs: [.number("a", default: 0), .number("b", default: 0)], outputs: ["out"])
    }

    init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    mutating func reset() {}

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        for frame in 0..<block.frameCount { block.output(0)[frame] = block.input(0)[frame] + block.input(1)[frame] }
    }
}

/// Is done in its n-th block.
///
/// - Input 0 `blocks`: n.
/// - Input 1 `doneAction`.
struct Finish: UnitGenerator {
    static var spec: UnitSpec {
        UnitSpec("Finish", inputs: [.number("blocks", default: 1), .doneAction], outputs: [])
    }

    private let index: Int
    private var blocks: Float = 0

    init(_ setup: UnitSetup) { index = setup.index }

    @_noLocks @_noAllocation
    mutating func reset() { blocks = 0 }

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        blocks += 1
        if blocks == block.input(0)[0] {
            block.synth.pointee.finish(unit: index, action: block.input(1)[0])
        }
    }
}

/// Outputs the synth's offset, the lowest bits of its seed, and the size of its memory.
struct Inside: UnitGenerator {
    static var spec: UnitSpec {
        UnitSpec("Inside", inputs: [.number("length", default: 0)], outputs: ["offset", "seed", "memory"])
    }

    private let seed: Float
    private let memory: ArenaSlice

    init(_ setup: UnitSetup) {
        seed = Float(setup.seed & 0xFFFF)
        memory = setup.reserveMemory(Int(setup.value(ofInput: 0) ?? 7))
    }

    @_noLocks @_noAllocation
    mutating func reset() {}

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        for frame in 0..<block.frameCount {
            block.output(0)[frame] = Float(block.synth.pointee.offsetFrames)
            block.output(1)[frame] = seed
            block.output(2)[frame] = Float(memory.count)
        }
        for index in 0..<memory.count { block.memory(memory)[index] += 1 }
    }
}

/// Counts blocks from 1 on. Its initial value is 0.
struct Ahead: UnitGenerator {
    static var spec: UnitSpec { UnitSpec("Ahead", inputs: [], outputs: ["out"]) }

    private var count: Float = 0

    init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    mutating func reset() { count = 0 }

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        count += 1
        for frame in 0..<block.frameCount { block.output(0)[frame] = count }
    }

    @_noLocks @_noAllocation
    mutating func prime(_ block: borrowing Block) { block.output(0)[0] = count }
}

/// Outputs the initial value of its input, in every block.
struct Initial: UnitGenerator {
    static var spec: UnitSpec { UnitSpec("Initial", inputs: [.number("in", default: 0)], outputs: ["out"]) }

    private var value: Float = 0

    init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    mutating func reset() { value = 0 }

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        if block.isFirst { value = block.input(0).initial }
        for frame in 0..<block.frameCount { block.output(0)[frame] = value }
    }
}

enum ToyUnits {
    static var all: [UnitEntry] {
        [
            UnitEntry(Trace.self), UnitEntry(Put.self), UnitEntry(Ramp.self), UnitEntry(Sum.self),
            UnitEntry(Finish.self), UnitEntry(Inside.self), UnitEntry(Ahead.self), UnitEntry(Initial.self),
        ]
    }
}
