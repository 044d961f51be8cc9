internal import Foundation
internal import TonewheelGraph
internal import TonewheelServer
internal import TonewheelSoundFiles
internal import TonewheelSynths

/// `-N`: renders a score into a sound file.
enum OfflineProgram {
    static func run(_ arguments: ScsynthArguments, _ score: ScsynthArguments.Task.Score) -> Int32 {
        guard let bytes = FileManager.default.contents(atPath: score.path) else {
            Console.printError("Cannot read the score '\(score.path)'.")
            return 1
        }
        var options = SynthServerOptions(version: Console.version)
        options.root = arguments.root
        var settings = ScoreRenderer.Settings(output: score.output, options: options)
        settings.shape = arguments.shape
        settings.shape.sampleRate = score.sampleRate
        settings.input = score.input
        do {
            settings.kind = try SoundFileKind(header: score.header, sample: score.sample)
            let renderer = ScoreRenderer(try Score(decoding: [UInt8](bytes)), settings)
            let result = try renderer.render { Console.print($0, terminator: "") }
            if result.nonFiniteSamples > 0 {
                Console.printError("\(result.nonFiniteSamples) samples were non-finite and were replaced by 0.")
            }
            if let summary = result.muteSummary { Console.printError(summary) }
            return 0
        } catch let error as ScoreError {
            Console.printError("The score '\(score.path)' \(error)")
        } catch {
            Console.printError("\(error)")
        }
        return 1
    }
}
