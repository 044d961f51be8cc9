package import TonewheelDSP
internal import TonewheelRealtime

/// A granular pitch shifter: four overlapping grains with triangular windows, which read the past at another speed.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `windowSize`: the length of a grain in seconds, read when the synth starts. If it is unknown when memory
///   is allocated, the memory suffices for 0.25 s at all ratios, and for longer grains at lower ratios.
/// - Input 2 `pitchRatio`: the factor of all frequencies, 0 … 4. Inputs 2 … 4 are read when a grain starts.
/// - Input 3 `pitchDispersion`: the maximum deviation of a grain's ratio from `pitchRatio`, in either direction.
/// - Input 4 `timeDispersion`: the maximum additional delay of a grain in seconds, clamped to `windowSize`.
/// - Output 0 `out`: the shifted signal; may share memory with an input.
///
/// The times at which grains start are as measured on scsynth.
///
/// Reference: SuperCollider help, "PitchShift".
package struct PitchShift: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "PitchShift",
            inputs: [
                .number("in", default: 0), .seconds("windowSize", default: 0.2), .number("pitchRatio", default: 1),
                .number("pitchDispersion", default: 0), .seconds("timeDispersion", default: 0),
            ], outputs: ["out"],
            exemptions: [
                .blockSizes: "the ratio is read once a block", .inPlace: "the ratio is read when a grain starts",
            ])
    }

    /// A grain: a windowed section of the past.
    private struct Grain: BitwiseCopyable {
        /// The delay of the read position in frames, and its increment per frame. Single precision, as in scsynth: over
        /// a long grain a difference would show in a null test.
        var delay: Float = 0
        var slope: Float = 0

        /// The number of frames since the start; negative for an inactive grain.
        var age = -1
    }

    private let initialNoise: NoiseSource
    private let sampleRate: Float
    private let memory: ArenaSlice
    private let mask: Int
    private var noise: NoiseSource
    private var grains = InlineArray<4, Grain>(repeating: Grain())

    /// A quarter of the length of a grain in frames: the interval at which grains start.
    private var quarterLength = 1
    private var framesToNextGrain = 0
    private var newestGrain = 0
    private var position = 0

    package init(_ setup: UnitSetup) {
        initialNoise = NoiseSource(seed: setup.seed)
        noise = initialNoise
        sampleRate = Float(setup.sampleRate)
        let seconds = Bounds.clamp(Double(setup.value(ofInput: 1) ?? 0.25), 0, 10)
        var count = 64
        while Double(count) < 4 * seconds * setup.sampleRate + 64 { count *= 2 }
        memory = setup.reserveMemory(count)
        mask = count - 1
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        noise = initialNoise
        for index in 0..<4 { grains[index] = Grain() }
        quarterLength = 1
        framesToNextGrain = 0
        newestGrain = 0
        position = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        let samples = block.memory(memory)
        if block.isFirst {
            let longest = Float(mask) / 8
            quarterLength = Int(Bounds.clamp(block.held(1)[0] * sampleRate / 4 + 0.5, 1, longest))
            framesToNextGrain = quarterLength
            // The first frame is written twice, as measured on scsynth.
            samples[0] = Clamp.finite(input.initial)
            position = 1
        }
        for frame in 0..<block.frameCount {
            samples[position] = Clamp.finite(input[frame])
            if framesToNextGrain == 0 {
                framesToNextGrain = quarterLength
                beginGrain(block, frame)
            }
            framesToNextGrain = framesToNextGrain &- 1
            var sum: Float = 0
            for index in 0..<4 where grains[index].age >= 0 { sum += grainSample(index, samples) }
            position = (position &+ 1) & mask
            output[frame] = sum
        }
    }

    /// Sets the initial output to 0: the delay line is empty. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    /// Starts a grain in place of the oldest one.
    @_noLocks @_noAllocation
    private mutating func beginGrain(_ block: borrowing Block, _ frame: Int) {
        newestGrain = (newestGrain &+ 1) & 3
        let dispersion = Clamp.finite(block.held(3)[0])
        let deviation = dispersion == 0 ? 0 : dispersion * noise.nextSigned()
        let ratio = Bounds.clamp(Clamp.finite(block.held(2)[0]) + deviation, 0, 4)
        let length = Float(4 &* quarterLength)
        let timeDispersion = Bounds.clamp(block.held(4)[0] * sampleRate, 0, length)
        var grain = Grain()
        grain.slope = 1 - ratio
        // Two frames are for the interpolation. A grain with a ratio above 1 starts as far back as it will advance.
        grain.delay =
            2 + (ratio > 1 ? (ratio - 1) * length : 0) + (timeDispersion > 0 ? timeDispersion * noise.nextUnit() : 0)
        grain.age = 0
        grains[newestGrain] = grain
    }

    /// Returns the sample of a grain at the current frame, and advances the grain.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func grainSample(_ index: Int, _ samples: UnsafeMutablePointer<Float>) -> Float {
        let age = grains[index].age
        let length = 4 &* quarterLength
        let delay = grains[index].delay + grains[index].slope
        grains[index].delay = delay
        grains[index].age = age &+ 1 < length ? age &+ 1 : -1
        let held = Bounds.clamp(delay, 0, Float(mask &- 2))
        let whole = Int(held)
        let at = (position &- whole) & mask
        let value = Interpolation.linear(held - Float(whole), samples[at], samples[(at &- 1) & mask])
        let half = 2 &* quarterLength
        let rise = age < half ? age : length &- age
        return 0.5 * value * Float(rise) / Float(half)
    }
}
