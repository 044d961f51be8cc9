internal import TonewheelGraph

/// `/b_set`: sets samples of a buffer.
struct SetSamples: GraphCommand {
    static let name = "/b_set"
    static let number: Int32 = 35
    static let usesSamples = true

    private let buffer: Int32
    private var samples: [(sample: Int32, value: Float)] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        buffer = try arguments.int("the buffer")
        repeat {
            let sample = try arguments.int("the sample's index")
            samples.append((sample, try arguments.float("the value")))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        batch.changedBuffers.insert(buffer)
        for (sample, value) in samples { batch.add(.setSample(buffer, sample, value)) }
    }
}
