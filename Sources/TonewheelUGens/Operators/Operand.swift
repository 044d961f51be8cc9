internal import TonewheelDSP

/// The input and output of a unary operator for one block.
struct Operand: BitwiseCopyable {
    let input: Signal
    let output: UnsafeMutablePointer<Float>
    let frameCount: Int

    @_noLocks @_noAllocation
    init(input: Signal, output: UnsafeMutablePointer<Float>, frameCount: Int) {
        self.input = input
        self.output = output
        self.frameCount = frameCount
    }

    /// Applies `operation` to every frame; once if the input is constant.
    @inline(__always)
    @_noLocks @_noAllocation
    func map(_ operation: (Float) -> Float) {
        let (output, frameCount) = (self.output, self.frameCount)
        if input.isConstant {
            let result = operation(input[0])
            for frame in 0..<frameCount { output[frame] = result }
        } else {
            let x = input.samples
            for frame in 0..<frameCount { output[frame] = operation(x[frame]) }
        }
    }
}
