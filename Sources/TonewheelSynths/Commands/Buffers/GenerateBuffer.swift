internal import TonewheelDSP
internal import TonewheelGraph

/// `/b_gen`: fills a buffer with waves, or with what another one holds.
struct GenerateBuffer: BufferCommand {
    static let name = "/b_gen"
    static let number: Int32 = 38

    let number: Int32
    let completion: [UInt8]?
    private let generator: BufferGenerator

    init(_ number: Int32, _ arguments: inout CommandArguments) throws(CommandError) {
        self.number = number
        let name = try arguments.string("the generator's name")
        generator = try BufferGenerator(name: name, &arguments)
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        let buffers = server.buffers
        if case .copy(let target, let other, let source, let count) = generator {
            try buffers.check(other)
            let (present, destination) = (try buffers.present(other), try buffers.present(number))
            try buffers.settle(other, origin)
            try buffers.settle(number, origin)
            return try Self.copy(from: present, source, into: destination, target, count: count)
        }
        let contents = try buffers.present(number)
        try buffers.settle(number, origin)
        try generator.check(sampleCount: contents.sampleCount, channelCount: contents.channelCount)
        // A synth that plays the buffer never meets a wave that is half made.
        let memory = try buffers.memory(
            of: number, frameCount: contents.frameCount, channelCount: contents.channelCount,
            sampleRate: contents.sampleRate)
        let samples = UnsafeMutableBufferPointer(start: memory.pointee.buffer.samples, count: contents.sampleCount)
        memory.pointee.buffer.samples.update(from: contents.samples, count: samples.count)
        generator.apply(to: samples)
        try buffers.swap(number, memory, keepsRate: true, origin)
    }

    /// Copies as many samples as there are and fit, into the memory that is played.
    private static func copy(
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
        // They may be the same buffer, and overlap: `update` allows that.
        (target.samples + targetFirst).update(from: source.samples + first, count: count < 0 ? room : min(count, room))
    }
}
