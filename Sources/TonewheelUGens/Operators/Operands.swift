internal import TonewheelDSP

/// The inputs and output of a binary operator for one block.
///
/// At audio rate a control-rate operand is interpolated linearly from the last block's value to this block's, as in
/// scsynth (measured, 3.13). At control rate the block's value is used.
struct Operands: BitwiseCopyable {
    let a: Signal
    let b: Signal
    let lineA: BlockRamp.Line
    let lineB: BlockRamp.Line
    let output: UnsafeMutablePointer<Float>
    let frameCount: Int
    let isAudioRate: Bool

    @_noLocks @_noAllocation
    init(
        a: Signal, b: Signal, lineA: BlockRamp.Line, lineB: BlockRamp.Line, output: UnsafeMutablePointer<Float>,
        frameCount: Int, isAudioRate: Bool
    ) {
        self.a = a
        self.b = b
        self.lineA = lineA
        self.lineB = lineB
        self.output = output
        self.frameCount = frameCount
        self.isAudioRate = isAudioRate
    }

    /// Applies `operation` to every frame. The loop is compiled separately for each combination of inputs.
    @inline(__always)
    @_noLocks @_noAllocation
    func map(_ operation: (Float, Float) -> Float) {
        let output = self.output
        let frameCount = self.frameCount
        let (x, y) = (a.samples, b.samples)
        let (lineA, lineB) = (self.lineA, self.lineB)
        if a.isConstant {
            if b.isConstant {
                if lineA.isLevel, lineB.isLevel {
                    let result = operation(lineA.value, lineB.value)
                    for frame in 0..<frameCount { output[frame] = result }
                } else {
                    for frame in 0..<frameCount { output[frame] = operation(lineA.at(frame), lineB.at(frame)) }
                }
            } else if lineA.isLevel {
                let value = lineA.value
                for frame in 0..<frameCount { output[frame] = operation(value, y[frame]) }
            } else {
                for frame in 0..<frameCount { output[frame] = operation(lineA.at(frame), y[frame]) }
            }
        } else if b.isConstant {
            if lineB.isLevel {
                let value = lineB.value
                for frame in 0..<frameCount { output[frame] = operation(x[frame], value) }
            } else {
                for frame in 0..<frameCount { output[frame] = operation(x[frame], lineB.at(frame)) }
            }
        } else {
            for frame in 0..<frameCount { output[frame] = operation(x[frame], y[frame]) }
        }
    }
}
