import Synchronization
import Testing
import TonewheelRealtime

@Suite struct CallbackGateTests {
    private static let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 256)

    /// What is behind the gate: it fills periods with 1, and sees to it that nobody else is there.
    private final class Room: @unchecked Sendable {  // nobody but the one who was let in
        var entries = 0
        var busyFor: Int64 = 0
        var onEntry: () -> Void = {}
        private let isInside = Atomic(false)
        private let met = Atomic(false)

        /// Whether two were there at once.
        var hasMet: Bool { met.load(ordering: .relaxed) }

        var callback: RenderCallback {
            RenderCallback(context: Unmanaged.passUnretained(self).toOpaque()) { context, _, output, frameCount, _ in
                let room = Unmanaged<Room>.fromOpaque(context).takeUnretainedValue()
                if room.isInside.exchange(true, ordering: .relaxed) { room.met.store(true, ordering: .relaxed) }
                room.entries += 1
                for sample in 0..<2 * frameCount { output[sample] = 1 }
                room.onEntry()
                let end = MonotonicClock.now() + room.busyFor
                while MonotonicClock.now() < end {}
                room.isInside.store(false, ordering: .relaxed)
            }
        }
    }

    /// Calls as the device does; whether it was let in. If not, it must be given silence.
    private func callAsDevice(_ gate: CallbackGate, due: Int64 = MonotonicClock.now()) -> Bool {
        var output = [Float](repeating: 9, count: 512)
        gate.deviceCallback.render(&output, frameCount: 256, hostTime: due)
        let isLetIn = output[0] == 1
        #expect(output == [Float](repeating: isLetIn ? 1 : 0, count: 512))
        return isLetIn
    }

    @Test func theDeviceIsShutOutWhileTheClockHasIt() {
        let room = Room()
        let gate = CallbackGate(room.callback, Self.format)
        #expect(gate.lastCall == 0 && gate.nextPeriod == 0 && gate.periodFrames == 0)
        let due = MonotonicClock.now()
        #expect(callAsDevice(gate, due: due))
        #expect(gate.nextPeriod == due + 5_333_333)
        #expect(gate.periodFrames == 256)

        #expect(gate.take())
        #expect(!gate.take(), "it is taken already")
        let before = MonotonicClock.now()
        #expect(!callAsDevice(gate))
        #expect(gate.lastCall >= before, "it is seen to have called all the same")
        #expect(gate.calls == 2)
        #expect(room.entries == 1)
        #expect(gate.lateWakeUps == 1, "no silence goes uncounted")

        gate.giveBack()
        #expect(callAsDevice(gate))
        #expect(room.entries == 2)
        #expect(gate.calls == 3)
        #expect(gate.lateWakeUps == 1 && gate.lateRenders == 0)
    }

    @Test func theClockIsShutOutWhileTheDeviceIsInside() {
        let room = Room()
        let gate = CallbackGate(room.callback, Self.format)
        var taken = true
        room.onEntry = { taken = gate.take() }
        #expect(callAsDevice(gate))
        #expect(!taken)
        #expect(gate.take())
        room.onEntry = {}
    }

    @Test func aLatePeriodIsPutDownToWhoTookMoreOfTheTime() {
        let room = Room()
        let gate = CallbackGate(room.callback, Self.format)
        // A period is 5.3 ms: here it was due a second ago, and there rendering takes twice as long.
        #expect(callAsDevice(gate, due: MonotonicClock.now() - 1_000_000_000))
        #expect(gate.lateWakeUps == 1 && gate.lateRenders == 0)
        room.busyFor = 500_000_000
        #expect(callAsDevice(gate))
        #expect(gate.lateWakeUps == 1 && gate.lateRenders == 1)
    }

    /// Run under ThreadSanitizer too, by `scripts/test`.
    @Test func neverLetsBothIn() throws {
        let room = Room()
        let gate = CallbackGate(room.callback, Self.format)
        let rounds = 20_000
        let hasEnded = Atomic(false)
        let entriesOfDevice = Atomic(0)
        let device = try RealtimeThread(name: "device") {
            var output = [Float](repeating: 0, count: 512)
            while !hasEnded.load(ordering: .acquiring) {
                gate.deviceCallback.render(&output, frameCount: 256, hostTime: MonotonicClock.now())
                if output[0] == 1 { entriesOfDevice.wrappingAdd(1, ordering: .relaxed) }
            }
        }
        var output = [Float](repeating: 0, count: 512)
        var (entriesOfClock, attempts) = (0, 0)
        while entriesOfClock < rounds, attempts < 100_000_000 {
            attempts += 1
            guard gate.take() else { continue }
            gate.clockCallback.render(&output, frameCount: 256, hostTime: 0)
            entriesOfClock += 1
            gate.giveBack()
        }
        while entriesOfDevice.load(ordering: .relaxed) == 0 {}
        hasEnded.store(true, ordering: .releasing)
        device.join()
        #expect(entriesOfClock == rounds)
        let entries = entriesOfClock + entriesOfDevice.load(ordering: .relaxed)
        #expect(room.entries == entries)
        #expect(!room.hasMet)
    }
}
