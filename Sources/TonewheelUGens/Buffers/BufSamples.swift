package import TonewheelDSP

/// How many samples a buffer has: frames × channels.
///
/// - Input 0 `buffer`: its number; may change with every block. Where there is no buffer, the output is 0.
/// - Output 0 `out`: may be the same memory as the input.
///
/// Reference: SuperCollider help, "BufSamples".
package struct BufSamples: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("BufSamples", inputs: [.buffer("buffer")], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        var value: Float = 0
        if let buffer = block.context.buffers.buffer(block.held(0)[0]) {
            value = Float(buffer.sampleCount)
        }
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
