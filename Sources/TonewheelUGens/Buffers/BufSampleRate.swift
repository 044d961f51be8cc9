package import TonewheelDSP

/// Frames a second at which a buffer was recorded.
///
/// - Input 0 `buffer`: its number; may change with every block. Where there is no buffer, the output is 0.
/// - Output 0 `out`: may be the same memory as the input.
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
