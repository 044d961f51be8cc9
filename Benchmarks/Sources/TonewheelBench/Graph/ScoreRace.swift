internal import CTonewheel
internal import Foundation
internal import Tonewheel
internal import TonewheelOSC

/// A comparison of `tonewheel-scsynth -N` with another program that renders the same scores with the same options.
///
/// The processor times of the processes are compared, not their durations, since they do not depend on other load.
struct ScoreRace {
    /// The other program, as specified by the user.
    let program: String

    private let ours: URL
    private let theirs: URL

    init(against program: String) throws(BenchError) {
        self.program = program
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
            URL(filePath: "\($0)")
        }
        let candidates = program.contains("/") ? [URL(filePath: program)] : folders.map { $0.appending(path: program) }
        guard let theirs = candidates.first(where: Self.isProgram) else {
            throw BenchError("There is no program '\(program)' to compare with.")
        }
        ours = URL(filePath: try BuiltProgram.path(of: "tonewheel-scsynth"))
        self.theirs = theirs
    }

    private static func isProgram(_ url: URL) -> Bool {
        FileManager.default.isExecutableFile(atPath: url.path)
    }

    /// Measures one kind of voice.
    func run(_ kind: VoiceKind, _ effort: BenchEffort) throws(BenchError) -> GraphResult.Race {
        let seconds = effort == .full ? 20.0 : 0.05
        let rounds = effort == .full ? 7 : 1
        let folder = FileManager.default.temporaryDirectory.appending(path: "tonewheel-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let score = folder.appending(path: "score.osc")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(Self.score(kind, seconds: seconds)).write(to: score)
        } catch {
            throw BenchError("Cannot write a score: \(error).")
        }
        var times: (ours: [Double], theirs: [Double]) = ([], [])
        // Round 0 loads the programs into memory, and does not count.
        for round in 0...rounds {
            let first = try Self.time(ours, score, folder.appending(path: "ours.wav"))
            let second = try Self.time(theirs, score, folder.appending(path: "theirs.wav"))
            guard round > 0 else { continue }
            times.ours.append(first)
            times.theirs.append(second)
        }
        return GraphResult.Race(kind, seconds: seconds, ours: times.ours, theirs: times.theirs)
    }

    /// Returns a score that plays the voices, in scsynth's format: each bundle after its size.
    static func score(_ kind: VoiceKind, seconds: Double) throws(BenchError) -> [UInt8] {
        let definition = try kind.definition()
        var bundles = [OSCBundle(timeTag: OSCTimeTag(rawValue: 0), OSCMessage("/d_recv", .blob(definition.bytes)))]
        for voice in 0..<kind.voiceCount {
            let start = OSCMessage(
                "/s_new", "voice", .int32(Int32(1000 + voice)), 1, 0, "freq", .float32(VoiceKind.frequency(voice)))
            bundles.append(OSCBundle(timeTag: OSCTimeTag(rawValue: 0), start))
        }
        let end = OSCTimeTag(rawValue: UInt64(seconds * 0x1p32))
        bundles.append(OSCBundle(timeTag: end, OSCMessage("/c_set", 0, 0.0)))
        var bytes: [UInt8] = []
        do throws(OSCEncodingError) {
            for bundle in bundles {
                let encoded = try bundle.encoded()
                bytes += withUnsafeBytes(of: UInt32(encoded.count).bigEndian) { Array($0) } + encoded
            }
        } catch {
            throw BenchError("Cannot write a score: \(error)")
        }
        return bytes
    }

    /// Renders a score, and returns the processor time in milliseconds.
    private static func time(_ program: URL, _ score: URL, _ output: URL) throws(BenchError) -> Double {
        let process = Process()
        process.executableURL = program
        process.arguments =
            ["-N", score.path, "_", output.path, "48000", "WAV", "float"]
            + ["-o", "2", "-n", "4000", "-m", "262144", "-z", "64"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let before = tonewheel_children_nanoseconds()
        do {
            try process.run()
        } catch {
            throw BenchError("Cannot run \(program.path): \(error).")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0, FileManager.default.fileExists(atPath: output.path) else {
            throw BenchError("\(program.path) failed to render a score.")
        }
        return Double(tonewheel_children_nanoseconds() - before) / 1e6
    }
}
