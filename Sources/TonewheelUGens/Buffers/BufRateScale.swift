package import TonewheelDSP

/// The rate at which a buffer plays at its own speed: its sample rate / the sound's.
///
/// - Input 0 `buffer`: its number; may change with every block. Where there is no buffer, the output is 0.
/// - Output 0 `out`: may be the same memory as the input.
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
