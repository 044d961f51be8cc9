#if PortAudio
internal import CPortAudio
internal import Synchronization
package import TonewheelRealtime

/// A sound card that is played through PortAudio. `[control]`
///
/// Reference: PortAudio's API, <https://www.portaudio.com/docs/v19-doxydocs/>.
package final class PortAudioDevice: Device, @unchecked Sendable {  // the callback's state is written before it starts
    package let format: StreamFormat

    private let device: PortAudioSystem.Device
    private let state: UnsafeMutablePointer<PortAudioStream>
    private let stream: UnsafeMutableRawPointer
    private let isClosed = Atomic(false)

    /// Whether the library no longer uses `state`.
    private let isReleased = Atomic(false)

    /// The longest wait for the first callback, in nanoseconds.
    private static let firstCallbackTimeout: Int64 = 2_000_000_000

    /// Finds the device and opens it.
    ///
    /// - Parameters:
    ///   - device: A part of a name that `PortAudioSystem.devices` returns; nil for the default device.
    ///   - format: The requested format. A device that does not support the rate plays at its own.
    ///   - priority: The SCHED_FIFO priority for the device's thread if it has none, 1 … 99.
    package init(device wanted: String?, format: StreamFormat, priority: Int32) throws(BackendError) {
        var format = format
        let opened: (device: PortAudioSystem.Device, stream: UnsafeMutableRawPointer)
        state = .allocate(capacity: 1)
        state.initialize(to: PortAudioStream(priority: priority))
        do throws(BackendError) {
            opened = try PortAudioSystem.open(wanted, &format, state)
        } catch {
            state.deinitialize(count: 1)
            state.deallocate()
            throw error
        }
        self.format = format
        device = opened.device
        stream = opened.stream
    }

    deinit {
        stop()
        guard isReleased.load(ordering: .acquiring) else { return }
        state.deinitialize(count: 1)
        state.deallocate()
    }

    package var name: String { device.name }

    package var hasEnded: Bool { !isClosed.load(ordering: .acquiring) && Pa_IsStreamActive(stream) == 0 }

    package var xruns: Int { state.pointee.xruns.load(ordering: .relaxed) }

    package var outputLatencyFrames: Int {
        guard !isClosed.load(ordering: .acquiring), let info = Pa_GetStreamInfo(stream) else {
            return format.periodFrames
        }
        return max(format.periodFrames, Int((info.pointee.outputLatency * format.sampleRate).rounded()))
    }

    package func start(
        _ callback: RenderCallback, onLoss: @escaping @Sendable () -> Void
    ) throws(BackendError) -> RealtimeRights {
        state.pointee.callback = callback
        state.pointee.onLoss.withLock { $0 = onLoss }
        try PortAudioSystem.start(stream, name)
        return RealtimeRights(scheduling: callbackThreadScheduling(), memoryLock: .notRequested, flushesDenormals: true)
    }

    /// Waits for the first callback, in which the device's thread acquires its rights, and returns the result.
    private func callbackThreadScheduling() -> RealtimeRights.Outcome {
        let deadline = MonotonicClock.now() + Self.firstCallbackTimeout
        while MonotonicClock.now() < deadline {
            if let errno = state.pointee.rights.errno { return errno == 0 ? .granted : .refused(errno: errno) }
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
        return .notRequested
    }

    package func stop() {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        state.pointee.onLoss.withLock { $0 = nil }
        let isReleased = PortAudioSystem.close(stream, on: device)
        if !isReleased { state.pointee.callback = nil }
        self.isReleased.store(isReleased, ordering: .releasing)
    }
}
#endif
