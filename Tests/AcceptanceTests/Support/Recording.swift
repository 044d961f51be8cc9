import ProgramSupport
import TestSupport
import Testing
import TonewheelSoundFiles

/// Renders the sound of a `tonewheel run` to a file, as a reference for its recording.
func referenceRender(_ program: Program, frames: Int, _ options: String...) async throws -> SoundFile {
    let path = program.folder.path("undisturbed.wav")
    let seconds = "\(Double(frames) / 48_000 + 0.1)"
    let render = try await program.launch(["render", "--force", "--seconds", seconds] + options + [path])
        .result(patience: .seconds(120))
    #expect(render.status == 0, "\(render.errors)")
    return try SoundFile(reading: path)
}

extension SoundFile {
    /// Returns the first frame that differs; nil if one file is a prefix of the other.
    func firstDifference(from other: SoundFile) -> Int? {
        let pairs = zip(samples, other.samples).enumerated()
        return pairs.first { $0.element.0 != $0.element.1 }.map { $0.offset / channelCount }
    }
}
