import ArgumentParser
import Foundation
import Tonewheel

/// `tonewheel render`: writes the tone to a file, as fast as the machine can.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Render the tone to a sound file, as fast as the machine can.",
        discussion: """
            The file's ending chooses its format: .wav (32-bit float), .flac (24 bits), .aiff (32-bit float).

            EXAMPLES:
              tonewheel render --freq 440 --seconds 10 out.wav
              tonewheel render --freq 1000 --channels 1 --seconds 60 tone.flac
            """
    )

    @OptionGroup var tone: ToneOptions

    @Option(parsing: .unconditional, help: "The file's length, in seconds.")
    var seconds = 10.0

    @Flag(help: "Replace the file if it exists.")
    var force = false

    @Argument(help: ArgumentHelp("The file to write.", valueName: "file"))
    var path: String

    func run() async throws {
        guard force || !FileManager.default.fileExists(atPath: path) else {
            throw fail("\(path) exists: choose another name, or replace it with --force")
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
