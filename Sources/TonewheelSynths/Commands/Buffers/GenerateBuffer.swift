internal import TonewheelDSP
internal import TonewheelGraph

/// `/b_gen`: fills a buffer with waves, or with samples of another buffer.
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
        // The wave is written into a copy, so that synths never read a partial wave.
        let memory = try buffers.memory(
            of: number, frameCount: contents.frameCount, channelCount: contents.channelCount,
            sampleRate: contents.sampleRate)
        let samples = UnsafeMutableBufferPointer(start: memory.pointee.buffer.samples, count: contents.sampleCount)
        memory.pointee.buffer.samples.update(from: contents.samples, count: samples.count)
        generator.apply(to: samples)
        try buffers.swap(number, memory, keepsRate: true, origin)
    }

    /// Copies samples, as many as exist and fit, into memory that synths may be reading.
    private static func copy(
        from source: SampleBuffer, _ first: Int, into target: SampleBuffer, _ targetFirst: Int, count: Int
    ) throws(CommandError) {
        guard source.channelCount == target.channelCount else {
            throw CommandError(
                "the source has \(source.channelCount) channels, but the target has \(target.channelCount)")
        }
        guard first <= source.sampleCount, targetFirst <= target.sampleCount else {
            throw CommandError("index out of range")
        }
        let available = min(source.sampleCount - first, target.sampleCount - targetFirst)
        // The ranges may overlap within one buffer, which `update` allows.
        (target.samples + targetFirst).update(
            from: source.samples + first, count: count < 0 ? available : min(count, available))
    }
}
