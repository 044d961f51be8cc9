import Foundation
import Tonewheel
import TonewheelGraph
import TonewheelServer
import TonewheelSoundFiles
import TonewheelSynths
import TonewheelTerminal

/// `tonewheel render --score`: renders a score of SuperCollider commands to a sound file.
enum RenderScore {
    /// - Parameter tail: The time to render after the last bundle, in seconds.
    static func run(
        score path: String, output: String, sampleRate: Double, channelCount: Int, tail: Double
    ) throws {
        let bytes: Data
        if path == "-" {
            bytes = FileHandle.standardInput.readDataToEndOfFile()
        } else if let contents = FileManager.default.contents(atPath: path) {
            bytes = contents
        } else {
            throw fail("Cannot read the score '\(path)'.")
        }
        var options = SynthServerOptions(version: TonewheelCommand.version)
        options.root = FileManager.default.currentDirectoryPath
        var settings = ScoreRenderer.Settings(output: output, options: options)
        settings.shape.sampleRate = sampleRate
        settings.shape.outputBusCount = channelCount
        settings.tail = tail
        let start = ContinuousClock.now
        do {
            settings.kind = try SoundFileKind(path: output)
            let score = try Score(decoding: [UInt8](bytes))
            let result = try ScoreRenderer(score, settings).render { printError($0) }
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            let seconds = Double(result.frameCount) / sampleRate
            let peak = 20 * log10(Double(result.peaks.max() ?? 0))
            Terminal.print(
                "Wrote \(output): \(seconds.formatted(2)) s, peak \(peak.formatted(1)) dB, in \(elapsed.formatted(2)) s"
                    + " (\((seconds / elapsed).formatted(0)) times real time).")
            if result.nonFiniteSamples > 0 {
                printError("\(result.nonFiniteSamples) samples were NaN or infinite. They are 0 in the file.\n")
            }
            if let summary = result.muteSummary { printError("\(summary)\n") }
        } catch let error as ScoreError {
            throw fail("The score '\(path)' \(error)")
        } catch let error as SoundFileError {
            throw fail(error.description)
        }
    }

    private static func printError(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
