package import TonewheelDSP

/// The duration of an audio frame.
///
/// - Output 0 `out`: seconds.
///
/// Reference: SuperCollider help, "SampleDur".
package struct SampleDur: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("SampleDur", inputs: [], outputs: ["out"])
    }

    private let audioSampleRate: Double

    package init(_ setup: UnitSetup) {
        audioSampleRate = setup.audioSampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(1 / audioSampleRate)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
