package import TonewheelDSP

/// Places a signal on a ring of outputs with equal power.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `position`: where on the ring: 2 is once around, 0 at the first output. At control rate the gains glide over the block.
/// - Input 2 `level`: a factor, read once a block; over it the gains glide, if the position is not at audio rate.
/// - Input 3 `width`: outputs that the signal reaches; 2 for neighbours. Read once a block.
/// - Input 4 `orientation`: what is added to the position, in outputs: 0.5 if the front lies between two. Read once a block.
/// - Outputs: around the ring; the definition says how many.
///
/// Reference: SuperCollider help, "PanAz"; the gains have the steps of scsynth's table (measured, 3.13).
package struct PanAz: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "PanAz",
            inputs: [
                .number("in", default: 0), .number("position", default: 0), .number("level", default: 1),
                .number("width", default: 2), .number("orientation", default: 0.5),
            ], outputs: .asDefined,
            exemptions: [
                .blockSizes: "level, width and orientation are read once a block, as in scsynth",
                .inPlace: "one output is written before the next is computed",
            ])
    }

    private let outputCount: Int

    /// The gains' ramps.
    private let gains: ArenaSlice

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
        gains = setup.takeMemory(
            setup.outputCount * MemoryLayout<BlockRamp>.stride / MemoryLayout<Float>.stride)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, position) = (block.input(0), block.input(1))
        let ring = Ring(outputCount, width: block.held(3)[0], orientation: block.held(4)[0])
        let before = Ring(outputCount, width: block.input(3).initial, orientation: block.input(4).initial)
        let ramps = UnsafeMutableRawPointer(block.memory(gains)).assumingMemoryBound(to: BlockRamp.self)
        let level = Held.finite(block.held(2)[0])
        for index in 0..<outputCount {
            let output = block.output(index)
            if position.isConstant {
                let gain = ring.gain(position[0], index) * level
                var initial: Float = 0
                if block.isFirst {
                    initial = before.gain(position.initial, index) * Held.finite(block.input(2).initial)
                }
                let glide = ramps[index].start(gain, initial: initial, block)
                for frame in 0..<block.frameCount { output[frame] = Held.finite(signal[frame]) * glide.at(frame) }
            } else {
                for frame in 0..<block.frameCount {
                    // As in scsynth: a level that jumps from block to block (measured, 3.13).
                    let gain = ring.gain(position[frame], index) * level
                    output[frame] = Held.finite(signal[frame]) * gain
                }
            }
        }
    }

    /// Before the first frame it is silent, as measured of scsynth. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        for index in 0..<outputCount { block.output(index)[0] = 0 }
    }
}

/// Outputs on a ring.
private struct Ring: BitwiseCopyable {
    private let half: Float
    private let orientation: Float
    private let perOutput: Float
    private let turn: Float

    @_noLocks @_noAllocation
    init(_ count: Int, width: Float, orientation: Float) {
        let width = Bounds.hold(width, 0.01, 1e6)
        half = 0.5 * Float(count)
        self.orientation = Held.finite(orientation)
        perOutput = 1 / width
        turn = Float(count) / width
    }

    /// The gain of an output: half a sine over the width, in 4096 steps.
    @inline(__always)
    @_noLocks @_noAllocation
    func gain(_ position: Float, _ index: Int) -> Float {
        let distance = (Held.finite(position) * half + orientation - Float(index)) * perOutput + 0.5
        let part = distance - turn * Whole.floor(distance / turn)
        guard part >= 0, part < 1 else { return 0 }
        return SineCurve.value(at: UInt32(part * 4096) &<< 19)
    }
}
