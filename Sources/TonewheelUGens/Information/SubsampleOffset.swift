package import TonewheelDSP

/// How far between two frames the synth was to start: synths start on frames.
///
/// - Output 0 `out`: the number.
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
