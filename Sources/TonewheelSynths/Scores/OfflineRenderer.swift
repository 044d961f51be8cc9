internal import TonewheelDSP
package import TonewheelGraph
internal import TonewheelRealtime
package import TonewheelSoundFiles

/// A renderer of a graph as fast as possible. Output is deterministic: the same commands produce the same samples.
/// `[control]`
package struct OfflineRenderer {
    /// The result of rendering.
    package struct Result: Sendable {
        package var frameCount = 0

        /// The peak of each output.
        package var peaks: [Float] = []

        /// Non-finite samples that were replaced by 0, on buses and at the outputs.
        package var nonFiniteSamples = 0

        /// The number of times that a synth was muted, and the description of the latest one.
        package var mutedNodes = 0
        package var latestMute = ""

        /// A summary of the muted synths; nil if there are none.
        package var muteSummary: String? {
            switch mutedNodes {
            case 0: nil
            case 1: latestMute
            default: "\(mutedNodes) synths were muted. The latest: \(latestMute)"
            }
        }
    }

    /// A consumer of interleaved samples. The second argument is the number of frames.
    package typealias Sink = ([Float], Int) throws(SoundFileError) -> Void

    private let control: GraphControl
    private let server: SynthServer
    private let input: SoundFileReader?

    /// Creates a renderer.
    ///
    /// - Parameters:
    ///   - control: The control of a graph with a shape from `shape(_:)`.
    ///   - server: The server of the graph, with an `ImmediateLane`.
    ///   - input: The sound file for the inputs; nil for silence.
    package init(_ control: GraphControl, _ server: SynthServer, _ input: SoundFileReader? = nil) {
        self.control = control
        self.server = server
        self.input = input
    }

    /// Returns the shape without limits per block: rendering has no deadline, so that everything takes effect in its
    /// block.
    package static func shape(_ shape: GraphShape) -> GraphShape {
        var shape = shape
        shape.endsPerBlock = .max
        shape.fillsPerBlock = .max
        shape.operationsPerBlock = .max
        return shape
    }

    /// Renders frames from the current position of the graph.
    ///
    /// - Parameters:
    ///   - before: Called before each block, with the number of frames up to the end of the block.
    ///   - sink: The consumer of the output.
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
        let mutedBefore = control.counts.mutedNodes
        var chunk = OutputChunk(blockFrames: blockFrames, channelCount: channelCount)
        var inputSamples = [Float](repeating: 0, count: blockFrames * (input?.channelCount ?? 0))
        RealtimeRights.flushDenormals()
        while result.frameCount < length {
            let blockEnd = result.frameCount + blockFrames
            before(blockEnd)
            graph.pointee.beginBlock()
            if let input { readInput(input, &inputSamples) }
            graph.pointee.render(nil)
            for channel in 0..<channelCount { chunk.append(graph.pointee.output(channel), channel) }
            chunk.frameCount += min(blockFrames, length - result.frameCount)
            if chunk.isFull { try chunk.write(sink) }
            result.frameCount = min(length, blockEnd)
            server.collect()
            server.waitForDisk()
        }
        try chunk.write(sink)
        result.peaks = chunk.peaks
        result.mutedNodes = control.counts.mutedNodes - mutedBefore
        if result.mutedNodes > 0 { result.latestMute = control.latestMute }
        result.nonFiniteSamples = chunk.nonFiniteSamples + graph.pointee.nonFiniteSamples - nonFiniteBefore
        return result
    }

    /// Reads the next block of a file into the inputs.
    private func readInput(_ input: SoundFileReader, _ inputSamples: inout [Float]) {
        let (graph, shape) = (control.graph, control.shape)
        let count = input.read(into: &inputSamples, frameCount: shape.blockFrames)
        for channel in 0..<min(shape.inputBusCount, input.channelCount) {
            let bus = graph.pointee.input(channel)
            for frame in 0..<shape.blockFrames {
                let sample = frame < count ? inputSamples[frame * input.channelCount + channel] : 0
                bus[frame] = sample.isFinite ? sample : 0
            }
        }
    }
}
