package import TonewheelDSP

/// The duration of a buffer at its own sample rate.
///
/// - Input 0 `buffer`: the buffer number; may change with every block.
/// - Output 0 `out`: seconds; 0 if the buffer does not exist. May share memory with the input.
///
/// Reference: SuperCollider help, "BufDur".
package struct BufDur: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("BufDur", inputs: [.buffer("buffer")], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        var value: Float = 0
        if let buffer = block.context.buffers.buffer(block.held(0)[0]) {
            value = buffer.sampleRate > 0 ? Float(Double(buffer.frameCount) / buffer.sampleRate) : 0
        }
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
