package import TonewheelDSP

/// Frees its synth when its input goes above 0.
///
/// - Input 0 `in`: the trigger.
/// - Output 0 `out`: the input; may be the same memory as it.
///
/// Reference: SuperCollider help, "FreeSelf".
package struct FreeSelf: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("FreeSelf", inputs: [.trigger("in")], outputs: ["out"])
    }

    private var last: Float = 0  // of the frame before

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
            let value = Held.finite(signal[frame])
            if value > 0, !(last > 0) { block.synth.pointee.doneAction = 2 }
            last = value
            output[frame] = value
        }
    }
}
