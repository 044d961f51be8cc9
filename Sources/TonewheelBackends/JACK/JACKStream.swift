#if JACK
internal import CJACK
internal import TonewheelRealtime

/// The state of JACK's process callback: the ports, and interleaved buffers for their samples.
struct JACKStream: ~Copyable {
    var callback: RenderCallback?

    private let ports: UnsafeMutablePointer<tonewheel_jack_ports>
    private let begin: DeviceFunction
    private let outputCount: Int
    private let inputCount: Int
    private let output: UnsafeMutablePointer<Float>
    private let input: UnsafeMutablePointer<Float>

    /// Allocates for the longest period, since JACK may change the period while it runs. `[control]`
    init(client: OpaquePointer, outputs: [OpaquePointer], inputs: [OpaquePointer]) {
        outputCount = outputs.count
        inputCount = inputs.count
        let count = outputCount + inputCount
        let list = UnsafeMutablePointer<OpaquePointer?>.allocate(capacity: count)
        for (index, port) in (outputs + inputs).enumerated() { (list + index).initialize(to: port) }
        let buffers = UnsafeMutablePointer<UnsafeMutablePointer<Float>?>.allocate(capacity: count)
        buffers.initialize(repeating: nil, count: count)
        ports = .allocate(capacity: 1)
        ports.initialize(
            to: tonewheel_jack_ports(client: client, count: Int32(count), ports: list, buffers: buffers))
        begin = DeviceFunction(context: ports, tonewheel_jack_begin)
        output = Self.samples(outputCount)
        input = Self.samples(inputCount)
    }

    deinit {
        ports.pointee.ports.deallocate()
        ports.pointee.buffers.deallocate()
        ports.deallocate()
        output.deallocate()
        input.deallocate()
    }

    private static func samples(_ channelCount: Int) -> UnsafeMutablePointer<Float> {
        let count = StreamFormat.maximumPeriodFrames * channelCount
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: count)
        samples.initialize(repeating: 0, count: count)
        return samples
    }

    /// Renders a period into the ports' buffers. `[render]`
    @_noLocks @_noAllocation
    mutating func process(_ frameCount: Int) {
        let hostTime = begin(Int32(truncatingIfNeeded: frameCount))
        guard let callback, let buffers = ports.pointee.buffers, frameCount <= StreamFormat.maximumPeriodFrames else {
            return
        }
        for channel in 0..<inputCount {
            guard let port = buffers[outputCount &+ channel] else { continue }
            for frame in 0..<frameCount { input[frame &* inputCount &+ channel] = port[frame] }
        }
        callback.render(
            output, input: inputCount > 0 ? UnsafePointer(input) : nil, frameCount: frameCount, hostTime: hostTime)
        for channel in 0..<outputCount {
            guard let port = buffers[channel] else { continue }
            for frame in 0..<frameCount { port[frame] = output[frame &* outputCount &+ channel] }
        }
    }
}

/// JACK's process callback.
@_noLocks @_noAllocation
func jackProcessCallback(frameCount: jack_nframes_t, stream: UnsafeMutableRawPointer?) -> Int32 {
    stream?.assumingMemoryBound(to: JACKStream.self).pointee.process(Int(truncatingIfNeeded: frameCount))
    return 0
}
#endif
