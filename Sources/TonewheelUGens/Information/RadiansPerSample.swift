package import TonewheelDSP

/// The phase increment per audio frame of a frequency of 1 Hz.
///
/// - Output 0 `out`: radians.
///
/// Reference: SuperCollider help, "RadiansPerSample".
package struct RadiansPerSample: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("RadiansPerSample", inputs: [], outputs: ["out"])
    }

    private let audioSampleRate: Double

    package init(_ setup: UnitSetup) {
        audioSampleRate = setup.audioSampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(2 * .pi / audioSampleRate)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
