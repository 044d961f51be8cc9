package import TonewheelDSP

/// A unit that frees its synth at a trigger.
///
/// - Input 0 `in`: the trigger; acts when it rises from 0 or below to above 0.
/// - Output 0 `out`: the input; may share memory with it.
///
/// Reference: SuperCollider help, "FreeSelf".
package struct FreeSelf: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("FreeSelf", inputs: [.trigger("in")], outputs: ["out"])
    }

    private var last: Float = 0  // in the previous frame

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        last = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let signal = block.input(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let value = Clamp.finite(signal[frame])
            if value > 0, !(last > 0) { block.synth.pointee.doneAction = 2 }
            last = value
            output[frame] = value
        }
    }
}
