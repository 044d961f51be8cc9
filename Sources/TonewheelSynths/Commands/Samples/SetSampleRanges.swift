internal import TonewheelGraph

/// `/b_setn`: sets consecutive samples of a buffer.
struct SetSampleRanges: GraphCommand {
    static let name = "/b_setn"
    static let number: Int32 = 36
    static let usesSamples = true

    private let buffer: Int32
    private var ranges: [(start: Int32, values: [CommandWord])] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        buffer = try arguments.int("the buffer")
        repeat {
            let start = try arguments.int("the sample's index")
            ranges.append((start, try arguments.numbers()))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        batch.changedBuffers.insert(buffer)
        for (start, values) in ranges {
            let words = batch.packet.add(values)
            batch.add(.setSamples(buffer, start: start, words))
        }
    }
}
