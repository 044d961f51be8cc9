import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC
import TonewheelSoundFiles

extension AcceptanceTests {
    /// Tests of parameter changes. Each change sets the amplitude to a unique value, which identifies it in the
    /// recording.
    @Suite struct ChangeTests {
        /// A frequency at which only the first frame of the sine is 0.
        private let frequency = "441.7"

        /// Returns the n-th value of one of the four senders.
        private func value(_ sender: Int, _ number: Int) -> Float {
            Float(4 * number + sender + 1) / 2048
        }

        @Test("IPC-04: untimed changes take effect at block boundaries, and each sender's order is kept")
        func atBlockBoundaries() async throws {
            let program = try Program()
            // The period is not a multiple of the block, so that their boundaries differ.
            let playing = try await PlayingProgram(
                program, "--record", "take.wav", "--period", "100", "--freq", frequency, "--amp", "1")
            let count = 400
            let senders = try (0..<4).map { sender in
                let changes = try (0..<count).map {
                    try OSCMessage("/mod/sine/amp", .float32(value(sender, $0))).encoded()
                }
                // Rates without common factors with each other or with the 750 blocks per second.
                return try Sender(
                    changes, count: count, rate: [149, 163, 181, 193][sender], to: playing.port, in: program.folder)
            }
            for sender in senders { #expect(try await sender.result().sent == count) }
            let status = try await playing.status(afterPackets: 4 * count)
            #expect(status["packetsDroppedBySocket"] == 0)
            #expect(status["failedMessages"] == 0)
            try await Task.sleep(for: .milliseconds(100))
            // By now the last change has been rendered.
            let settled = try await playing.statusWithRetries()
            let frames = Int(settled["frame"])
            try await playing.end()

            let changes = try await heardChanges(program, frames: frames)
            #expect(changes.allSatisfy { $0.frame.isMultiple(of: 64) }, "a change inside a block")
            for sender in 0..<4 {
                let numbers = changes.compactMap { change in (0..<count).firstIndex { value(sender, $0) == change.gain }
                }
                #expect(numbers == numbers.sorted(), "sender \(sender)")
                #expect(Set(numbers).count == numbers.count, "a change is heard twice")
            }
            // Changes within one block are merged, and the latest value takes effect.
            #expect(changes.count > count)
            #expect(changes.last?.gain == Float(settled["amplitude"]))
            print("IPC-04: \(changes.count) of \(4 * count) untimed changes were heard separately, at block boundaries")
        }

        /// Expects that none of the timed bundles of 4 concurrent senders is refused, and that all take effect in the
        /// order of their time and arrival. A bundle is passed to the render thread 100 ms before its time, so this
        /// depends on real time and is a proof.
        ///
        /// - Returns: The measured figure.
        func timedBundles() async throws -> String {
            let program = try Program()
            let playing = try await PlayingProgram(
                program, "--record", "take.wav", "--period", "100", "--freq", frequency, "--amp", "1")
            // 800 bundles are scheduled at the same time, of a maximum of 1024: two for each of 400 times that are 3
            // ms, or 144 frames, apart.
            let count = 100
            let begin = Int64(Date().timeIntervalSince1970 * 1e9) + 2_000_000_000
            let senders = try (0..<4).map { sender in
                let bundles = try (0..<count).flatMap { number in
                    // The bundle that arrives first is applied first, so that it has no effect.
                    try [Float(1), value(sender, number)].map { amplitude in
                        let time = OSCTimeTag(nanosecondsSince1970: begin + Int64(4 * number + sender) * 3_000_000)
                        return try OSCBundle(
                            timeTag: time, OSCMessage("/mod/sine/amp", .float32(amplitude))
                        ).encoded()
                    }
                }
                return try Sender(bundles, count: 2 * count, rate: 1000, to: playing.port, in: program.folder)
            }
            for sender in senders { #expect(try await sender.result().sent == 2 * count) }
            let wanted = value(3, count - 1)
            #expect(try await eventually { Float(try await playing.statusWithRetries()["amplitude"]) == wanted })
            try await Task.sleep(for: .milliseconds(100))
            let status = try await playing.statusWithRetries()
            #expect(status["packetsDroppedBySocket"] == 0)
            #expect(status["failedMessages"] == 0)
            #expect(status["messagesRefusedByBundleQueue"] == 0)
            #expect(status["refusedChanges"] == 0)
            #expect(status["lateChanges"] == 0)
            try await playing.end()

            let changes = try await heardChanges(program, frames: Int(status["frame"]))
            #expect(changes.map(\.gain) == (0..<count).flatMap { number in (0..<4).map { value($0, number) } })
            let distances = zip(changes.dropFirst(), changes).map { $0.frame - $1.frame }
            // Times are rounded to the nearest frame.
            #expect(distances.allSatisfy { (143...145).contains($0) })
            return "\(changes.count) times of 2 bundles each,"
                + " \(distances.min() ?? 0) to \(distances.max() ?? 0) frames apart"
        }

        /// A change of the gain: its first frame and its target.
        private struct HeardChange {
            let frame: Int
            let gain: Float
        }

        /// Returns the changes in a take that begins with amplitude 1. Each must be exactly a linear glide of 64
        /// frames.
        private func heardChanges(_ program: Program, frames: Int) async throws -> [HeardChange] {
            let take = try SoundFile(reading: program.folder.path("take.wav")).channel(0).prefix(frames)
            let unit = try await referenceRender(program, frames: frames, "--freq", frequency, "--amp", "1").channel(0)
            var changes: [HeardChange] = []
            var (gain, frame) = (Float(1), 0)
            while frame + 64 <= take.count {
                guard take[frame] != unit[frame] * gain else {
                    frame += 1
                    continue
                }
                let last = frame + 63
                let possible = (1...2048).map { Float($0) / 2048 }
                let target = possible.first { target in
                    let step = (target - gain) / 64
                    return take[last] == unit[last] * target
                        && (0..<64).allSatisfy {
                            take[frame + $0] == unit[frame + $0] * (target - step * Float(63 - $0))
                        }
                }
                changes.append(HeardChange(frame: frame, gain: try #require(target, "no glide at frame \(frame)")))
                gain = changes.last!.gain
                frame += 64
            }
            return changes
        }
    }
}
