import Tonewheel
import TonewheelGraph
import TonewheelRealtime
import TonewheelUGens

/// A renderer without a device: what a backend's callback would do, called by hand.
final class RenderBench {
    let control: GraphControl

    private let parameters = ParameterManager()
    private let synths: EngineSynths
    private let core: UnsafeMutablePointer<RenderCore>
    private var reports: LatestValueReader<RenderReport>
    private let format: StreamFormat
    private let histograms = RenderHistograms()

    /// Makes a renderer for 48 kHz in blocks of 64.
    init(
        _ tone: ToneParameters = ToneParameters(frequency: 440, amplitude: 0.1, gate: true),
        channelCount: Int = 1,
        inputChannelCount: Int = 0,
        packetCapacity: Int = 8192
    ) throws {
        format = StreamFormat(
            sampleRate: 48_000, channelCount: channelCount, inputChannelCount: inputChannelCount, periodFrames: 256)
        var shape = GraphShape()
        shape.outputBusCount = channelCount
        shape.inputBusCount = inputChannelCount
        shape.packetCapacity = packetCapacity
        control = GraphControl(shape, units: UnitRegistry.standard)
        synths = try EngineSynths(control, canFail: false)
        try synths.begin(with: tone)
        let cell = LatestValue(RenderReport(tone))
        reports = cell.reader()
        core = .allocate(capacity: 1)
        core.initialize(
            to: RenderCore(
                format: format, graph: control.graph, parameters: parameters.reader(), tone: tone,
                reports: cell.writer(), histograms: histograms))
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

    /// Timed changes that came after their frame.
    var lateChanges: Int { control.counts.latePackets }

    /// Makes a change for the next block.
    func apply(_ change: ParameterChange) { _ = parameters.turn(change.turns) }

    /// Turns a control for the next block.
    func turn(_ turn: ControlTurn) { _ = parameters.turn([turn]) }

    /// Queues a change for its frame; false if too many wait.
    func schedule(_ change: ParameterChange, atFrame frame: Int64) -> Bool {
        synths.send(change.turns, atFrame: frame)
    }

    /// The next frames of all channels, interleaved.
    func renderInterleaved(frameCount: Int, input: [Float] = []) -> [Float] {
        defer { control.collect { _ in } }
        return [Float](unsafeUninitializedCapacity: frameCount * format.channelCount) { buffer, count in
            core.pointee.render(
                buffer.baseAddress!, frameCount: frameCount, input: input.isEmpty ? nil : input,
                inputFrames: input.count / max(1, format.inputChannelCount))
            count = frameCount * format.channelCount
        }
    }

    /// The next frames of a renderer with one channel.
    func render(frameCount: Int) -> [Float] {
        precondition(format.channelCount == 1)
        return renderInterleaved(frameCount: frameCount)
    }
}
