import Testing
import TonewheelBackends
import TonewheelRealtime

@Suite struct NullBackendTests {
    private func backend(periodFrames: Int = 256) -> NullBackend {
        NullBackend(
            format: StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: periodFrames),
            priority: 70,
            locksMemory: false
        )
    }

    @Test func deadlinesAreAbsolute() throws {
        let backend = backend()
        let recorder = CallRecorder()
        _ = try backend.start(recorder.callback)
        recorder.wait(for: 100)
        backend.stop()
        let first = recorder.calls[0].hostTime
        for (index, call) in recorder.calls.enumerated() {
            #expect(call.frameCount == 256)
            let due = Double(first) + Double(index) * 256 / 48_000 * 1e9
            #expect(abs(Double(call.hostTime) - due) <= 1, "period \(index) has the wrong time")
        }
    }

    @Test func makesNoCallsAfterStop() throws {
        let backend = backend(periodFrames: 64)
        let recorder = CallRecorder()
        _ = try backend.start(recorder.callback)
        recorder.wait(for: 3)
        backend.stop()
        let calls = recorder.calls.count
        MonotonicClock.sleep(until: MonotonicClock.now() + 20_000_000)
        #expect(recorder.calls.count == calls)
        backend.stop()
    }

    @Test func restartsAfterStop() throws {
        let backend = backend(periodFrames: 64)
        for _ in 0..<5 {
            let recorder = CallRecorder()
            let rights = try backend.start(recorder.callback)
            #expect(rights.flushesDenormals)
            recorder.wait(for: 2)
            backend.stop()
        }
    }
}
