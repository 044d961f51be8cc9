import Tonewheel
import TonewheelRealtime

/// A renderer without a device: what a backend's callback would do, called by hand.
final class RenderBench {
    /// The control side's end.
    let parameters: ParameterManager

    private let core: UnsafeMutablePointer<RenderCore>
    private var changes: RingProducer<TimedChange>
    private var reports: LatestValueReader<RenderReport>
    private let channelCount: Int
    private let histograms = RenderHistograms()

    /// Makes a renderer for 48 kHz in blocks of 64.
    init(
        _ initial: ParameterSet = ParameterSet(frequency: 440, amplitude: 0.1, gate: true),
        channelCount: Int = 1,
        queueCapacity: Int = AudioEngine.changeCapacity,
        scheduleCapacity: Int = AudioEngine.changeCapacity
    ) {
        self.channelCount = channelCount
        parameters = ParameterManager(initial)
        let queue = RingBuffer<TimedChange>(capacity: queueCapacity)
        changes = queue.producer()
        let cell = LatestValue(RenderReport(initial))
        reports = cell.reader()
        core = .allocate(capacity: 1)
        core.initialize(
            to: RenderCore(
                format: StreamFormat(sampleRate: 48_000, channelCount: channelCount, periodFrames: 256),
                blockFrames: 64,
                initial: initial,
                parameters: parameters.reader(),
                commands: queue.consumer(),
                scheduleCapacity: scheduleCapacity,
                reports: cell.writer(),
                histograms: histograms
            )
        )
    }

    deinit {
        core.deinitialize(count: 1)
        core.deallocate()
    }

    /// The latest of the renderer's reports.
    var report: RenderReport {
        _ = reports.takeLatest()
        return reports.value
    }

    /// Queues a change for its frame; false if the queue is full.
    func schedule(_ change: ParameterChange, atFrame frame: Int64) -> Bool {
        changes.push(TimedChange(frame: frame, change: change))
    }

    /// The next frames of all channels, interleaved.
    func renderInterleaved(frameCount: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: frameCount * channelCount) { buffer, count in
            core.pointee.render(buffer.baseAddress!, frameCount: frameCount)
            count = frameCount * channelCount
        }
    }

    /// The next frames of a renderer with one channel.
    func render(frameCount: Int) -> [Float] {
        precondition(channelCount == 1)
        return renderInterleaved(frameCount: frameCount)
    }
}
