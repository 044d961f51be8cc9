internal import Foundation
package import TestSupport
internal import TonewheelGraph
package import TonewheelOSC
package import TonewheelSoundFiles
internal import TonewheelSynths

/// The renderings of a score by scsynth and by Tonewheel.
package struct ScorePair {
    /// The rendering by scsynth.
    package let reference: SoundFile

    /// The rendering by Tonewheel.
    package let rendering: SoundFile

    /// The reason for a missing pair.
    package enum Failure: Error {
        /// scsynth crashed or wrote less than the score.
        case scsynthFailed
    }

    /// The sample rate of all scores, in hertz.
    package static let sampleRate = 48_000.0

    /// The path of scsynth; nil if it is not installed.
    package static var scsynth: String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/scsynth" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Renders a score with both programs at the same time.
    ///
    /// - Parameter frameCount: The number of frames that scsynth must write.
    package init(_ score: [UInt8], _ folder: TemporaryFolder, outputCount: Int, frameCount: Int) throws {
        let path = folder.path("score.osc")
        try Data(score).write(to: URL(fileURLWithPath: path))
        let theirs = folder.path("theirs.wav")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.scsynth ?? "")
        process.arguments = [
            "-N", path, "_", theirs, "48000", "WAV", "float", "-o", "\(outputCount)", "-i", "0", "-w", "512", "-D", "0",
            "-m", "65536",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()

        let ours = folder.path("ours.wav")
        var settings = ScoreRenderer.Settings(output: ours, options: SynthServerOptions(version: "0"))
        settings.shape.outputBusCount = outputCount
        settings.shape.inputBusCount = 0
        settings.shape.wireCount = 512
        _ = try ScoreRenderer(try Score(decoding: score), settings).render { _ in }
        process.waitUntilExit()

        guard process.terminationReason == .exit, let file = try? SoundFile(reading: theirs),
            file.frameCount >= frameCount
        else { throw Failure.scsynthFailed }
        reference = file
        rendering = try SoundFile(reading: ours)
    }

    /// Appends a bundle to a score.
    package static func append(_ messages: [OSCMessage], atFrame frame: Int, to bytes: inout [UInt8]) throws {
        let tag = OSCTimeTag(rawValue: UInt64(Double(frame) / sampleRate * 0x1p32))
        let bundle = try OSCBundle(timeTag: tag, elements: messages.map(OSCPacket.message)).encoded()
        let size = UInt32(bundle.count)
        bytes += [UInt8(size >> 24), UInt8(size >> 16 & 0xFF), UInt8(size >> 8 & 0xFF), UInt8(size & 0xFF)]
        bytes += bundle
    }
}
