package import TonewheelDSP

/// Where a client would have its oscilloscope: takes signals, and does nothing with them, for there is no memory that is shared
/// with clients.
///
/// - Input 0 `scope`: the number of the oscilloscope.
/// - Input 1 `maxFrames`, input 2 `scopeFrames`: how much it shows.
/// - Further inputs: the signals.
/// - Outputs: silence.
///
/// Reference: SuperCollider help, "ScopeOut2".
package struct ScopeOut2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "ScopeOut2",
            inputs: [
                .number("scope", default: 0), .number("maxFrames", default: 4096),
                .number("scopeFrames", default: 4096),
            ],
            outputs: .asDefined, furtherInputs: "channels")
    }

    private let outputCount: Int

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        for channel in 0..<outputCount {
            let output = block.output(channel)
            for frame in 0..<block.frameCount { output[frame] = 0 }
        }
    }
}
