internal import TonewheelDSP
package import TonewheelRealtime

/// Lets what comes in be heard: input 1 on output 1, and so on; a single input on all outputs.
package struct InputMonitor: ~Copyable {
    package private(set) var queue: InputQueue

    /// The gain that was asked for, 0 … 1.
    package private(set) var amplitude: Float

    /// The highest sample of the latest period, falling by 20 dB a second.
    package private(set) var peak: Float = 0

    private let block: UnsafeMutablePointer<Float>  // one block, interleaved
    private var gain: TonewheelDSP.Glide

    /// Whether there is anything to be heard of the block.
    private var isHeard = false

    private let peakFall: PeakFall

    /// Takes all the memory that it will ever need. `[control]`
    package init(_ format: StreamFormat, blockFrames: Int, amplitude: Float) {
        let maximumFrames = max(StreamFormat.maximumPeriodFrames, blockFrames)
        queue = InputQueue(channelCount: format.inputChannelCount, maximumFrames: maximumFrames)
        block = .allocate(capacity: max(1, blockFrames * format.inputChannelCount))
        block.initialize(repeating: 0, count: blockFrames * format.inputChannelCount)
        self.amplitude = amplitude
        gain = TonewheelDSP.Glide(amplitude, length: ToneVoice.glideFrames)
        peakFall = PeakFall(sampleRate: format.sampleRate)
    }

    deinit {
        block.deallocate()
    }

    /// Changes what `change` gives, from the next frame on. `[render]`
    @_noLocks @_noAllocation
    package mutating func apply(_ change: ParameterChange) {
        guard let value = change.monitor else { return }
        amplitude = value
        gain.glide(to: value)
    }

    /// Takes in what the device has recorded. `[render]`
    @_noLocks @_noAllocation
    package mutating func record(_ frames: UnsafePointer<Float>, frameCount: Int) {
        peak = max(queue.write(frames, frameCount: frameCount), peak * peakFall.factor(frameCount: frameCount))
    }

    /// Begins a block: the input that belongs to it. `[render]`
    @_noLocks @_noAllocation
    package mutating func beginBlock(frameCount: Int) {
        queue.read(into: block, frameCount: frameCount)
        isHeard = false
    }

    /// Copies one channel of the block, as it came, before the first call of `render`. `[render]`
    @_noLocks @_noAllocation
    package func copyInput(_ channel: Int, to samples: UnsafeMutablePointer<Float>, frameCount: Int) {
        for frame in 0..<frameCount { samples[frame] = block[frame &* queue.channelCount &+ channel] }
    }

    /// Goes on by the next frames of the block. `[render]`
    @_noLocks @_noAllocation
    package mutating func render(from position: Int, frameCount: Int) {
        let channelCount = queue.channelCount
        // Before it goes on: a glide to silence that ends with the block is heard until then.
        if !gain.hasArrived || gain.target > 0 { isHeard = true }
        gain.apply(to: block + position &* channelCount, frameCount: frameCount, channelCount: channelCount)
    }

    /// Adds frames of the block to interleaved output. `[render]`
    @_noLocks @_noAllocation
    package func add(from position: Int, to output: UnsafeMutablePointer<Float>, channelCount: Int, frameCount: Int) {
        let inputs = queue.channelCount
        guard inputs > 0, isHeard else { return }
        for frame in 0..<frameCount {
            let input = block + (position &+ frame) &* inputs
            let place = output + frame &* channelCount
            if inputs == 1 {
                for channel in 0..<channelCount { place[channel] += input[0] }
            } else {
                for channel in 0..<min(inputs, channelCount) { place[channel] += input[channel] }
            }
        }
    }
}
