internal import TonewheelGraph

/// `/b_setSampleRate`: sets the sample rate of a buffer, without conversion.
struct SetBufferSampleRate: GraphCommand {
    static let name = "/b_setSampleRate"
    static let number: Int32 = 66
    static let usesSamples = true

    private let buffer: Int32
    private let rate: Float

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        buffer = try arguments.int("the buffer")
        rate = try arguments.float("the sample rate", default: 0)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        batch.add(.setSampleRate(buffer, rate))
    }
}
