import ArgumentParser
import Foundation
import Tonewheel
import TonewheelTerminal

/// `tonewheel render`: renders the tone, or a score, to a file, as fast as possible.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Render the tone, or a score, to a sound file, as fast as possible.",
        discussion: """
            The extension selects the format: .wav (32-bit float), .flac (24 bits) or .aiff (32-bit float).

            A score is a file that SuperCollider's clients write for 'scsynth -N': bundles of commands, each preceded \
            by its size. The length of the sound file is exactly the time of the last bundle plus --tail. The same \
            score always gives the same bytes.

            EXAMPLES:
              tonewheel render --freq 440 --seconds 10 out.wav
              tonewheel render --freq 1000 --channels 1 --seconds 60 tone.flac
              tonewheel render --score piece.osc --tail 2 piece.wav
            """
    )

    @OptionGroup var tone: ToneOptions

    @Option(parsing: .unconditional, help: "The length of the tone, in seconds.")
    var seconds = 10.0

    @Option(
        help: ArgumentHelp("Play this score instead of the tone; - reads it from standard input.", valueName: "file"))
    var score: String?

    @Option(help: "The time to render after the last bundle of a score, in seconds.")
    var tail = 0.0

    @Flag(help: "Replace the file if it exists.")
    var force = false

    @Argument(help: ArgumentHelp("The file to write.", valueName: "file"))
    var path: String

    func validate() throws {
        if !(0...1e9).contains(tail) { throw ValidationError("--tail must be 0 or more seconds.") }
        if score == nil, tail != 0 { throw ValidationError("--tail requires --score. Use --seconds for the tone.") }
        if score != nil {
            if !(1...128).contains(tone.channels) { throw ValidationError("--channels must be 1 to 128.") }
            if !(1_000...768_000).contains(tone.rate) { throw ValidationError("--rate must be 1000 to 768000 Hz.") }
        }
    }

    func run() async throws {
        guard force || !FileManager.default.fileExists(atPath: path) else {
            throw fail("\(path) already exists. Choose another name, or replace it with --force.")
        }
        if let score {
            return try RenderScore.run(
                score: score, output: path, sampleRate: tone.rate, channelCount: tone.channels, tail: tail)
        }
        var configuration = tone.configuration
        configuration.output = .file(path: path, seconds: seconds)
        let engine: AudioEngine
        let start = ContinuousClock.now
        do throws(EngineError) {
            engine = try AudioEngine(configuration)
        } catch {
            throw fail(error.description)
        }
        let interrupts = Interrupts { _ = try? engine.stop() }
        do throws(EngineError) {
            try engine.start()
        } catch {
            throw fail(error.description)
        }

        engine.waitUntilFinished { show($0) }
        do throws(EngineError) {
            try engine.stop()
        } catch {
            throw fail(error.description)
        }
        withExtendedLifetime(interrupts) {}

        if Terminal.isInteractive { Terminal.replaceLine("") }
        let written = Double(engine.status.frame) / tone.rate
        guard engine.status.isFinished else {
            throw fail(
                "Interrupted. \(path) contains \(written.formatted(1)) of \(seconds.formatted(1)) s.", .interrupted)
        }
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        Terminal.print(
            "Wrote \(path): \(seconds.formatted(1)) s in \(elapsed.formatted(2)) s"
                + " (\((written / elapsed).formatted(0)) times real time).")
    }

    private func show(_ status: EngineStatus) {
        guard Terminal.isInteractive else { return }
        let done = Double(status.frame) / tone.rate
        let share = seconds > 0 ? done / seconds : 1
        Terminal.replaceLine(
            "\(Terminal.bar(share, width: 40)) \((100 * share).formatted(0)) %"
                + "  \(done.formatted(1)) of \(seconds.formatted(1)) s")
    }
}
