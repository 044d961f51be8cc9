internal import TonewheelDSP

/// The delays of Freeverb: eight combs with a low-pass filter in their loops, side by side, then four all-pass filters in a row.
///
/// References: "Jezar at Dreampoint", Freeverb (public domain), for lengths and gains; J. O. Smith III, *Physical Audio Signal
/// Processing*, "Freeverb". Lengths are in frames whatever the sample rate, and each loop is a frame longer than its delay: as
/// measured of scsynth.
struct ReverbTank: BitwiseCopyable {
    private let memory: ArenaSlice
    private let spread: Int
    private var combPosition = SIMD8<Int32>()
    private var combLevel = SIMD8<Float>()
    private var passPosition = SIMD4<Int32>()
    private var passLevel = SIMD4<Float>()

    /// - Parameter spread: frames by which all delays are longer.
    init(_ setup: UnitSetup, spread: Int) {
        self.spread = spread
        memory = setup.takeMemory(11_024 + 1563 + 12 * spread)
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        combPosition = SIMD8()
        combLevel = SIMD8()
        passPosition = SIMD4()
        passLevel = SIMD4()
    }

    @_noLocks @_noAllocation
    private func combLength(_ index: Int) -> Int {
        let length =
            switch index {
            case 0: 1116
            case 1: 1188
            case 2: 1277
            case 3: 1356
            case 4: 1422
            case 5: 1491
            case 6: 1557
            default: 1617
            }
        return length &+ spread
    }

    @_noLocks @_noAllocation
    private func passLength(_ index: Int) -> Int {
        let length =
            switch index {
            case 0: 556
            case 1: 441
            case 2: 341
            default: 225
            }
        return length &+ spread
    }

    /// What becomes of `source`, for `count` frames, in `target`.
    @_noLocks @_noAllocation
    mutating func process(
        _ block: borrowing Block, _ source: UnsafeMutablePointer<Float>, _ target: UnsafeMutablePointer<Float>,
        count: Int, feedback: Float, damping: Float
    ) {
        var line = block.memory(memory)
        for frame in 0..<count { target[frame] = 0 }
        for index in 0..<8 {
            let length = combLength(index)
            var position = Int(combPosition[index])
            var level = combLevel[index]
            for frame in 0..<count {
                let y = line[position]
                line[position] = source[frame] + level * feedback
                level = y * (1 - damping) + level * damping
                target[frame] += y
                position = position &+ 1
                if position >= length { position = 0 }
            }
            combPosition[index] = Int32(truncatingIfNeeded: position)
            combLevel[index] = level
            line += length
        }
        for index in 0..<4 {
            let length = passLength(index)
            var position = Int(passPosition[index])
            var level = passLevel[index]
            for frame in 0..<count {
                let y = line[position]
                let x = target[frame]
                line[position] = x + level * 0.5
                level = y
                target[frame] = y - x
                position = position &+ 1
                if position >= length { position = 0 }
            }
            passPosition[index] = Int32(truncatingIfNeeded: position)
            passLevel[index] = level
            line += length
        }
    }
}

/// What the inputs of Freeverb mean to its delays.
struct ReverbSettings: BitwiseCopyable {
    let mix: Float
    let feedback: Float
    let damping: Float

    /// All are held to 0 … 1.
    @_noLocks @_noAllocation
    init(mix: Float, room: Float, damping: Float) {
        self.mix = Bounds.hold(mix, 0, 1)
        feedback = Bounds.hold(room, 0, 1) * 0.28 + 0.7
        self.damping = Bounds.hold(damping, 0, 1) * 0.4
    }

    /// A sample that the delays can take, or 0.
    @inline(__always)
    @_noLocks @_noAllocation
    static func sound(_ x: Float) -> Float {
        Bounds.isSound(x) ? x : 0
    }
}
