package import TonewheelDSP

/// The number of samples of a buffer: frames × channels.
///
/// - Input 0 `buffer`: the buffer number; may change with every block.
/// - Output 0 `out`: samples; 0 if the buffer does not exist. May share memory with the input.
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
