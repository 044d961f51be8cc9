package import TonewheelDSP

/// The angle that one cycle a second goes on in a frame, in radians.
///
/// - Output 0 `out`: the number.
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
