package import TonewheelDSP

/// Smooths a signal: three exponential lags in a row. It begins with the first value of the signal.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `time`: until a step is within 60 dB, in seconds; read once a block, and changes glide over it.
/// - Output 0 `out`: the smoothed signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Lag3".
package struct Lag3: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Lag3", inputs: [.number("in", default: 0), .seconds("time", default: 0.1)], outputs: ["out"],
            exemptions: [.blockSizes: "the time is read once a block"])
    }

    private let sampleRate: Double
    private let isAudioRate: Bool
    private var y0: Double = 0
    private var y1: Double = 0
    private var y2: Double = 0
    private var coefficient: Float = 0  // of the block before
    private var seconds: Float = -1  // that it is of

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        y0 = 0
        y1 = 0
        y2 = 0
        coefficient = 0
        seconds = -1
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        let frameCount = block.frameCount
        let seconds = Held.finite(block.input(1)[0])
        var b = Double(coefficient)
        var step = 0.0
        if seconds != self.seconds || block.isFirst {
            let next = LagCoefficient.of(seconds, sampleRate)
            if block.isFirst || !isAudioRate { b = next } else { step = (next - b) / Double(frameCount) }
            coefficient = Float(next)
            self.seconds = seconds
        }
        if block.isFirst {
            y0 = Double(Held.finite(signal.initial))
            y1 = Double(Held.finite(signal.initial))
            y2 = Double(Held.finite(signal.initial))
        }
        var y0 = self.y0
        var y1 = self.y1
        var y2 = self.y2
        for frame in 0..<frameCount {
            var x = Double(Held.finite(signal[frame]))
            y0 = x + b * (y0 - x)
            x = y0
            y1 = x + b * (y1 - x)
            x = y1
            y2 = x + b * (y2 - x)
            x = y2
            output[frame] = Float(x)
            b += step
        }
        self.y0 = y0
        self.y1 = y1
        self.y2 = y2
    }
}
