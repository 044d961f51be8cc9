import TestSupport
import Testing
import TonewheelBackends
import TonewheelRealtime

/// A device that is none, and the clock that stands in for it.
@Suite(.serialized) struct DeviceBackendTests {
    private let system = FakeSystem()
    private let recorder = CallRecorder()

    private func makeBackend(longestSilence: Int64 = 2_000_000_000) throws -> DeviceBackend {
        let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 256)
        return try DeviceBackend(
            name: "fake", format: format, priority: 60, locksMemory: false, longestSilence: longestSilence
        ) {
            [system] format throws(BackendError) in try system.open(format)
        }
    }

    /// Whether frames are asked for, and keep being.
    private func goesOn() async throws -> Bool {
        let calls = recorder.callCount
        return try await eventually { recorder.callCount > calls + 5 }
    }

    /// What was asked for until the backend stopped: one period after the other, whoever asked.
    private func expectWholeTime() {
        #expect(recorder.calls.allSatisfy { $0.frameCount == 256 })
        #expect(recorder.calls.count == recorder.callCount, "nobody else was there")
    }

    @Test func playsThroughTheDevice() async throws {
        let backend = try makeBackend()
        #expect(backend.device?.name == "fake 1")
        _ = try backend.start(recorder.callback)
        #expect(try await goesOn())
        #expect(
            backend.device == DeviceState(name: "fake 1", outputLatencyFrames: 1000, periodFrames: 256, absence: nil))
        system.devices[0].dropOut()
        #expect(backend.counts.deviceXruns == 1)
        #expect(backend.counts.deviceLosses == 0)
        backend.stop()
        #expect(!system.devices[0].isPlaying)
        let calls = recorder.callCount
        try await Task.sleep(for: .milliseconds(50))
        #expect(recorder.callCount == calls, "afterwards no call comes")
        expectWholeTime()
    }

    @Test(arguments: [true, false]) func playsOnWithoutTheDeviceUntilItIsBack(saysSo: Bool) async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        #expect(try await goesOn())
        system.devices[0].dropOut()
        system.refuse("there is none")
        if saysSo { system.devices[0].end() } else { system.devices[0].endQuietly() }
        #expect(try await eventually { backend.device?.absence == "there is none" })
        #expect(backend.device?.name == "")
        #expect(!system.devices[0].isPlaying, "what is lost is closed")
        #expect(try await goesOn())
        #expect(backend.counts.deviceLosses == 1)
        #expect(backend.counts.deviceXruns == 1, "what it had counted stays")

        system.refuse(nil)
        #expect(try await eventually { backend.device?.name == "fake 2" })
        #expect(backend.device?.absence == nil)
        #expect(try await goesOn())
        system.devices[1].dropOut()
        #expect(backend.counts.deviceXruns == 2)
        backend.stop()
        #expect(system.devices.count == 2)
        expectWholeTime()
    }

    @Test func aDeviceThatIsSilentForAWhileIsNotLost() async throws {
        let backend = try makeBackend(longestSilence: .max)
        _ = try backend.start(recorder.callback)
        #expect(try await goesOn())
        system.devices[0].beSilent(true)
        let calls = recorder.callCount
        // The clock takes over.
        #expect(try await eventually { recorder.callCount >= calls + 80 })
        system.devices[0].beSilent(false)
        #expect(try await goesOn())
        #expect(backend.counts.deviceLosses == 0)
        #expect(backend.device?.absence == nil)
        backend.stop()
        #expect(system.devices.count == 1)
        expectWholeTime()
    }

    @Test func oneThatStaysSilentIsOpenedAnew() async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        #expect(try await goesOn())
        system.devices[0].beSilent(true)
        #expect(try await eventually { backend.device?.name == "fake 2" })
        #expect(!system.devices[0].isPlaying)
        #expect(backend.counts.deviceLosses == 1)
        #expect(try await goesOn())
        backend.stop()
        expectWholeTime()
    }

    @Test func atAnotherRateItIsLeftAlone() async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        system.setSampleRate(44_100)
        system.devices[0].end()
        #expect(
            try await eventually {
                backend.device?.absence?.contains("is back at 44100 Hz, and the engine runs at 48000 Hz") == true
            })
        #expect(try await goesOn())
        #expect(system.devices.allSatisfy { !$0.isPlaying })
        system.setSampleRate(48_000)
        #expect(try await eventually { backend.device?.absence == nil })
        #expect(try await goesOn())
        backend.stop()
        #expect(backend.format.sampleRate == 48_000)
        expectWholeTime()
    }

    @Test func oneThatComesBackAndDoesNotStartIsTriedAgain() async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        system.refuseStarts("it is broken")
        system.devices[0].end()
        #expect(try await eventually { backend.device?.absence == "it is broken" })
        #expect(try await goesOn())
        system.refuseStarts(nil)
        #expect(try await eventually { backend.device?.absence == nil })
        #expect(try await goesOn())
        #expect(backend.counts.deviceLosses == 1)
        backend.stop()
        #expect(system.devices.allSatisfy { !$0.isPlaying })
        expectWholeTime()
    }

    @Test func oneThatDoesNotStartAtFirstIsAnError() async throws {
        system.refuseStarts("it is broken")
        let backend = try makeBackend()
        #expect(throws: BackendError("it is broken")) { try backend.start(recorder.callback) }
        #expect(throws: BackendError("it is broken")) { try backend.start(recorder.callback) }
        system.refuse("there is none")
        #expect(throws: BackendError("there is none")) { try backend.start(recorder.callback) }
        #expect(recorder.callCount == 0)
        system.refuse(nil)
        system.refuseStarts(nil)
        _ = try backend.start(recorder.callback)
        #expect(try await goesOn())
        backend.stop()
        backend.stop()
        expectWholeTime()
    }

    @Test func withoutADeviceThereIsNoBackend() {
        system.refuse("there is none")
        #expect(throws: BackendError("there is none")) { try makeBackend() }
    }

    @Test func stopsWhileTheDeviceIsAway() async throws {
        let backend = try makeBackend()
        _ = try backend.start(recorder.callback)
        system.refuse("there is none")
        system.devices[0].end()
        #expect(try await eventually { backend.device?.absence == "there is none" })
        #expect(try await goesOn())
        backend.stop()
        let calls = recorder.callCount
        system.refuse(nil)
        _ = try backend.start(recorder.callback)
        #expect(try await eventually { recorder.callCount > calls })
        #expect(backend.device?.name == "fake 2")
        #expect(backend.counts.deviceLosses == 0, "counted since the start")
        backend.stop()
        expectWholeTime()
    }
}
