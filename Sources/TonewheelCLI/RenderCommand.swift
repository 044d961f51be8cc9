import ArgumentParser
import Foundation
import Tonewheel
import TonewheelTerminal

/// `tonewheel render`: writes the tone, or a score of synths, to a file, as fast as the machine can.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Render the tone, or a score, to a sound file, as fast as the machine can.",
        discussion: """
            The file's ending chooses its format: .wav (32-bit float), .flac (24 bits), .aiff (32-bit float).

            A score is what SuperCollider's clients write for 'scsynth -N': bundles of commands, each behind its size. The file is \
            exactly as long as the time of the last bundle, and --tail; the same score gives the same bytes.

            EXAMPLES:
              tonewheel render --freq 440 --seconds 10 out.wav
              tonewheel render --freq 1000 --channels 1 --seconds 60 tone.flac
              tonewheel render --score piece.osc --tail 2 piece.wav
            """
    )

    @OptionGroup var tone: ToneOptions

    @Option(parsing: .unconditional, help: "The file's length, in seconds.")
    var seconds = 10.0

    @Option(
        help: ArgumentHelp("Play this score instead of the tone; - reads it from standard input.", valueName: "file"))
    var score: String?

    @Option(help: "Seconds to render behind the last event of a score.")
    var tail = 0.0

    @Flag(help: "Replace the file if it exists.")
    var force = false

    @Argument(help: ArgumentHelp("The file to write.", valueName: "file"))
    var path: String

    func validate() throws {
        if !(0...1e9).contains(tail) { throw ValidationError("--tail is 0 or more seconds") }
        if score == nil, tail != 0 { throw ValidationError("--tail belongs to --score: the tone has --seconds") }
        if score != nil {
            if !(1...128).contains(tone.channels) { throw ValidationError("--channels is 1 to 128") }
            if !(1_000...768_000).contains(tone.rate) { throw ValidationError("--rate is 1000 to 768000 Hz") }
        }
    }

    func run() async throws {
        guard force || !FileManager.default.fileExists(atPath: path) else {
            throw fail("\(path) exists: choose another name, or replace it with --force")
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
            throw fail("interrupted: \(path) holds \(written.formatted(1)) of \(seconds.formatted(1)) s", .interrupted)
        }
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        Terminal.print(
            "Wrote \(path): \(seconds.formatted(1)) s in \(elapsed.formatted(2)) s"
                + " (\((written / elapsed).formatted(0)) times as fast as it plays).")
    }

    private func show(_ status: EngineStatus) {
        guard Terminal.isInteractive else { return }
        let done = Double(status.frame) / tone.rate
        let share = seconds > 0 ? done / seconds : 1
        Terminal.replaceLine(
            "\(Terminal.bar(share, width: 40)) \((100 * share).formatted(0)) %  \(done.formatted(1)) of \(seconds.formatted(1)) s"
        )
    }
}
