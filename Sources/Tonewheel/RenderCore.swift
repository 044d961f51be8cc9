internal import Synchronization
internal import TonewheelDSP
package import TonewheelGraph
package import TonewheelRealtime

/// Renders: takes changes at block boundaries and at their frames, and fills blocks, which it hands out by the period.
///
/// It lives in memory of its own and on one thread at a time; whoever asks, device or render-ahead thread, asks for any
/// number of frames. They come from blocks of a fixed length, and the rest of a block is kept for the next time.
package struct RenderCore: ~Copyable {
    private let blockFrames: Int
    private let channelCount: Int
    private let nanosecondsPerFrame: Double

    private let block: UnsafeMutablePointer<Float>  // one block, mono
    private var blockPosition: Int  // frames of it that have been handed out
    private var frame: Int64 = 0  // the first frame of the next block

    private let graph: UnsafeMutablePointer<Graph>?
    private var voice: ToneVoice
    private var monitor: InputMonitor
    private var parameters: ParameterReader
    private var commands: RingConsumer<TimedChange>
    private var scheduled: DeadlineQueue<ParameterChange>

    private let mark: RenderMark
    private let ownMark: UnsafeMutablePointer<Atomic<Int64>>
    private let queueLength: FixedHistogram.Recorder
    private var report: RenderReport
    private var reports: LatestValueWriter<RenderReport>

    /// Takes all the memory that it will ever need. `[control]`
    ///
    /// - Parameters:
    ///   - initial: what the first block uses.
    ///   - histograms: kept alive by the caller.
    ///   - mark: is told what is being rendered, for others to see.
    ///   - graph: is heard beside the tone; of the same rate and block. Kept alive by the caller.
    package init(
        format: StreamFormat,
        blockFrames: Int,
        initial: ParameterSet,
        parameters: consuming ParameterReader,
        commands: consuming RingConsumer<TimedChange>,
        scheduleCapacity: Int,
        reports: consuming LatestValueWriter<RenderReport>,
        histograms: RenderHistograms,
        mark: RenderMark? = nil,
        graph: UnsafeMutablePointer<Graph>? = nil
    ) {
        self.graph = graph
        let words = UnsafeMutablePointer<Atomic<Int64>>.allocate(capacity: 3)
        for word in 0..<3 { (words + word).initialize(to: Atomic(0)) }
        ownMark = words
        self.mark = mark ?? RenderMark(at: words)
        queueLength = histograms.commandQueue.recorder
        self.blockFrames = blockFrames
        channelCount = format.channelCount
        nanosecondsPerFrame = 1e9 / format.sampleRate
        block = .allocate(capacity: blockFrames)
        block.initialize(repeating: 0, count: blockFrames)
        blockPosition = blockFrames
        voice = ToneVoice(
            UnitSetup(sampleRate: format.sampleRate, maximumFrameCount: blockFrames), initial, output: block)
        monitor = InputMonitor(format, blockFrames: blockFrames, amplitude: initial.monitor)
        self.parameters = parameters
        self.commands = commands
        scheduled = DeadlineQueue(capacity: scheduleCapacity)
        self.reports = reports
        report = RenderReport(initial)
    }

    deinit {
        block.deallocate()
        ownMark.deallocate()
    }

    /// The parameters as they are in effect, with what is pending taken in. `[control]`, when nothing renders
    mutating func finalParameters() -> ParameterSet {
        apply(parameters.swap())
        return ParameterSet(
            frequency: voice.frequency, amplitude: voice.amplitude, gate: voice.gate, monitor: monitor.amplitude)
    }

    /// Fills `frameCount` interleaved frames, and publishes a report. `[render]`
    ///
    /// - Parameters:
    ///   - input: what has been recorded meanwhile, interleaved.
    ///   - inputFrames: how many frames of it there are.
    @_noLocks @_noAllocation
    package mutating func render(
        _ output: UnsafeMutablePointer<Float>,
        frameCount: Int,
        input: UnsafePointer<Float>? = nil,
        inputFrames: Int = 0
    ) {
        let start = MonotonicClock.now()
        if let input, inputFrames > 0 { monitor.record(input, frameCount: inputFrames) }
        var filled = 0
        while filled < frameCount {
            if blockPosition == blockFrames {
                renderBlock()
                blockPosition = 0
            }
            let count = min(blockFrames &- blockPosition, frameCount &- filled)
            let place = output + filled &* channelCount
            interleave(block + blockPosition, into: place, frameCount: count)
            monitor.add(from: blockPosition, to: place, channelCount: channelCount, frameCount: count)
            if let graph { addOutputs(of: graph, from: blockPosition, to: place, frameCount: count) }
            blockPosition = blockPosition &+ count
            filled = filled &+ count
        }
        measureLoad(MonotonicClock.now() &- start, frameCount: frameCount)
        publishReport()
    }

    @_noLocks @_noAllocation
    private mutating func renderBlock() {
        takeChanges()
        monitor.beginBlock(frameCount: blockFrames)
        if let graph { render(graph) }
        var position = 0
        while position < blockFrames {
            applyChanges(dueAt: frame &+ Int64(position))
            let end = Int(min(Int64(blockFrames), scheduled.nextFrame &- frame))
            voice.render(
                block + position, frameCount: end &- position, mark: mark,
                block: frame / Int64(blockFrames))
            monitor.render(from: position, frameCount: end &- position)
            position = end
        }
        silenceNonFinite()
        frame = frame &+ Int64(blockFrames)
    }

    @_noLocks @_noAllocation
    private func render(_ graph: UnsafeMutablePointer<Graph>) {
        graph.pointee.begin(atFrame: frame)
        graph.pointee.beginBlock()
        for input in 0..<min(graph.pointee.inputCount, monitor.queue.channelCount) {
            monitor.copyInput(input, to: graph.pointee.input(input), frameCount: blockFrames)
        }
        graph.pointee.render(mark)
    }

    /// Adds what the graph plays to interleaved output. What is no number stays here.
    @_noLocks @_noAllocation
    private mutating func addOutputs(
        of graph: UnsafeMutablePointer<Graph>, from position: Int, to output: UnsafeMutablePointer<Float>,
        frameCount: Int
    ) {
        for channel in 0..<min(channelCount, graph.pointee.outputCount) {
            let source = graph.pointee.output(channel) + position
            for frame in 0..<frameCount {
                let sample = source[frame]
                if sample.isFinite {
                    output[frame &* channelCount &+ channel] += sample
                } else {
                    report.nonFiniteSamples = report.nonFiniteSamples &+ 1
                }
            }
        }
    }

    /// At the block boundary: swaps the parameter sets, and takes what is in the queue as far as there is room for it.
    @_noLocks @_noAllocation
    private mutating func takeChanges() {
        apply(parameters.swap())
        while scheduled.count < scheduled.capacity, let command = commands.pop() {
            if command.isBeginning {
                frame = command.frame
                voice.begin(command.change)
                monitor.apply(command.change)
                continue
            }
            if command.frame < frame { report.lateChanges = report.lateChanges &+ 1 }
            _ = scheduled.push(command.change, dueAt: command.frame)
        }
        queueLength.record(Int64(scheduled.count))
    }

    @_noLocks @_noAllocation
    private mutating func applyChanges(dueAt frame: Int64) {
        while let change = scheduled.pop(dueAt: frame) {
            apply(change)
            report.appliedChanges = report.appliedChanges &+ 1
        }
    }

    @_noLocks @_noAllocation
    private mutating func apply(_ change: ParameterChange) {
        voice.apply(change)
        monitor.apply(change)
    }

    /// What is no number must reach neither a device nor a file.
    @_noLocks @_noAllocation
    private mutating func silenceNonFinite() {
        for position in 0..<blockFrames where !block[position].isFinite {
            block[position] = 0
            report.nonFiniteSamples = report.nonFiniteSamples &+ 1
        }
    }

    @_noLocks @_noAllocation
    private func interleave(_ mono: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, frameCount: Int) {
        var sample = 0
        for position in 0..<frameCount {
            for _ in 0..<channelCount {
                output[sample] = mono[position]
                sample = sample &+ 1
            }
        }
    }

    @_noLocks @_noAllocation
    private mutating func measureLoad(_ nanoseconds: Int64, frameCount: Int) {
        let load = Float(Double(nanoseconds) / (Double(frameCount) * nanosecondsPerFrame))
        report.load += 0.1 * (load - report.load)
        report.loadPeak = max(report.loadPeak, load)
    }

    @_noLocks @_noAllocation
    private mutating func publishReport() {
        report.frame = frame
        report.frequency = voice.frequency
        report.amplitude = voice.amplitude
        report.gate = voice.gate
        report.monitor = monitor.amplitude
        report.inputPeak = monitor.peak
        report.nonFiniteInputs = monitor.queue.nonFiniteSamples
        report.inputFramesLost = monitor.queue.framesLost
        report.scheduledChanges = scheduled.count
        reports.publish(report)
    }
}
