package import Synchronization
package import TonewheelGraph
package import TonewheelRealtime
package import TonewheelWorkers

/// The renderer of a graph: applies changes at block boundaries, renders block by block, and fills periods.
///
/// It is used by one thread at a time. Its caller, a device callback or a render-ahead thread, requests any number of
/// frames. They come from blocks of a fixed length; the rest of a block is kept for the next request.
package struct RenderCore: ~Copyable {
    private let graph: UnsafeMutablePointer<Graph>
    private let blockFrames: Int
    private let channelCount: Int
    private let nanosecondsPerFrame: Double
    private var loadMeter: LoadMeter

    private var blockPosition: Int  // frames of the block that have been played
    private var frame: Int64 = 0  // the first frame of the next block

    private var input: InputFeed

    // Sources of changes besides the graph's own packets; at most one of the two is set.
    private var parameters: ParameterReader?
    private var stamps: StampReader?
    private var deferredStamp: GraphStamp?  // a packet that the graph cannot schedule yet
    private let turns: UnsafeMutablePointer<GraphStamp>  // of controls, in later blocks, in their order
    private let turnCapacity: Int
    private var turnCount = 0
    private let image: ImageTarget.View?
    private let imageSignal: WakeUp.Signal?
    private let stateHealth: WorkerHealth?

    private let mark: RenderMark?
    private let queueLength: FixedHistogram.Recorder
    private var nonFiniteSamples = 0
    private let nonFiniteBefore: Int
    private var report: RenderReport
    private var reports: LatestValueWriter<RenderReport>

    /// The smoothed load, as the bits of a `Float`, for another process; nil if no other process reads it.
    private let loadWord: UnsafeMutablePointer<Atomic<Int64>>?

    /// Allocates all memory that it will need. `[control]`
    ///
    /// - Parameters:
    ///   - graph: The graph to render, of the same sample rate; kept alive by the caller.
    ///   - parameters: Controls that are turned in this process.
    ///   - stamps: In a worker, the front's stamps: the frames of packets and of turned controls.
    ///   - turnedControls: The maximum number of turned controls that wait for their block.
    ///   - image: In a worker, the memory of images, which the caller keeps alive.
    ///   - stateHealth: In a worker with a twin, the place of checksums of the state.
    ///   - imageSignal: Signalled when an image has been written.
    ///   - tone: The tone's parameters in the first report.
    ///   - histograms: Kept alive by the caller.
    ///   - mark: Receives the node and unit that are being rendered, for other processes to read.
    ///   - loadWord: Receives the smoothed load, as the bits of a `Float`, for another process to read.
    package init(
        format: StreamFormat,
        graph: UnsafeMutablePointer<Graph>,
        parameters: consuming ParameterReader? = nil,
        stamps: consuming StampReader? = nil,
        turnedControls: Int = 0,
        image: ImageTarget? = nil,
        imageSignal: WakeUp.Signal? = nil,
        stateHealth: WorkerHealth? = nil,
        tone: ToneParameters,
        reports: consuming LatestValueWriter<RenderReport>,
        histograms: RenderHistograms,
        mark: RenderMark? = nil,
        loadWord: UnsafeMutablePointer<Atomic<Int64>>? = nil
    ) {
        self.graph = graph
        self.mark = mark
        self.loadWord = loadWord
        queueLength = histograms.commandQueue.recorder
        blockFrames = graph.pointee.blockFrames
        channelCount = format.channelCount
        nanosecondsPerFrame = 1e9 / format.sampleRate
        blockPosition = blockFrames
        loadMeter = LoadMeter(sampleRate: format.sampleRate, blockFrames: blockFrames)
        input = InputFeed(format, blockFrames: blockFrames)
        self.parameters = parameters
        turnCapacity = turnedControls
        turns = .allocate(capacity: max(1, turnCapacity))
        self.stamps = stamps
        self.image = image?.view
        self.imageSignal = imageSignal
        self.stateHealth = stateHealth
        self.reports = reports
        nonFiniteBefore = graph.pointee.nonFiniteSamples
        report = RenderReport(tone)
    }

    deinit {
        turns.deallocate()
    }

    /// Applies pending turns, and returns the tone's parameters in effect. `[control]`, while nothing renders
    mutating func finalParameters() -> ToneParameters {
        turnControls()
        report.tone.read(from: graph)
        return report.tone
    }

    /// Renders `frameCount` interleaved frames, and publishes a report. `[render]`
    ///
    /// - Parameters:
    ///   - recorded: The input of the same period, interleaved.
    ///   - recordedFrames: The number of frames in `recorded`.
    @_noLocks @_noAllocation
    package mutating func render(
        _ output: UnsafeMutablePointer<Float>,
        frameCount: Int,
        input recorded: UnsafePointer<Float>? = nil,
        inputFrames recordedFrames: Int = 0
    ) {
        let start = MonotonicClock.now()
        loadMeter.resume(at: start)
        if let recorded, recordedFrames > 0 { input.record(recorded, frameCount: recordedFrames) }
        var filled = 0
        while filled < frameCount {
            if blockPosition == blockFrames {
                renderBlock()
                blockPosition = 0
                loadMeter.endBlock(at: MonotonicClock.now())
            }
            let count = min(blockFrames &- blockPosition, frameCount &- filled)
            interleave(from: blockPosition, into: output + filled &* channelCount, frameCount: count)
            blockPosition = blockPosition &+ count
            filled = filled &+ count
        }
        let end = MonotonicClock.now()
        loadMeter.pause(at: end)
        measureLoad(end &- start, frameCount: frameCount)
        publishReport()
    }

    @_noLocks @_noAllocation
    private mutating func renderBlock() {
        applyStamps()
        graph.pointee.begin(atFrame: frame)
        graph.pointee.beginBlock()
        turnControls()
        muteFaultyNode()
        queueLength.record(Int64(graph.pointee.scheduledCount))
        input.fill(graph)
        graph.pointee.render(mark)
        frame = frame &+ Int64(blockFrames)
        if let stateHealth { publishState(stateHealth) }
        if let mark { mark.set(node: 0, unit: 0, block: frame / Int64(blockFrames)) }
    }

    /// Publishes a checksum of the state now and then.
    @_noLocks @_noAllocation
    private func publishState(_ health: WorkerHealth) {
        let block = frame / Int64(blockFrames)
        guard block % Graph.checksumInterval == 0 else { return }
        health.publish(stateChecksum: graph.pointee.stateChecksum(), block: block)
    }

    /// Mutes the node that has ended another worker in this block.
    @_noLocks @_noAllocation
    private mutating func muteFaultyNode() {
        guard stamps != nil, let (node, unit) = stamps!.mute(inBlock: frame / Int64(blockFrames)) else { return }
        graph.pointee.muteFaulty(id: node, unit: unit)
    }

    /// Turns controls at the block boundary, after the packets, so that a synth that a packet has just made can be
    /// turned.
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

    /// Applies stamps at the block boundary. A stamped packet waits in the graph; a turn for a later block waits here.
    @_noLocks @_noAllocation
    private mutating func applyStamps() {
        guard stamps != nil else { return }
        frame = max(frame, stamps!.begunBlock() &* Int64(blockFrames))
        while let stamp = nextStamp() {
            if stamp.setsFrame {
                frame = max(frame, stamp.frame)
                _ = graph.pointee.take(stamp)
            } else if stamp.setsControl {
                guard turnCount < turnCapacity else {
                    report.missedTurns = report.missedTurns &+ 1
                    continue
                }
                turns[turnCount] = stamp
                turnCount = turnCount &+ 1
            } else if stamp.isImage {
                writeImage(sinceBlock: stamp.frame / Int64(blockFrames))
            } else if !graph.pointee.take(stamp.notBefore(frame)) {
                deferredStamp = stamp.notBefore(frame)
                break
            }
        }
        applyTurns()
    }

    @_noLocks @_noAllocation
    private mutating func nextStamp() -> GraphStamp? {
        if let stamp = deferredStamp {
            deferredStamp = nil
            return stamp
        }
        return stamps!.next(forBlock: frame / Int64(blockFrames))
    }

    /// Applies the turns that are due, in their order.
    @_noLocks @_noAllocation
    private mutating func applyTurns() {
        var kept = 0
        for index in 0..<turnCount {
            let turn = turns[index]
            if turn.frame > frame {
                turns[kept] = turn
                kept = kept &+ 1
            } else if !graph.pointee.take(turn) {
                report.missedTurns = report.missedTurns &+ 1
            }
        }
        turnCount = kept
    }

    /// Writes an image of the graph for another worker. The front sends it the turns that wait here.
    @_noLocks @_noAllocation
    private func writeImage(sinceBlock block: Int64) {
        guard let image, let memory = image.memory else { return }
        image.publish(byteCount: graph.pointee.writeReplicaImage(to: memory, sinceBlock: block))
        if let imageSignal { imageSignal() }
    }

    /// Copies the graph's outputs to interleaved output. NaN and infinite samples become 0.
    @_noLocks @_noAllocation
    private mutating func interleave(
        from position: Int, into output: UnsafeMutablePointer<Float>, frameCount: Int
    ) {
        let playedChannels = min(channelCount, graph.pointee.outputCount)
        for channel in 0..<playedChannels {
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
        for channel in playedChannels..<channelCount {
            for frame in 0..<frameCount { output[frame &* channelCount &+ channel] = 0 }
        }
    }

    @_noLocks @_noAllocation
    private mutating func measureLoad(_ nanoseconds: Int64, frameCount: Int) {
        let load = Float(Double(nanoseconds) / (Double(frameCount) * nanosecondsPerFrame))
        report.loadPeak = max(report.loadPeak, load)
        report.load = loadMeter.average
        if let loadWord { loadWord.pointee.store(Int64(report.load.bitPattern), ordering: .relaxed) }
    }

    @_noLocks @_noAllocation
    private mutating func publishReport() {
        report.frame = frame
        report.tone.read(from: graph)
        // The graph counts non-finite samples of synths before they reach a bus.
        report.nonFiniteSamples = nonFiniteSamples &+ graph.pointee.nonFiniteSamples &- nonFiniteBefore
        report.inputPeak = input.peak
        report.nonFiniteInputs = input.queue.nonFiniteSamples
        report.inputFramesLost = input.queue.framesLost
        reports.publish(report)
    }
}
