import Tonewheel
import TonewheelGraph
import TonewheelRealtime
import TonewheelUGens

/// A renderer without a device. Tests call it as a backend would.
final class RenderBench {
    let control: GraphControl

    private let parameters = ParameterManager()
    private let synths: EngineSynths
    private let core: UnsafeMutablePointer<RenderCore>
    private var reports: LatestValueReader<RenderReport>
    private let format: StreamFormat
    private let histograms = RenderHistograms()

    /// Creates a renderer for 48 kHz and blocks of 64 frames.
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
        synths = try EngineSynths(control, allowsFaults: false)
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

    /// The renderer's latest report.
    var report: RenderReport {
        _ = reports.takeLatest()
        return reports.value
    }

    /// The number of timed changes that arrived after their frame.
    var lateChanges: Int { control.counts.latePackets }

    /// Applies a change at the next block.
    func apply(_ change: ParameterChange) { _ = parameters.turn(change.turns) }

    /// Turns a control at the next block.
    func turn(_ turn: ControlTurn) { _ = parameters.turn([turn]) }

    /// Queues a change for its frame; returns false if too many wait.
    func schedule(_ change: ParameterChange, atFrame frame: Int64) -> Bool {
        synths.send(change.turns, atFrame: frame)
    }

    /// Renders the next frames of all channels, interleaved.
    func renderInterleaved(frameCount: Int, input: [Float] = []) -> [Float] {
        defer { control.collect { _ in } }
        return [Float](unsafeUninitializedCapacity: frameCount * format.channelCount) { buffer, count in
            core.pointee.render(
                buffer.baseAddress!, frameCount: frameCount, input: input.isEmpty ? nil : input,
                inputFrames: input.count / max(1, format.inputChannelCount))
            count = frameCount * format.channelCount
        }
    }

    /// Renders the next frames of a single channel.
    func render(frameCount: Int) -> [Float] {
        precondition(format.channelCount == 1)
        return renderInterleaved(frameCount: frameCount)
    }
}
