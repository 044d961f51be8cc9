package import TonewheelDSP
internal import TonewheelRealtime

/// Shifts the pitch by grains: four at a time, each under a triangle, that are read from the past faster or slower than time goes.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `windowSize`: how long a grain is, in seconds; taken when the synth starts. If it is not known beforehand, there is
///   room for 0.25 s at all ratios, and for longer grains at lower ones.
/// - Input 2 `pitchRatio`: what frequencies are multiplied by, 0 … 4. Each grain takes it at its beginning, and so the others.
/// - Input 3 `pitchDispersion`: how far the ratio of a grain may be from that, either way.
/// - Input 4 `timeDispersion`: how much later than needed a grain may be read, in seconds; no more than `windowSize`.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "PitchShift"; where grains begin is as measured of scsynth.
package struct PitchShift: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "PitchShift",
            inputs: [
                .number("in", default: 0), .seconds("windowSize", default: 0.2), .number("pitchRatio", default: 1),
                .number("pitchDispersion", default: 0), .seconds("timeDispersion", default: 0),
            ], outputs: ["out"],
            exemptions: [
                .blockSizes: "the ratio is read once a block", .inPlace: "the ratio is read where a grain begins",
            ])
    }

    /// A stretch of the past.
    private struct Grain: BitwiseCopyable {
        /// Frames ago that it reads, and how much that grows in a frame. In single precision, as scsynth's: over a long grain the
        /// difference would be heard in a null.
        var delay: Float = 0
        var slope: Float = 0

        /// Frames since it has begun; below 0 if there is none.
        var age = -1
    }

    private let start: NoiseSource
    private let sampleRate: Float
    private let memory: ArenaSlice
    private let mask: Int
    private var noise: NoiseSource
    private var grains = InlineArray<4, Grain>(repeating: Grain())

    /// Frames of a quarter of a grain: whenever they have passed, one begins.
    private var quarter = 1
    private var framesLeft = 0
    private var turn = 0
    private var position = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        noise = start
        sampleRate = Float(setup.sampleRate)
        let seconds = Bounds.hold(Double(setup.value(ofInput: 1) ?? 0.25), 0, 10)
        var count = 64
        while Double(count) < 4 * seconds * setup.sampleRate + 64 { count *= 2 }
        memory = setup.takeMemory(count)
        mask = count - 1
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        noise = start
        for index in 0..<4 { grains[index] = Grain() }
        quarter = 1
        framesLeft = 0
        turn = 0
        position = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        let samples = block.memory(memory)
        if block.isFirst {
            let longest = Float(mask) / 8
            quarter = Int(Bounds.hold(block.held(1)[0] * sampleRate / 4 + 0.5, 1, longest))
            framesLeft = quarter
            // The first frame goes in twice, as measured.
            samples[0] = Held.finite(input.initial)
            position = 1
        }
        for frame in 0..<block.frameCount {
            samples[position] = Held.finite(input[frame])
            if framesLeft == 0 {
                framesLeft = quarter
                begin(block, frame)
            }
            framesLeft = framesLeft &- 1
            var sum: Float = 0
            for index in 0..<4 where grains[index].age >= 0 { sum += next(index, samples) }
            position = (position &+ 1) & mask
            output[frame] = sum
        }
    }

    /// Before the first frame it is silent: nothing has come through yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    /// The next grain takes the place of the oldest.
    @_noLocks @_noAllocation
    private mutating func begin(_ block: borrowing Block, _ frame: Int) {
        turn = (turn &+ 1) & 3
        let dispersion = Held.finite(block.held(3)[0])
        let deviation = dispersion == 0 ? 0 : dispersion * noise.nextSigned()
        let ratio = Bounds.hold(Held.finite(block.held(2)[0]) + deviation, 0, 4)
        let length = Float(4 &* quarter)
        let latest = Bounds.hold(block.held(4)[0] * sampleRate, 0, length)
        var grain = Grain()
        grain.slope = 1 - ratio
        // Two frames for the interpolation; one that catches up begins as far back as it will come.
        grain.delay = 2 + (ratio > 1 ? (ratio - 1) * length : 0) + (latest > 0 ? latest * noise.nextUnit() : 0)
        grain.age = 0
        grains[turn] = grain
    }

    /// The sample of a grain at this frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(_ index: Int, _ samples: UnsafeMutablePointer<Float>) -> Float {
        let age = grains[index].age
        let length = 4 &* quarter
        let delay = grains[index].delay + grains[index].slope
        grains[index].delay = delay
        grains[index].age = age &+ 1 < length ? age &+ 1 : -1
        let held = Bounds.hold(delay, 0, Float(mask &- 2))
        let whole = Int(held)
        let at = (position &- whole) & mask
        let value = Interpolation.linear(held - Float(whole), samples[at], samples[(at &- 1) & mask])
        let half = 2 &* quarter
        let rise = age < half ? age : length &- age
        return 0.5 * value * Float(rise) / Float(half)
    }
}
