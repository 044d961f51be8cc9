import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelSoundFiles

@Suite struct RenderCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
    }

    @Test(arguments: ["out.wav", "out.flac", "out.aiff", "out.AIF"]) func lengthIsExact(name: String) async throws {
        let result = try await program.launch([
            "render", "--freq", "1000", "--amp", "0.5", "--seconds", "0.12345", "--rate", "44100", "--channels", "3",
            name,
        ]).result()
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("Wrote \(name): 0.1 s in "))
        let file = try SoundFile(reading: program.folder.path(name))
        #expect(file.frameCount == 5_444)  // 0.12345 × 44,100, rounded
        #expect(file.sampleRate == 44_100)
        #expect(file.channelCount == 3)
        #expect(file.channel(0) == file.channel(2))
        if name.hasSuffix("wav") {
            let header = try FileChunks(reading: program.folder.path(name))
            #expect(header.names == ["fmt ", "fact", "data"])
            #expect(header.number("fmt ", at: 0, bytes: 2) == 3)
        }
        #expect(abs(try #require(file.samples.max()) - 0.5) < 0.001)
        for frame in 0..<file.frameCount {
            let expected = 0.5 * sin(2 * Double.pi * 1_000 * Double(frame) / 44_100)
            guard abs(Double(file.samples[3 * frame]) - expected) < 1e-5 else {
                Issue.record("frame \(frame) is \(file.samples[3 * frame]), not \(expected)")
                break
            }
        }
    }

    @Test func zeroSecondsGiveAnEmptyFile() async throws {
        #expect(try await program.run("render", "--seconds", "0", "out.wav").status == 0)
        #expect(try SoundFile(reading: program.folder.path("out.wav")).frameCount == 0)
    }

    @Test(arguments: ["wav", "flac", "aiff"]) func outputIsReproducible(ending: String) async throws {
        for name in ["first", "second"] {
            #expect(try await program.run("render", "--seconds", "1", "\(name).\(ending)").status == 0)
            // If the files contained the time of day, they would differ.
            if name == "first" { try await Task.sleep(for: .seconds(1)) }
        }
        let first = try Data(contentsOf: program.folder.url.appending(path: "first.\(ending)"))
        let second = try Data(contentsOf: program.folder.url.appending(path: "second.\(ending)"))
        #expect(first == second)
    }

    @Test func replacesAFileOnlyWithForce() async throws {
        let path = program.folder.url.appending(path: "out.wav")
        try Data("precious".utf8).write(to: path)
        let refused = try await program.run("render", "--seconds", "0.1", "out.wav")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("--force"))
        #expect(try Data(contentsOf: path) == Data("precious".utf8))
        #expect(try await program.run("render", "--seconds", "0.1", "--force", "out.wav").status == 0)
        #expect(try SoundFile(reading: path.path).frameCount == 4_800)
    }

    @Test(arguments: ["out.mp3", "out", "wav", ".wav"]) func unknownEnding(name: String) async throws {
        let result = try await program.run("render", "--seconds", "0.1", name)
        #expect(result.status == 1)
        #expect(result.errors.contains("End the name in .wav, .flac or .aiff."))
        #expect(!FileManager.default.fileExists(atPath: program.folder.path(name)))
    }

    @Test(arguments: [
        ["--freq", "24001"], ["--freq", "-1"], ["--freq", "nan"], ["--amp", "-0.1"], ["--amp", "2"],
        ["--seconds", "-1"],
        ["--seconds", "nan"], ["--seconds", "inf"], ["--seconds", "1e300"], ["--rate", "999"], ["--rate", "inf"],
        ["--channels", "0"], ["--channels", "129"],
    ])
    func refusesValuesOutOfRange(options: [String]) async throws {
        let result = try await program.launch(["render"] + options + ["out.wav"]).result()
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("Error: "))
        #expect(try program.files(".wav").isEmpty)
    }

    @Test(arguments: ["wav", "flac", "aiff"]) func interruptedRenderIsReadable(ending: String) async throws {
        let path = program.folder.path("out.\(ending)")
        let run = try program.launch(["render", "--channels", "1", "--seconds", "10000", "out.\(ending)"])
        #expect(
            try await eventually {
                let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
                return size ?? 0 > 100_000 || !run.isRunning
            })
        run.signal(SIGINT)
        let result = try await run.result()
        #expect(result.reason == .exit)
        #expect(result.status == 130)
        #expect(result.errors.contains("of 10000.0 s"))
        let file = try SoundFile(reading: path)
        #expect(file.frameCount > 10_000)
        #expect(file.samples.last == 0)
    }

    @Test func unwritableFoldersAreReported() async throws {
        try Data().write(to: program.folder.url.appending(path: "file"))
        var paths = ["missing/out.wav", "file/out.wav"]
        #if os(Linux)
        paths.append("/proc/out.wav")
        #endif
        for path in paths {
            let result = try await program.run("render", "--seconds", "0.1", path)
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("Error: Cannot write '\(path)'"))
        }
    }
}
