package import TonewheelDSP

/// A placeholder for the output to a client's oscilloscope.
///
/// - Input 0 `scope`: the number of the oscilloscope.
/// - Input 1 `maxFrames`, input 2 `scopeFrames`: the length of the display, in frames.
/// - Further inputs: the signals.
/// - Outputs: silence.
///
/// Unlike in scsynth, the signals are discarded, since no memory is shared with clients.
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
