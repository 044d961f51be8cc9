internal import TonewheelRealtime
package import TonewheelSynths

extension AudioEngine {
    /// The destination of the sound.
    public enum Output: Hashable, Sendable {
        /// A sound card through PortAudio if there is one; otherwise a JACK server if one is running; otherwise a clock
        /// without a device.
        case automatic

        /// A sound card through PortAudio: the first whose name contains `device`, or the default output if it is nil.
        case portAudio(device: String?)

        /// A JACK server: the one with this name, or the default server if it is nil. Sample rate and period are the
        /// server's.
        case jack(server: String?)

        /// A clock without a device: the sound is rendered in real time, metered and recorded, but not played.
        case null

        /// A sound file of `seconds`, rendered faster than real time. The suffix of the path selects the format: `.wav`
        /// (32-bit float), `.flac` (24 bits) or `.aiff` (32-bit float).
        case file(path: String, seconds: Double)
    }

    /// The configuration of an engine. Every property has a default.
    public struct Configuration: Hashable, Sendable {
        /// The destination of the sound.
        public var output = Output.automatic

        /// The sample rate in hertz, 1,000 … 768,000. A device with a fixed rate overrides it.
        public var sampleRate = 48_000.0

        /// The number of output channels, 1 … 128. The tone is the same in all.
        public var channelCount = 2

        /// The number of input channels, 0 … 128. Without a device there is no input.
        public var inputChannelCount = 0

        /// The number of frames per period of the device, 1 … 8192. A JACK server overrides it.
        public var periodFrames = 256

        /// The number of frames per block of rendering, 1 … 8192. An untimed change takes effect in the next block.
        public var blockFrames = 64

        /// The number of periods that a thread renders ahead of the device, 0 … 64. At 0, the device's callback
        /// renders, which has the lowest latency. Each period ahead adds its length to the latency, and tolerates a
        /// wake-up that is late by as much. Ignored for output to a file.
        public var prefillPeriods = 0

        /// The process that renders the sound.
        public var isolation = Isolation.none

        /// The sound file that the output is recorded to, or nil. An existing file is kept: each start then writes
        /// `take-2.wav`, `take-3.wav` and so on, and `EngineStatus.recordingPath` has the actual path.
        public var recordingPath: String?

        /// The sound file that the output is recorded to if an `automatic` output finds no device, or nil. Used if
        /// `recordingPath` is nil.
        public var recordingPathWithoutDevice: String?

        /// The tone's initial frequency in hertz, 0 … sampleRate / 2.
        public var frequency: Float = 440

        /// The tone's initial peak amplitude, 0 … 1.
        public var amplitude: Float = 0.1

        /// Whether the tone sounds at the start.
        public var gate = true

        /// The initial gain of the input monitor, 0 … 1: input 1 is played on output 1, and so on; a single input is
        /// played on all outputs.
        public var monitor: Float = 0

        /// Whether output to a device, or to a clock without one, is kept free of DC and below −1 dBFS. The limiter
        /// looks 1 ms ahead and adds that to the latency. Output to a file is not limited.
        public var limitsOutput = true

        /// The capacities of the synthesis graph.
        public var synths = SynthLimits()

        /// The load above which new synths are refused, as a fraction of the time that a block lasts, 0.01 … 1; nil for
        /// no limit. `EngineStatus.load` is the load. Synths that play continue, and so does the built-in tone. Offline
        /// there is no limit.
        public var loadLimit: Double? = 0.9

        /// The options of the synthesis server that serves OSC clients.
        package var server = SynthServerOptions(version: "0.0.0")

        /// Whether SynthDefs may use the unit that crashes, hangs or produces NaN on command.
        package var allowsFaults = false

        /// The SCHED_FIFO priority that the render thread requests, 1 … 99.
        public var realtimePriority: Int32 = 70

        /// Whether all memory of the process is locked at the first start, for the rest of its life, so that the render
        /// thread incurs no page fault. The process raises its own limit for that if it may.
        public var locksMemory = true

        /// Creates the default configuration: a tone of 440 Hz and amplitude 0.1, the best available output, 2 channels
        /// at 48 kHz, and periods of 256 frames.
        public init() {}

        /// - Throws: `EngineError.outOfRange` for the first value that is outside its range.
        func validate() throws(EngineError) {
            try check(
                sampleRate.isFinite && (1_000...768_000).contains(sampleRate), "The sample rate \(sampleRate) Hz",
                "1,000 … 768,000 Hz")
            try check((1...128).contains(channelCount), "The number of channels \(channelCount)", "1 … 128")
            try check((0...128).contains(inputChannelCount), "The number of inputs \(inputChannelCount)", "0 … 128")
            try check((1...8192).contains(periodFrames), "The period of \(periodFrames) frames", "1 … 8192")
            try check((1...8192).contains(blockFrames), "The block of \(blockFrames) frames", "1 … 8192")
            try check((0...64).contains(prefillPeriods), "The prefill of \(prefillPeriods) periods", "0 … 64")
            if let loadLimit, !(0.01...1).contains(loadLimit) {
                throw .outOfRange("The load limit \(loadLimit) is outside 0.01 … 1. Set nil for no limit.")
            }
            try check((1...99).contains(realtimePriority), "The real-time priority \(realtimePriority)", "1 … 99")
            if let workers = isolation.workers {
                try workers.validate(isRedundant: isolation.isRedundant)
                guard prefillPeriods == 0 else {
                    throw .outOfRange(
                        "Workers already render ahead of the device. Set their lead instead of the prefill.")
                }
                if case .file = output {
                    throw .outOfRange("Output to a file has no workers. Set isolation to none.")
                }
            }
            if case .file(_, let seconds) = output {
                guard seconds.isFinite, seconds >= 0 else {
                    throw .outOfRange("The duration of \(seconds) s is not a finite number from 0 up.")
                }
                // A recording drops frames that the disk is too slow for, and a file is rendered faster than real time.
                guard recordingPath == nil else {
                    throw .outOfRange("Output to a file is a recording already. Set recordingPath to nil.")
                }
            }
            try synths.validate()
            try ParameterChange(frequency: frequency, amplitude: amplitude, monitor: monitor)
                .validate(sampleRate: sampleRate)
        }

        /// The requested format of the output.
        var format: StreamFormat {
            StreamFormat(
                sampleRate: sampleRate,
                channelCount: channelCount,
                inputChannelCount: inputChannelCount,
                periodFrames: periodFrames
            )
        }

        private func check(_ isValid: Bool, _ value: String, _ range: String) throws(EngineError) {
            guard isValid else { throw .outOfRange("\(value) is outside \(range).") }
        }
    }
}
