internal import TonewheelDSP
package import TonewheelGraph
internal import TonewheelRealtime
package import TonewheelSoundFiles

/// Renders a graph as fast as the machine can: the same commands give the same samples. `[control]`
package struct OfflineRenderer {
    /// What was rendered.
    package struct Result: Sendable {
        package var frameCount = 0

        /// The highest sample of each output.
        package var peaks: [Float] = []

        /// Samples that were not finite, on their way to a bus or out of one, and became 0.
        package var nonFiniteSamples = 0
    }

    /// Takes interleaved samples, and how many frames there are of them.
    package typealias Sink = ([Float], Int) throws(SoundFileError) -> Void

    private let control: GraphControl
    private let server: SynthServer
    private let input: SoundFileReader?

    /// - Parameters:
    ///   - control: of a graph with a shape from `shape(_:)`.
    ///   - server: plays it, on an `ImmediateLane`.
    ///   - input: the sound file that the inputs hear; nil for silence.
    package init(_ control: GraphControl, _ server: SynthServer, _ input: SoundFileReader? = nil) {
        self.control = control
        self.server = server
        self.input = input
    }

    /// A shape without limits of a block: nobody waits for a block here, and everything happens in the one that it belongs to.
    package static func shape(_ shape: GraphShape) -> GraphShape {
        var shape = shape
        shape.endsPerBlock = .max
        shape.fillsPerBlock = .max
        shape.operationsPerBlock = .max
        return shape
    }

    /// Renders frames from where the graph is.
    ///
    /// - Parameters:
    ///   - before: is called before each block, with the number of frames up to its end.
    ///   - sink: takes what is rendered.
    /// - Throws: `SoundFileError` of the sink.
    package func render(
        frameCount length: Int, before: (Int) -> Void = { _ in }, to sink: Sink
    ) throws(SoundFileError) -> Result {
        let shape = control.shape
        let graph = control.graph
        let blockFrames = shape.blockFrames
        let channelCount = shape.outputBusCount
        var result = Result()
        let nonFiniteBefore = graph.pointee.nonFiniteSamples
        var chunk = OutputChunk(blockFrames: blockFrames, channelCount: channelCount)
        var heard = [Float](repeating: 0, count: blockFrames * (input?.channelCount ?? 0))
        RealtimeRights.flushDenormals()
        while result.frameCount < length {
            let blockEnd = result.frameCount + blockFrames
            before(blockEnd)
            graph.pointee.beginBlock()
            if let input { hear(input, &heard) }
            graph.pointee.render(nil)
            for channel in 0..<channelCount { chunk.take(graph.pointee.output(channel), channel) }
            chunk.frameCount += min(blockFrames, length - result.frameCount)
            if chunk.isFull { try chunk.write(sink) }
            result.frameCount = min(length, blockEnd)
            server.collect()
            server.waitForDisk()
        }
        try chunk.write(sink)
        result.peaks = chunk.peaks
        result.nonFiniteSamples = chunk.nonFiniteSamples + graph.pointee.nonFiniteSamples - nonFiniteBefore
        return result
    }

    /// Lets the inputs hear the next block of a file.
    private func hear(_ input: SoundFileReader, _ heard: inout [Float]) {
        let (graph, shape) = (control.graph, control.shape)
        let count = input.read(into: &heard, frameCount: shape.blockFrames)
        for channel in 0..<min(shape.inputBusCount, input.channelCount) {
            let bus = graph.pointee.input(channel)
            for frame in 0..<shape.blockFrames {
                let sample = frame < count ? heard[frame * input.channelCount + channel] : 0
                bus[frame] = sample.isFinite ? sample : 0
            }
        }
    }
}
