internal import TonewheelGraph

/// `/b_fill`: sets consecutive samples of a buffer to one value.
struct FillSamples: GraphCommand {
    static let name = "/b_fill"
    static let number: Int32 = 37
    static let usesSamples = true

    private let buffer: Int32
    private var ranges: [(start: Int32, count: Int32, value: Float)] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        buffer = try arguments.int("the buffer")
        repeat {
            let start = try arguments.int("the sample's index")
            let count = try arguments.count("the number of samples")
            ranges.append((start, count, try arguments.float("the value")))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        batch.changedBuffers.insert(buffer)
        for (start, count, value) in ranges { batch.add(.fillSamples(buffer, start: start, count: count, value)) }
    }
}
