package import TonewheelDSP

/// The number of audio frames per second.
///
/// - Output 0 `out`: hertz.
///
/// Reference: SuperCollider help, "SampleRate".
package struct SampleRate: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("SampleRate", inputs: [], outputs: ["out"])
    }

    private let audioSampleRate: Double

    package init(_ setup: UnitSetup) {
        audioSampleRate = setup.audioSampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(audioSampleRate)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
