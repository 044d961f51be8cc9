internal import Foundation
package import TestSupport
internal import TonewheelGraph
package import TonewheelOSC
package import TonewheelSoundFiles
internal import TonewheelSynths

/// A score, rendered by scsynth and by Tonewheel.
package struct ScorePair {
    /// What scsynth made of it.
    package let reference: SoundFile

    /// What Tonewheel made of it.
    package let rendering: SoundFile

    /// Why there is no pair.
    package enum Failure: Error {
        /// scsynth crashed, or wrote less than the score asks for.
        case scsynthEnded
    }

    /// Frames a second of all scores.
    package static let sampleRate = 48_000.0

    /// Where scsynth is installed; nil where it is not.
    package static var scsynth: String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/scsynth" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Renders a score by both, at the same time.
    ///
    /// - Parameter frameCount: frames that scsynth has to write.
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
        else { throw Failure.scsynthEnded }
        reference = file
        rendering = try SoundFile(reading: ours)
    }

    /// Adds a bundle to a score.
    package static func append(_ messages: [OSCMessage], atFrame frame: Int, to bytes: inout [UInt8]) throws {
        let tag = OSCTimeTag(rawValue: UInt64(Double(frame) / sampleRate * 0x1p32))
        let bundle = try OSCBundle(timeTag: tag, elements: messages.map(OSCPacket.message)).encoded()
        let size = UInt32(bundle.count)
        bytes += [UInt8(size >> 24), UInt8(size >> 16 & 0xFF), UInt8(size >> 8 & 0xFF), UInt8(size & 0xFF)]
        bytes += bundle
    }
}
