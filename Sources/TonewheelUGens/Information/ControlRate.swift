package import TonewheelDSP

/// The number of blocks per second.
///
/// - Output 0 `out`: hertz.
///
/// Reference: SuperCollider help, "ControlRate".
package struct ControlRate: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("ControlRate", inputs: [], outputs: ["out"])
    }

    private let audioSampleRate: Double

    package init(_ setup: UnitSetup) {
        audioSampleRate = setup.audioSampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(audioSampleRate / Double(block.context.blockFrames))
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
