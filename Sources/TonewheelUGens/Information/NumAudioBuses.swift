package import TonewheelDSP

/// The number of audio buses.
///
/// - Output 0 `out`: the number.
///
/// Reference: SuperCollider help, "NumAudioBuses".
package struct NumAudioBuses: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("NumAudioBuses", inputs: [], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(block.context.audioBuses.count)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
