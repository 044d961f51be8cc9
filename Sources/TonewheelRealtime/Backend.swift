/// Where blocks of sound go: a device, a clock without a device, a file.
///
/// A backend owns its thread and its device. It is started and stopped any number of times, from one control thread at a
/// time, and knows nothing of the engine but a `RenderCallback`.
package protocol Backend: AnyObject, Sendable {
    /// What the backend is called in `status` and on the command line: "null", "file", "jack", "portaudio".
    var name: String { get }

    /// The shape of the sound that it takes. A device may have a rate and a period of its own.
    var format: StreamFormat { get }

    /// Whether frames are taken at the pace of a clock. Offline there is none, and nothing can be late.
    var isRealTime: Bool { get }

    /// Opens the device and begins to call `callback`, always on one thread. `[control]`
    ///
    /// - Returns: what the system granted to that thread.
    /// - Throws: `BackendError`; the backend is then as it was before.
    func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights

    /// Lets the callback in progress end and closes the device; afterwards no call comes and no thread is left. `[control]`
    ///
    /// - Throws: `BackendError` if what was played could not be kept; the backend is stopped all the same.
    func stop() throws(BackendError)

    /// What the backend has counted since it was started. `[control]`
    var counts: BackendCounts { get }

    /// The device behind the backend, as it is now; nil if there is none by design. `[control]`
    var device: DeviceState? { get }

    /// Whether the backend has come to its own end: a file of its full length, or a disk that is full. `[control]`
    var isFinished: Bool { get }
}

/// What a backend counts of its own, since it was started.
package struct BackendCounts: BitwiseCopyable, Sendable, Equatable {
    /// Periods missed because the system woke the thread too late.
    package var lateWakeUps = 0

    /// Periods missed because rendering took too long.
    package var lateRenders = 0

    /// Dropouts that the device itself has reported.
    package var deviceXruns = 0

    /// How often the device has been lost.
    package var deviceLosses = 0

    package init(lateWakeUps: Int = 0, lateRenders: Int = 0, deviceXruns: Int = 0, deviceLosses: Int = 0) {
        self.lateWakeUps = lateWakeUps
        self.lateRenders = lateRenders
        self.deviceXruns = deviceXruns
        self.deviceLosses = deviceLosses
    }
}

/// A device, as it is now.
package struct DeviceState: Sendable, Equatable {
    /// What it is called: a sound card's name, a JACK client's.
    package var name: String

    /// From the moment at which a period is asked for to the moment at which it sounds, in frames.
    package var outputLatencyFrames: Int

    /// Frames that it takes at once now; some devices let that be changed while they play.
    package var periodFrames: Int

    /// Why it does not play, while a clock stands in for it; nil if it plays.
    package var absence: String?

    package init(name: String, outputLatencyFrames: Int, periodFrames: Int, absence: String? = nil) {
        self.name = name
        self.periodFrames = periodFrames
        self.outputLatencyFrames = outputLatencyFrames
        self.absence = absence
    }
}

extension Backend {
    package var device: DeviceState? { nil }
}

/// A backend could not be opened, or could not keep what it was given.
package struct BackendError: Error, CustomStringConvertible, Equatable {
    /// What went wrong and how to mend it, in a sentence.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
