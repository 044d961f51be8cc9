internal import TonewheelDSP

/// The sum of up to four inputs over a block.
///
/// The control-rate inputs are summed into one linear ramp, to which the audio-rate inputs are added frame by frame.
struct BlockSum: BitwiseCopyable {
    private let count: Int
    private let isAudioRate: Bool
    private var ramp = BlockRamp()  // the sum of the control-rate inputs

    init(count: Int, rate: Rate) {
        self.count = count
        isAudioRate = rate.isAudio
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        ramp = BlockRamp()
    }

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        var constant: Float = 0
        var initial: Float = 0
        var signals = (block.input(0), block.input(0), block.input(0), block.input(0))
        var signalCount = 0
        for index in 0..<count {
            let input = block.input(index)
            if !isAudioRate || input.isConstant {
                constant += input[0]
                if block.isFirst { initial += input.initial }
                continue
            }
            switch signalCount {
            case 0: signals.0 = input
            case 1: signals.1 = input
            case 2: signals.2 = input
            default: signals.3 = input
            }
            signalCount = signalCount &+ 1
        }
        let line =
            isAudioRate ? ramp.start(constant, initial: initial, block) : BlockRamp.Line(level: constant)
        let frameCount = block.frameCount
        let (a, b, c, d) = (signals.0.samples, signals.1.samples, signals.2.samples, signals.3.samples)
        switch signalCount {
        case 0: for frame in 0..<frameCount { output[frame] = line.at(frame) }
        case 1: for frame in 0..<frameCount { output[frame] = a[frame] + line.at(frame) }
        case 2: for frame in 0..<frameCount { output[frame] = a[frame] + b[frame] + line.at(frame) }
        case 3: for frame in 0..<frameCount { output[frame] = a[frame] + b[frame] + c[frame] + line.at(frame) }
        default: for frame in 0..<frameCount { output[frame] = a[frame] + b[frame] + c[frame] + d[frame] }
        }
    }
}
