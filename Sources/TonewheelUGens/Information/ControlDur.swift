package import TonewheelDSP

/// The duration of a block.
///
/// - Output 0 `out`: seconds.
///
/// Reference: SuperCollider help, "ControlDur".
package struct ControlDur: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("ControlDur", inputs: [], outputs: ["out"])
    }

    private let audioSampleRate: Double

    package init(_ setup: UnitSetup) {
        audioSampleRate = setup.audioSampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(Double(block.context.blockFrames) / audioSampleRate)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
