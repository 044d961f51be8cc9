package import TonewheelDSP

/// The playback rate at which a buffer keeps its pitch: its sample rate / the engine's sample rate.
///
/// - Input 0 `buffer`: the buffer number; may change with every block.
/// - Output 0 `out`: a factor; 0 if the buffer does not exist. May share memory with the input.
///
/// Reference: SuperCollider help, "BufRateScale".
package struct BufRateScale: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("BufRateScale", inputs: [.buffer("buffer")], outputs: ["out"])
    }

    private let sampleRate: Double

    package init(_ setup: UnitSetup) {
        sampleRate = setup.audioSampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        var value: Float = 0
        if let buffer = block.context.buffers.buffer(block.held(0)[0]) {
            value = Float(buffer.sampleRate / sampleRate)
        }
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
