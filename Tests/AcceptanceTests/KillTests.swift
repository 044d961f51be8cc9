import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelSoundFiles

extension AcceptanceTests {
    @Suite struct KillTests {
        @Test("Killed at any moment: after 100 kills nothing is in the way of the next start, and the recordings play")
        func killedAtAnyMoment() async throws {
            let program = try Program()
            let port = UDPPort.free()
            let memory = try sharedMemory()
            let reference = try await undisturbed(program, frames: 8 * 48_000, "--amp", "0.5")
            var checked = 0
            for number in 0..<100 {
                let ending = ["wav", "flac", "aiff"][number % 3]
                let take = "take\(number).\(ending)"
                let run = try program.launch([
                    "run", "--port", "\(port)", "--backend", "null", "--amp", "0.5", "--record", take,
                    "--prefill-periods", "8",
                ])
                var frames = 0
                if number.isMultiple(of: 7) {
                    // Up and recording for a while: the next start has succeeded.
                    #expect(try await run.port() == port)
                    let playing = PlayingProgram(run: run, port: port)
                    try await Task.sleep(for: .milliseconds(.random(in: 1_500...2_500)))
                    frames = Int(try await playing.certainStatus()["frame"])
                } else {
                    // From before it has done anything to just after it has begun to play.
                    try await Task.sleep(for: .microseconds(.random(in: 0...250_000)))
                }
                run.signal(SIGKILL)
                let result = try await run.result()
                #expect(result.reason == .uncaughtSignal && result.status == SIGKILL, "\(result.errors)")
                #expect(kill(run.id, 0) != 0)
                #expect(UDPPort.isFree(port))
                if frames > 0 {
                    try check(program.folder.path(take), against: reference, atLeast: frames - 48_000)
                    checked += 1
                }
            }
            #expect(checked == 15)
            // The last word: it starts, plays and ends as ever.
            let last = try program.launch(["run", "--port", "\(port)", "--backend", "null"])
            #expect(try await last.port() == port)
            last.signal(SIGTERM)
            #expect(try await last.result().status == 0)
            #expect(try sharedMemory() == memory)
        }

        /// That a recording says how long it is, and is what was played.
        private func check(_ path: String, against reference: SoundFile, atLeast frames: Int) throws {
            let take = try SoundFile(reading: path)
            #expect(take.frameCount >= frames, "\(path)")
            #expect(take.sampleRate == 48_000)
            #expect(take.channelCount == 2)
            // FLAC has 24 bits.
            let tolerance: Float = path.hasSuffix(".flac") ? 0x1p-23 : 0
            let isSame = zip(take.samples, reference.samples).allSatisfy { abs($0 - $1) <= tolerance }
            #expect(isSame, "\(path)")
        }
    }
}
