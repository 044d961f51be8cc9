internal import TonewheelRealtime
package import TonewheelSynths

extension AudioEngine {
    /// Where the sound goes.
    public enum Output: Hashable, Sendable {
        /// A sound card if there is one, through PortAudio; else a JACK server if one runs; else a clock without a device.
        case automatic

        /// A sound card, through PortAudio: the one whose name contains `device`, or the default one.
        case portAudio(device: String?)

        /// A JACK server: the one of that name, or the default one. Rate and period are the server's.
        case jack(server: String?)

        /// A clock without a device: sound is rendered at its pace, metered and recorded, and not heard.
        case null

        /// A sound file of `seconds`, rendered as fast as the machine can. The name ends in `.wav` (32-bit float), `.flac`
        /// (24 bits) or `.aiff` (32-bit float).
        case file(path: String, seconds: Double)
    }

    /// What an engine is made with. All of it has a default.
    public struct Configuration: Hashable, Sendable {
        /// Where the sound goes.
        public var output = Output.automatic

        /// Frames a second, 1,000 … 768,000. A device with a rate of its own plays at that.
        public var sampleRate = 48_000.0

        /// Samples in a frame, 1 … 128. The tone is the same in all.
        public var channelCount = 2

        /// Samples in a frame of input, 0 … 128; where there is no device, there is no input.
        public var inputChannelCount = 0

        /// Frames that the device takes at once, 1 … 8192. JACK has a period of its own.
        public var periodFrames = 256

        /// Frames that are rendered at once, 1 … 8192. An untimed change waits for the next block.
        public var blockFrames = 64

        /// How many periods a thread of its own renders ahead of the device, 0 … 64. At 0, the device's own callback renders:
        /// the lowest latency. Each period ahead adds its length to the latency, and lets a wake-up be late by as much. A file takes no notice of it.
        public var prefillPeriods = 0

        /// Where the sound is rendered.
        public var isolation = Isolation.none

        /// The sound file that what is played is recorded to as well, or nil. A file that is there already is kept, and
        /// `take-2.wav`, `take-3.wav`, … is written instead, at each start: `EngineStatus.recordingPath` says which.
        public var recordingPath: String?

        /// The same, for an `automatic` output that has found no device: what cannot be heard can be listened to later.
        public var recordingPathWithoutDevice: String?

        /// Hertz, 0 … sampleRate / 2, at the start.
        public var frequency: Float = 440

        /// The tone's peak, 0 … 1, at the start.
        public var amplitude: Float = 0.1

        /// Whether the tone sounds at the start.
        public var gate = true

        /// How much of the input is heard at the start, 0 … 1: input 1 on output 1, and so on; a single one on all.
        public var monitor: Float = 0

        /// Whether what goes to a device, or to the clock in its place, is kept free of DC and below −1 dBFS, by a limiter that
        /// looks 1 ms ahead and adds that to the latency. A file is left as it is.
        public var limitsOutput = true

        /// How much of everything the graph of synths has.
        public var synths = SynthLimits()

        /// What the synthesis server that clients are served by is called and may do.
        package var server = SynthServerOptions(version: "0.0.0")

        /// Whether definitions may use the units that go wrong on command.
        package var allowsFaults = false

        /// What the render thread asks for of SCHED_FIFO, 1 … 99.
        public var realtimePriority: Int32 = 70

        /// Whether the memory of the whole process is locked, at the first start and for good, so that no page of it is
        /// missing when it is needed. Where it may, the process raises its own limit for that.
        public var locksMemory = true

        /// The defaults: 440 Hz at 0.1 to the best output there is, 2 channels of 48 kHz in periods of 256.
        public init() {}

        /// - Throws: `EngineError.outOfRange` for the first value that is outside its range.
        func validate() throws(EngineError) {
            try check(sampleRate.isFinite && (1_000...768_000).contains(sampleRate), "sampleRate", "1,000 … 768,000 Hz")
            try check((1...128).contains(channelCount), "channelCount", "1 … 128")
            try check((0...128).contains(inputChannelCount), "inputChannelCount", "0 … 128")
            try check((1...8192).contains(periodFrames), "periodFrames", "1 … 8192")
            try check((1...8192).contains(blockFrames), "blockFrames", "1 … 8192")
            try check((0...64).contains(prefillPeriods), "prefillPeriods", "0 … 64")
            try check((1...99).contains(realtimePriority), "realtimePriority", "1 … 99")
            if case .worker(let workers) = isolation {
                try workers.validate()
                guard prefillPeriods == 0 else {
                    throw .outOfRange(
                        "workers are ahead of the device already: give leadPeriods, and no prefillPeriods")
                }
                if case .file = output {
                    throw .outOfRange("a file is rendered without workers: leave the isolation out")
                }
            }
            if case .file(_, let seconds) = output {
                try check(seconds.isFinite && seconds >= 0, "seconds", "0 or more")
                // A recording takes what the disk cannot keep up with as lost, and a file is rendered faster than that.
                guard recordingPath == nil else {
                    throw .outOfRange("output to a file is a recording already: leave recordingPath out")
                }
            }
            try synths.validate()
            try ParameterChange(frequency: frequency, amplitude: amplitude, monitor: monitor)
                .validate(sampleRate: sampleRate)
        }

        /// The shape of sound that is asked for.
        var format: StreamFormat {
            StreamFormat(
                sampleRate: sampleRate,
                channelCount: channelCount,
                inputChannelCount: inputChannelCount,
                periodFrames: periodFrames
            )
        }

        private func check(_ isSound: Bool, _ name: String, _ range: String) throws(EngineError) {
            guard isSound else { throw .outOfRange("\(name) is outside \(range)") }
        }
    }
}
