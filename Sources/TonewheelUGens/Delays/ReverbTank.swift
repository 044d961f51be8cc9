internal import TonewheelDSP

/// The delay network of Freeverb: eight parallel comb filters with a low-pass filter in each loop, then four all-pass
/// filters in series.
///
/// Lengths are in frames, independent of the sample rate, and each loop is one frame longer than its delay. Both are as
/// measured on scsynth.
///
/// References: "Jezar at Dreampoint", Freeverb (public domain), for lengths and gains; J. O. Smith III, *Physical Audio
/// Signal Processing*, "Freeverb".
struct ReverbTank: BitwiseCopyable {
    private let memory: ArenaSlice
    private let spread: Int
    private var combPosition = SIMD8<Int32>()
    private var combState = SIMD8<Float>()
    private var allpassPosition = SIMD4<Int32>()
    private var allpassState = SIMD4<Float>()

    /// - Parameter spread: the number of frames added to every delay.
    init(_ setup: UnitSetup, spread: Int) {
        self.spread = spread
        memory = setup.reserveMemory(11_024 + 1563 + 12 * spread)
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        combPosition = SIMD8()
        combState = SIMD8()
        allpassPosition = SIMD4()
        allpassState = SIMD4()
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
    private func allpassLength(_ index: Int) -> Int {
        let length =
            switch index {
            case 0: 556
            case 1: 441
            case 2: 341
            default: 225
            }
        return length &+ spread
    }

    /// Processes `count` frames of `source` and writes the result to `target`.
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
            var state = combState[index]
            for frame in 0..<count {
                let y = line[position]
                line[position] = source[frame] + state * feedback
                state = y * (1 - damping) + state * damping
                target[frame] += y
                position = position &+ 1
                if position >= length { position = 0 }
            }
            combPosition[index] = Int32(truncatingIfNeeded: position)
            combState[index] = state
            line += length
        }
        for index in 0..<4 {
            let length = allpassLength(index)
            var position = Int(allpassPosition[index])
            var state = allpassState[index]
            for frame in 0..<count {
                let y = line[position]
                let x = target[frame]
                line[position] = x + state * 0.5
                state = y
                target[frame] = y - x
                position = position &+ 1
                if position >= length { position = 0 }
            }
            allpassPosition[index] = Int32(truncatingIfNeeded: position)
            allpassState[index] = state
            line += length
        }
    }
}

/// The parameters of the delay network, derived from the inputs of Freeverb.
struct ReverbSettings: BitwiseCopyable {
    let mix: Float
    let feedback: Float
    let damping: Float

    /// Clamps all inputs to 0 … 1.
    @_noLocks @_noAllocation
    init(mix: Float, room: Float, damping: Float) {
        self.mix = Bounds.clamp(mix, 0, 1)
        feedback = Bounds.clamp(room, 0, 1) * 0.28 + 0.7
        self.damping = Bounds.clamp(damping, 0, 1) * 0.4
    }

    /// Returns `x`, or 0 if it is NaN or too large for the delay lines.
    @inline(__always)
    @_noLocks @_noAllocation
    static func bounded(_ x: Float) -> Float {
        Bounds.isBounded(x) ? x : 0
    }
}
