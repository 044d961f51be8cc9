internal import TonewheelDSP

/// Controls at scalar rate. The outputs keep the values that the controls have in the synth's first block.
///
/// - Outputs: one for each control, from the special index on.
///
/// Reference: SuperCollider help, "Control".
struct InitialControl: UnitGenerator {
    static var spec: UnitSpec {
        UnitSpec("Control", inputs: [], outputs: .asDefined)
    }

    private let first: Int
    private let count: Int

    init(_ setup: UnitSetup) {
        first = setup.specialIndex
        count = setup.outputCount
    }

    @_noLocks @_noAllocation
    mutating func reset() {}

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        let controls = block.synth.pointee.controls
        for output in 0..<count { block.output(output)[0] = controls[first &+ output] }
    }
}
