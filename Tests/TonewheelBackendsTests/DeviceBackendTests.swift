import TestSupport
import Testing
import TonewheelBackends
import TonewheelRealtime

/// Tests with a fake device, and the clock that replaces it.
@Suite(.serialized) struct DeviceBackendTests {
    private let system = FakeSystem()
    private let recorder = CallRecorder()

    private func makeBackend(silenceTimeout: Int64 = 2_000_000_000) throws -> DeviceBackend {
        let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 256)
        return try DeviceBackend(
            name: "fake", format: format, priority: 60, locksMemory: false, silenceTimeout: silenceTimeout
        ) {
            [system] format throws(BackendError) in try system.open(format)
        }
    }

    /// Whether the backend keeps requesting periods.
    private func keepsRendering() async throws -> Bool {
        let calls = recorder.callCount
        return try await eventually { recorder.callCount > calls + 5 }
    }

    /// Expects that only whole periods were requested, one at a time, whether by the device or by the clock.
    private func expectCompleteCalls() {
        #expect(recorder.calls.allSatisfy { $0.frameCount == 256 })
        #expect(recorder.calls.count == recorder.callCount, "a call was made concurrently")
    }

    @Test func playsThroughTheDevice() async throws {
        let backend = try makeBackend()
        #expect(backend.device?.name == "fake 1")
        _ = try backend.start(recorder.callback)
        #expect(try await keepsRendering())
        #expect(
            backend.device == DeviceState(name: "fake 1", outputLatencyFrames: 1000, periodFrames: 256, absence: nil))
        system.devices[0].reportXrun()
        #expect(backend.counts.deviceXruns == 1)
        #expect(backend.counts.deviceLosses == 0)
        backend.stop()
        #expect(!system.devices[0].isPlaying)
        let calls = recorder.callCount
        try await Task.sleep(for: .milliseconds(50))
        #expect(recorder.callCount == calls, "a call came after the stop")
        expectCompleteCalls()
    }

    @Test(arguments: [true, false]) func playsWithoutTheDeviceUntilItReturns(reportsLoss: Bool) async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        #expect(try await keepsRendering())
        system.devices[0].reportXrun()
        system.setOpenError("there is none")
        if reportsLoss { system.devices[0].end() } else { system.devices[0].endWithoutNotice() }
        #expect(try await eventually { backend.device?.absence == "there is none" })
        #expect(backend.device?.name == "")
        #expect(!system.devices[0].isPlaying, "a lost device is closed")
        #expect(try await keepsRendering())
        #expect(backend.counts.deviceLosses == 1)
        #expect(backend.counts.deviceXruns == 1, "the count of a lost device is kept")

        system.setOpenError(nil)
        #expect(try await eventually { backend.device?.name == "fake 2" })
        #expect(backend.device?.absence == nil)
        #expect(try await keepsRendering())
        system.devices[1].reportXrun()
        #expect(backend.counts.deviceXruns == 2)
        backend.stop()
        #expect(system.devices.count == 2)
        expectCompleteCalls()
    }

    @Test func deviceThatPausesIsNotLost() async throws {
        let backend = try makeBackend(silenceTimeout: .max)
        _ = try backend.start(recorder.callback)
        #expect(try await keepsRendering())
        system.devices[0].setSilent(true)
        let calls = recorder.callCount
        // The clock takes over.
        #expect(try await eventually { recorder.callCount >= calls + 80 })
        system.devices[0].setSilent(false)
        #expect(try await keepsRendering())
        #expect(backend.counts.deviceLosses == 0)
        #expect(backend.device?.absence == nil)
        backend.stop()
        #expect(system.devices.count == 1)
        expectCompleteCalls()
    }

    @Test func deviceThatStaysSilentIsReopened() async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        #expect(try await keepsRendering())
        system.devices[0].setSilent(true)
        #expect(try await eventually { backend.device?.name == "fake 2" })
        #expect(!system.devices[0].isPlaying)
        #expect(backend.counts.deviceLosses == 1)
        #expect(try await keepsRendering())
        backend.stop()
        expectCompleteCalls()
    }

    @Test func deviceWithAnotherRateIsNotUsed() async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        system.setSampleRate(44_100)
        system.devices[0].end()
        #expect(
            try await eventually {
                backend.device?.absence?.contains("is back at 44100 Hz, but the engine runs at 48000 Hz") == true
            })
        #expect(try await keepsRendering())
        #expect(system.devices.allSatisfy { !$0.isPlaying })
        system.setSampleRate(48_000)
        #expect(try await eventually { backend.device?.absence == nil })
        #expect(try await keepsRendering())
        backend.stop()
        #expect(backend.format.sampleRate == 48_000)
        expectCompleteCalls()
    }

    @Test func returnedDeviceThatDoesNotStartIsRetried() async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        system.setStartError("it is broken")
        system.devices[0].end()
        #expect(try await eventually { backend.device?.absence == "it is broken" })
        #expect(try await keepsRendering())
        system.setStartError(nil)
        #expect(try await eventually { backend.device?.absence == nil })
        #expect(try await keepsRendering())
        #expect(backend.counts.deviceLosses == 1)
        backend.stop()
        #expect(system.devices.allSatisfy { !$0.isPlaying })
        expectCompleteCalls()
    }

    @Test func deviceThatDoesNotStartAtFirstThrows() async throws {
        system.setStartError("it is broken")
        let backend = try makeBackend()
        #expect(throws: BackendError("it is broken")) { try backend.start(recorder.callback) }
        #expect(throws: BackendError("it is broken")) { try backend.start(recorder.callback) }
        system.setOpenError("there is none")
        #expect(throws: BackendError("there is none")) { try backend.start(recorder.callback) }
        #expect(recorder.callCount == 0)
        system.setOpenError(nil)
        system.setStartError(nil)
        _ = try backend.start(recorder.callback)
        #expect(try await keepsRendering())
        backend.stop()
        backend.stop()
        expectCompleteCalls()
    }

    @Test func missingDeviceThrows() {
        system.setOpenError("there is none")
        #expect(throws: BackendError("there is none")) { try makeBackend() }
    }

    @Test func stopsWhileTheDeviceIsLost() async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        system.setOpenError("there is none")
        system.devices[0].end()
        #expect(try await eventually { backend.device?.absence == "there is none" })
        #expect(try await keepsRendering())
        backend.stop()
        let calls = recorder.callCount
        system.setOpenError(nil)
        _ = try backend.start(recorder.callback)
        #expect(try await eventually { recorder.callCount > calls })
        #expect(backend.device?.name == "fake 2")
        #expect(backend.counts.deviceLosses == 0, "losses are counted since the start")
        backend.stop()
        expectCompleteCalls()
    }
}
