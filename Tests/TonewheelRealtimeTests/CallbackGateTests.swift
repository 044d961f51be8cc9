import Synchronization
import Testing
import TonewheelRealtime

@Suite struct CallbackGateTests {
    private static let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 256)

    /// A guarded callback that fills periods with 1, and detects concurrent calls.
    private final class Callee: @unchecked Sendable {  // used by one caller at a time
        var callCount = 0
        var duration: Int64 = 0
        var onCall: () -> Void = {}
        private let isBusy = Atomic(false)
        private let overlap = Atomic(false)

        /// Whether two calls have overlapped.
        var hasOverlapped: Bool { overlap.load(ordering: .relaxed) }

        var callback: RenderCallback {
            RenderCallback(context: Unmanaged.passUnretained(self).toOpaque()) { context, _, output, frameCount, _ in
                let callee = Unmanaged<Callee>.fromOpaque(context).takeUnretainedValue()
                if callee.isBusy.exchange(true, ordering: .relaxed) { callee.overlap.store(true, ordering: .relaxed) }
                callee.callCount += 1
                for sample in 0..<2 * frameCount { output[sample] = 1 }
                callee.onCall()
                let end = MonotonicClock.now() + callee.duration
                while MonotonicClock.now() < end {}
                callee.isBusy.store(false, ordering: .relaxed)
            }
        }
    }

    /// Calls the gate as the device does, and returns whether the callback rendered. Otherwise the output must be
    /// silent.
    private func callAsDevice(_ gate: CallbackGate, due: Int64 = MonotonicClock.now()) -> Bool {
        var output = [Float](repeating: 9, count: 512)
        gate.deviceCallback.render(&output, frameCount: 256, hostTime: due)
        let isRendered = output[0] == 1
        #expect(output == [Float](repeating: isRendered ? 1 : 0, count: 512))
        return isRendered
    }

    @Test func deviceIsRefusedWhileTheClockOwnsTheCallback() {
        let callee = Callee()
        let gate = CallbackGate(callee.callback, Self.format)
        #expect(gate.lastCall == 0 && gate.nextPeriod == 0 && gate.periodFrames == 0)
        let due = MonotonicClock.now()
        #expect(callAsDevice(gate, due: due))
        #expect(gate.nextPeriod == due + 5_333_333)
        #expect(gate.periodFrames == 256)

        #expect(gate.acquire())
        #expect(!gate.acquire(), "the clock owns it already")
        let before = MonotonicClock.now()
        #expect(!callAsDevice(gate))
        #expect(gate.lastCall >= before, "the call is recorded nevertheless")
        #expect(gate.calls == 2)
        #expect(callee.callCount == 1)
        #expect(gate.lateWakeUps == 1, "the silent period is counted")

        gate.release()
        #expect(callAsDevice(gate))
        #expect(callee.callCount == 2)
        #expect(gate.calls == 3)
        #expect(gate.lateWakeUps == 1 && gate.lateRenders == 0)
    }

    @Test func clockIsRefusedDuringACallOfTheDevice() {
        let callee = Callee()
        let gate = CallbackGate(callee.callback, Self.format)
        var taken = true
        callee.onCall = { taken = gate.acquire() }
        #expect(callAsDevice(gate))
        #expect(!taken)
        #expect(gate.acquire())
        callee.onCall = {}
    }

    @Test func latePeriodIsAttributedToTheLongerDelay() {
        let callee = Callee()
        let gate = CallbackGate(callee.callback, Self.format)
        // A period is 5.3 ms. The first one was due a second ago; the second one renders for half a second.
        #expect(callAsDevice(gate, due: MonotonicClock.now() - 1_000_000_000))
        #expect(gate.lateWakeUps == 1 && gate.lateRenders == 0)
        callee.duration = 500_000_000
        #expect(callAsDevice(gate))
        #expect(gate.lateWakeUps == 1 && gate.lateRenders == 1)
    }

    /// Also run under ThreadSanitizer by `scripts/test`.
    @Test func neverCallsTheCallbackTwiceAtTheSameTime() throws {
        let callee = Callee()
        let gate = CallbackGate(callee.callback, Self.format)
        let rounds = 20_000
        let hasEnded = Atomic(false)
        let deviceCalls = Atomic(0)
        let device = try RealtimeThread(name: "device") {
            var output = [Float](repeating: 0, count: 512)
            while !hasEnded.load(ordering: .acquiring) {
                gate.deviceCallback.render(&output, frameCount: 256, hostTime: MonotonicClock.now())
                if output[0] == 1 { deviceCalls.wrappingAdd(1, ordering: .relaxed) }
            }
        }
        var output = [Float](repeating: 0, count: 512)
        var (clockCalls, attempts) = (0, 0)
        while clockCalls < rounds, attempts < 100_000_000 {
            attempts += 1
            guard gate.acquire() else { continue }
            gate.clockCallback.render(&output, frameCount: 256, hostTime: 0)
            clockCalls += 1
            gate.release()
        }
        while deviceCalls.load(ordering: .relaxed) == 0 {}
        hasEnded.store(true, ordering: .releasing)
        device.join()
        #expect(clockCalls == rounds)
        let callCount = clockCalls + deviceCalls.load(ordering: .relaxed)
        #expect(callee.callCount == callCount)
        #expect(!callee.hasOverlapped)
    }
}
