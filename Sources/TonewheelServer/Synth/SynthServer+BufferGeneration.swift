internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelOSC

/// `/b_gen`. It runs on the lane.
extension SynthServer {
    func generate(_ generator: BufferGenerator, into buffer: Int32, _ client: UInt32) throws(CommandError) {
        if case .copy(let target, let other, let source, let count) = generator {
            let (origin, destination) = (try sourceBuffer(other), try present(buffer))
            try settle(other, client)
            try settle(buffer, client)
            return try copy(from: origin, source, into: destination, target, count: count)
        }
        let contents = try present(buffer)
        try settle(buffer, client)
        try generator.check(sampleCount: contents.sampleCount, channelCount: contents.channelCount)
        // A synth that plays the buffer never meets a wave that is half made.
        let memory = try memory(
            of: buffer, frameCount: contents.frameCount, channelCount: contents.channelCount,
            sampleRate: contents.sampleRate)
        let samples = UnsafeMutableBufferPointer(start: memory.pointee.buffer.samples, count: contents.sampleCount)
        memory.pointee.buffer.samples.update(from: contents.samples, count: samples.count)
        generator.apply(to: samples)
        try swap(buffer, memory, keepsRate: true, client)
    }

    private func sourceBuffer(_ number: Int32) throws(CommandError) -> SampleBuffer {
        guard number >= 0, Int(number) < graph.shape.bufferCount else {
            throw CommandError("there is no buffer \(number); there are \(graph.shape.bufferCount) (-b)")
        }
        return try present(number)
    }

    /// Copies as many samples as there are and fit, into the memory that is played.
    private func copy(
        from source: SampleBuffer, _ first: Int, into target: SampleBuffer, _ targetFirst: Int, count: Int
    ) throws(CommandError) {
        guard source.channelCount == target.channelCount else {
            throw CommandError(
                "one buffer has \(source.channelCount) channels, the other \(target.channelCount): nothing is copied")
        }
        guard first <= source.sampleCount, targetFirst <= target.sampleCount else {
            throw CommandError("index out of range")
        }
        let room = min(source.sampleCount - first, target.sampleCount - targetFirst)
        // They may be the same buffer, and overlap: `update` minds that.
        (target.samples + targetFirst).update(from: source.samples + first, count: count < 0 ? room : min(count, room))
    }
}
