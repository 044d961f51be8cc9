package import TonewheelDSP

/// The sample rate of a buffer.
///
/// - Input 0 `buffer`: the buffer number; may change with every block.
/// - Output 0 `out`: hertz; 0 if the buffer does not exist. May share memory with the input.
///
/// Reference: SuperCollider help, "BufSampleRate".
package struct BufSampleRate: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("BufSampleRate", inputs: [.buffer("buffer")], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        var value: Float = 0
        if let buffer = block.context.buffers.buffer(block.held(0)[0]) {
            value = Float(buffer.sampleRate)
        }
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
