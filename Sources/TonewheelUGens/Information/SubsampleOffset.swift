package import TonewheelDSP

/// The fraction of a frame between the requested start of the synth and its first frame.
///
/// - Output 0 `out`: always 0, because synths start on whole frames.
///
/// Reference: SuperCollider help, "SubsampleOffset".
package struct SubsampleOffset: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("SubsampleOffset", inputs: [], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
