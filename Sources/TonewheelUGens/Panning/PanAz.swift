package import TonewheelDSP

/// An equal-power panner for a ring of outputs.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `position`: the position on the ring, with a period of 2; 0 is the first output. At control rate the gains
///   are interpolated linearly over the block.
/// - Input 2 `level`: a gain factor; read once per block. It is interpolated linearly unless the position is at audio
///   rate.
/// - Input 3 `width`: the number of outputs that the signal reaches; 2 for adjacent pairs. Read once per block.
/// - Input 4 `orientation`: an offset of the position, in outputs; 0.5 if the front lies between two. Read once per
///   block.
/// - Outputs: the signals around the ring. The SynthDef determines their number.
///
/// The gains have the resolution of scsynth's table (measured, 3.13).
///
/// Reference: SuperCollider help, "PanAz".
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

    /// The ramps of the gains.
    private let gains: ArenaSlice

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
        gains = setup.reserveMemory(
            setup.outputCount * MemoryLayout<BlockRamp>.stride / MemoryLayout<Float>.stride)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, position) = (block.input(0), block.input(1))
        let ring = Ring(outputCount, width: block.held(3)[0], orientation: block.held(4)[0])
        let initialRing = Ring(outputCount, width: block.input(3).initial, orientation: block.input(4).initial)
        let ramps = UnsafeMutableRawPointer(block.memory(gains)).assumingMemoryBound(to: BlockRamp.self)
        let level = Clamp.finite(block.held(2)[0])
        for index in 0..<outputCount {
            let output = block.output(index)
            if position.isConstant {
                let gain = ring.gain(position[0], index) * level
                var initial: Float = 0
                if block.isFirst {
                    initial = initialRing.gain(position.initial, index) * Clamp.finite(block.input(2).initial)
                }
                let glide = ramps[index].start(gain, initial: initial, block)
                for frame in 0..<block.frameCount { output[frame] = Clamp.finite(signal[frame]) * glide.at(frame) }
            } else {
                for frame in 0..<block.frameCount {
                    // The level changes in a step at the block boundary, as in scsynth (measured, 3.13).
                    let gain = ring.gain(position[frame], index) * level
                    output[frame] = Clamp.finite(signal[frame]) * gain
                }
            }
        }
    }

    /// Returns silence, as measured with scsynth. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        for index in 0..<outputCount { block.output(index)[0] = 0 }
    }
}

/// The geometry of the ring of outputs.
private struct Ring: BitwiseCopyable {
    private let half: Float
    private let orientation: Float
    private let perOutput: Float
    private let period: Float

    @_noLocks @_noAllocation
    init(_ count: Int, width: Float, orientation: Float) {
        let width = Bounds.clamp(width, 0.01, 1e6)
        half = 0.5 * Float(count)
        self.orientation = Clamp.finite(orientation)
        perOutput = 1 / width
        period = Float(count) / width
    }

    /// Returns the gain of an output: half a sine over the width, in 4096 steps.
    @inline(__always)
    @_noLocks @_noAllocation
    func gain(_ position: Float, _ index: Int) -> Float {
        let distance = (Clamp.finite(position) * half + orientation - Float(index)) * perOutput + 0.5
        let fraction = distance - period * InlineMath.floor(distance / period)
        guard fraction >= 0, fraction < 1 else { return 0 }
        return SineCurve.value(at: UInt32(fraction * 4096) &<< 19)
    }
}
