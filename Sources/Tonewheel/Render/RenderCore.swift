internal import Synchronization
package import TonewheelGraph
package import TonewheelRealtime

/// Renders a graph: takes in what has changed at block boundaries, renders block by block, and hands out periods.
///
/// It lives in memory of its own and on one thread at a time. Its caller, a device or a thread that renders ahead, asks for any number
/// of frames. They come from blocks of a fixed length, and the rest of a block is kept for the next time.
package struct RenderCore: ~Copyable {
    private let graph: UnsafeMutablePointer<Graph>
    private let blockFrames: Int
    private let channelCount: Int
    private let nanosecondsPerFrame: Double

    private var blockPosition: Int  // frames of the block that have been handed out
    private var frame: Int64 = 0  // the first frame of the next block

    private var input: InputFeed

    // Where changes come from besides the graph's own packets: one or the other.
    private var parameters: ParameterReader?
    private var stamps: RingConsumer<GraphStamp>?
    private var waiting: GraphStamp?  // one that is for a later block

    private let mark: RenderMark?
    private let queueLength: FixedHistogram.Recorder
    private var nonFiniteSamples = 0
    private let nonFiniteBefore: Int
    private var report: RenderReport
    private var reports: LatestValueWriter<RenderReport>

    /// Takes all the memory that it will ever need. `[control]`
    ///
    /// - Parameters:
    ///   - graph: what is heard, of the same rate; kept alive by the caller.
    ///   - parameters: controls that are turned in this process.
    ///   - stamps: in a worker, what the front says: which packet is due when, and what has been turned.
    ///   - tone: what the report begins with.
    ///   - histograms: kept alive by the caller.
    ///   - mark: is told what is being rendered, for others to see.
    package init(
        format: StreamFormat,
        graph: UnsafeMutablePointer<Graph>,
        parameters: consuming ParameterReader? = nil,
        stamps: consuming RingConsumer<GraphStamp>? = nil,
        tone: ToneParameters,
        reports: consuming LatestValueWriter<RenderReport>,
        histograms: RenderHistograms,
        mark: RenderMark? = nil
    ) {
        self.graph = graph
        self.mark = mark
        queueLength = histograms.commandQueue.recorder
        blockFrames = graph.pointee.blockFrames
        channelCount = format.channelCount
        nanosecondsPerFrame = 1e9 / format.sampleRate
        blockPosition = blockFrames
        input = InputFeed(format, blockFrames: blockFrames)
        self.parameters = parameters
        self.stamps = stamps
        self.reports = reports
        nonFiniteBefore = graph.pointee.nonFiniteSamples
        report = RenderReport(tone)
    }

    /// The tone's parameters as they are in effect, with what is pending taken in. `[control]`, when nothing renders
    mutating func finalParameters() -> ToneParameters {
        turnControls()
        report.tone.read(from: graph)
        return report.tone
    }

    /// Fills `frameCount` interleaved frames, and publishes a report. `[render]`
    ///
    /// - Parameters:
    ///   - recorded: what the device has recorded meanwhile, interleaved.
    ///   - recordedFrames: how many frames of it there are.
    @_noLocks @_noAllocation
    package mutating func render(
        _ output: UnsafeMutablePointer<Float>,
        frameCount: Int,
        input recorded: UnsafePointer<Float>? = nil,
        inputFrames recordedFrames: Int = 0
    ) {
        let start = MonotonicClock.now()
        if let recorded, recordedFrames > 0 { input.record(recorded, frameCount: recordedFrames) }
        var filled = 0
        while filled < frameCount {
            if blockPosition == blockFrames {
                renderBlock()
                blockPosition = 0
            }
            let count = min(blockFrames &- blockPosition, frameCount &- filled)
            interleave(from: blockPosition, into: output + filled &* channelCount, frameCount: count)
            blockPosition = blockPosition &+ count
            filled = filled &+ count
        }
        measureLoad(MonotonicClock.now() &- start, frameCount: frameCount)
        publishReport()
    }

    @_noLocks @_noAllocation
    private mutating func renderBlock() {
        takeStamps()
        graph.pointee.begin(atFrame: frame)
        graph.pointee.beginBlock()
        turnControls()
        queueLength.record(Int64(graph.pointee.scheduledCount))
        input.fill(graph)
        graph.pointee.render(mark)
        frame = frame &+ Int64(blockFrames)
        if let mark { mark.set(node: 0, unit: 0, block: frame / Int64(blockFrames)) }
    }

    /// Turns controls at the block boundary, behind the packets: a synth that one of them has made may be turned at once.
    @_noLocks @_noAllocation
    private mutating func turnControls() {
        guard parameters != nil else { return }
        parameters!.swap()
        while let turn = parameters!.next() {
            if !graph.pointee.setControl(node: turn.node, turn.control, turn.value) {
                report.missedTurns = report.missedTurns &+ 1
            }
        }
    }

    /// Takes stamps at the block boundary: packets wait in the graph then, and a control that is turned later waits here.
    @_noLocks @_noAllocation
    private mutating func takeStamps() {
        while let stamp = nextStamp() {
            if stamp.isTurn, stamp.frame > frame {
                waiting = stamp
                return
            }
            if stamp.isBeginning { frame = stamp.frame }
            if graph.pointee.take(stamp) { continue }
            if stamp.isOfPacket {
                waiting = stamp
                return
            }
            report.missedTurns = report.missedTurns &+ 1
        }
    }

    @_noLocks @_noAllocation
    private mutating func nextStamp() -> GraphStamp? {
        guard stamps != nil else { return nil }
        if let stamp = waiting {
            waiting = nil
            return stamp
        }
        return stamps!.pop()
    }

    /// Copies what the graph plays to interleaved output. NaN and infinities stay here.
    @_noLocks @_noAllocation
    private mutating func interleave(
        from position: Int, into output: UnsafeMutablePointer<Float>, frameCount: Int
    ) {
        let heard = min(channelCount, graph.pointee.outputCount)
        for channel in 0..<heard {
            let source = graph.pointee.output(channel) + position
            for frame in 0..<frameCount {
                let sample = source[frame]
                if sample.isFinite {
                    output[frame &* channelCount &+ channel] = sample
                } else {
                    output[frame &* channelCount &+ channel] = 0
                    nonFiniteSamples = nonFiniteSamples &+ 1
                }
            }
        }
        for channel in heard..<channelCount {
            for frame in 0..<frameCount { output[frame &* channelCount &+ channel] = 0 }
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
        report.tone.read(from: graph)
        // What synths play is looked at before it gets on a bus.
        report.nonFiniteSamples = nonFiniteSamples &+ graph.pointee.nonFiniteSamples &- nonFiniteBefore
        report.inputPeak = input.peak
        report.nonFiniteInputs = input.queue.nonFiniteSamples
        report.inputFramesLost = input.queue.framesLost
        reports.publish(report)
    }
}
