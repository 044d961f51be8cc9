package import TonewheelDSP

/// A unit that frees its synth when another unit is done.
///
/// - Input 0 `source`: the observed unit, which must be one with a done flag.
/// - Output 0 `out`: the input; may share memory with it.
///
/// Reference: SuperCollider help, "FreeSelfWhenDone".
package struct FreeSelfWhenDone: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("FreeSelfWhenDone", inputs: [.number("source", default: 0)], outputs: ["out"])
    }

    private let source: Int

    package init(_ setup: UnitSetup) {
        source = setup.inputs.first?.unit ?? -1
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let isDone = source >= 0 && block.synth.pointee.doneFlags[source]
        if isDone { block.synth.pointee.doneAction = 2 }
        let signal = block.input(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = Clamp.finite(signal[frame]) }
    }
}
