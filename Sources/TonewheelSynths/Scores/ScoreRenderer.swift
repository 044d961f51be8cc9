internal import Synchronization
internal import TonewheelDSP
package import TonewheelGraph
internal import TonewheelOSC
internal import TonewheelRealtime
package import TonewheelSoundFiles
internal import TonewheelUGens

/// A renderer of a score into a sound file, as fast as possible. The same score produces the same bytes. `[control]`
package struct ScoreRenderer {
    /// The settings of a rendering.
    package struct Settings: Sendable {
        package var shape = GraphShape()
        package var options: SynthServerOptions
        package var output: String
        package var kind = SoundFileKind(.wav, .float)

        /// The path of the sound file for the inputs; nil for silence.
        package var input: String?

        /// The time to render after the last event, in seconds.
        package var tail = 0.0

        package init(output: String, options: SynthServerOptions) {
            self.output = output
            self.options = options
        }
    }

    /// An external client, so that a score can access only files below the root.
    private static let client: UInt32 = 1

    private let settings: Settings
    private let score: Score

    package init(_ score: Score, _ settings: Settings) {
        self.score = score
        self.settings = settings
    }

    /// Renders the score.
    ///
    /// - Parameters:
    ///   - post: The consumer of printed text and of each `/fail`.
    /// - Throws: `SoundFileError` if a file cannot be read or written.
    package func render(post: @escaping @Sendable (String) -> Void) throws(SoundFileError) -> OfflineRenderer.Result {
        let control = GraphControl(OfflineRenderer.shape(settings.shape), units: UnitRegistry.standard)
        let rate = settings.shape.sampleRate
        let server = SynthServer(
            settings.options, graph: control, lane: ImmediateLane(), replies: PostedReplies(post),
            load: { (0, 0, rate) }, onQuit: {})
        let file = try SoundFileWriter(
            path: settings.output, kind: settings.kind, sampleRate: rate,
            channelCount: settings.shape.outputBusCount, expectedFrames: Int64(length))
        let input = try settings.input.map { (path) throws(SoundFileError) in try SoundFileReader(path: path) }
        // A stable sort by time.
        let events = score.events.enumerated().sorted {
            $0.element.time != $1.element.time ? $0.element.time < $1.element.time : $0.offset < $1.offset
        }.map(\.element)
        var next = 0
        let result = try OfflineRenderer(control, server, input).render(frameCount: length) { blockEnd in
            while next < events.count, events[next].time * rate < Double(blockEnd) {
                let frame = Int64(min(1e15, (events[next].time * rate).rounded()))
                server.perform(events[next].messages, client: Self.client, atFrame: frame)
                next += 1
            }
        } to: { (samples, frameCount) throws(SoundFileError) in
            try file.write(samples, frameCount: frameCount)
        }
        server.closeFiles()
        try file.close()
        return result
    }

    /// The length in frames: up to the last event, plus the tail.
    private var length: Int {
        let end = (score.events.map(\.time).max() ?? 0) + settings.tail
        return Int(min(1e15, (end * settings.shape.sampleRate).rounded()))
    }
}

/// Replies of a score, which has no client: failures are printed.
private final class PostedReplies: SynthReplies {
    private let print: @Sendable (String) -> Void

    init(_ print: @escaping @Sendable (String) -> Void) {
        self.print = print
    }

    func send(_ message: OSCMessage, to client: UInt32) {
        guard message.address == "/fail" else { return }
        print("refused: \(message.arguments.map(\.text).joined(separator: ": "))\n")
    }

    func post(_ text: String) {
        print(text)
    }
}

extension OSCArgument {
    /// A string without quotes, or the description of any other argument.
    fileprivate var text: String {
        switch self {
        case .string(let text), .symbol(let text): text
        default: description
        }
    }
}
