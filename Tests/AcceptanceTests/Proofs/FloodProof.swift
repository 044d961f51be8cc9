import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC
import TonewheelSoundFiles

extension Proofs {
    @Suite struct FloodProof {
        /// The duration of a flood, in seconds: 60, or the value of the environment variable `TONEWHEEL_FLOOD_SECONDS`.
        private let seconds = ProcessInfo.processInfo.environment["TONEWHEEL_FLOOD_SECONDS"].flatMap(Int.init) ?? 60

        /// Returns packets that do not change the sound: some valid, some refused, some malformed.
        private func mix() throws -> [[UInt8]] {
            let same = OSCBundle(OSCMessage("/mod/sine/freq", 440.0), OSCMessage("/gate/sine", 1))
            return [
                try OSCMessage("/mod/sine/freq", 440.0).encoded(), try OSCMessage("/sync", 7).encoded(),
                try OSCMessage("/s_new", "default", 1000, 0, 1).encoded(),
                try OSCMessage("/mod/sine/freq", .float32(.nan)).encoded(), try same.encoded(),
                try OSCMessage("/mod/*/f[a-z]eq", 440).encoded(), [UInt8](repeating: 0xFF, count: 64),
                Array("/mod/sine/freq\0\0,f\0\0".utf8), try OSCMessage("/gate/sine", true).encoded(),
                try OSCMessage("/mod/sine/amp", "loud").encoded(),
            ]
        }

        @Test func changesNoSample() async throws {
            // The engine renders 0.34 s ahead.
            try await Proof.run(
                "Flood", "100,000 messages/s for \(seconds) s change no sample; no underrun; each packet is counted",
                tolerating: .milliseconds(170)
            ) { proof in
                try await flood(&proof)
            }
        }

        private func flood(_ proof: inout Proof) async throws {
            let program = try Program()
            let playing = try await PlayingProgram(
                program, "--record", "take.wav", "--prefill-periods", "64", "--amp", "0.5", "--freq", "440")
            let packets = try mix()
            #expect(packets.count == 10)
            // Ten packets contain eleven messages.
            let rate = 90_910
            let count = seconds * rate
            let sender = try Sender(packets, count: count, rate: rate, to: playing.port, in: program.folder)
            var requestCount = 0
            var statusReplies = 0
            while sender.isRunning {
                let status = try await playing.statusWithRetries()
                requestCount += status.requestCount
                statusReplies += 1
                try await Task.sleep(for: .milliseconds(500))
            }
            let result = try await sender.result()
            #expect(result.sent == count)
            #expect(statusReplies > 0, "no status was requested")

            let status = try await playing.status(afterPackets: result.sent + requestCount)
            requestCount += status.requestCount
            // Every packet is received, or dropped by the socket.
            #expect(status["packets"] + status["packetsDroppedBySocket"] == Double(result.sent + requestCount))
            #expect(status["packetsNotAllowed"] == 0)
            // Every message is executed or refused. No queue was used.
            #expect(status["messagesRefusedByBundleQueue"] == 0)
            #expect(status["messagesRefusedByDeviceQueue"] == 0)
            #expect(status["refusedChanges"] == 0)
            if status["packetsDroppedBySocket"] == 0 {
                let rounds = Double(count / 10)
                #expect(count.isMultiple(of: 10))
                #expect(status["malformedPackets"] == 2 * rounds)
                #expect(status["messages"] == 9 * rounds + Double(requestCount))
                #expect(status["failedMessages"] == 5 * rounds)
            }
            #expect(status["underruns"] == 0)
            #expect(status["nonFiniteSamples"] == 0)
            let framesFlooded = Int(status["frame"])
            proof.figure =
                "\(Int(Double(result.sent) / result.seconds * 1.1)) messages/s,"
                + " \(Int(status["packetsDroppedBySocket"])) packets dropped,"
                + " \(Int(status["failedMessages"])) messages refused, underruns \(Int(status["underruns"]))"
            try await playing.end()

            let take = try SoundFile(reading: program.folder.path("take.wav"))
            #expect(take.frameCount > framesFlooded)
            let reference = try await referenceRender(program, frames: take.frameCount, "--amp", "0.5", "--freq", "440")
            // The first difference is the fade-out.
            let end = take.firstDifference(from: reference) ?? take.frameCount
            #expect(end >= framesFlooded)
        }
    }
}
