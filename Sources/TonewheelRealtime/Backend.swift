/// A destination for blocks of sound: a device, a clock without a device, a file.
///
/// A backend owns its thread and its device. It can be started and stopped any number of times, from one control thread
/// at a time, and knows nothing of the engine but a `RenderCallback`.
package protocol Backend: AnyObject, Sendable {
    /// The name in `status` and on the command line: "null", "file", "jack", "portaudio".
    var name: String { get }

    /// The format of the sound that the backend consumes. A device may have a rate and a period of its own.
    var format: StreamFormat { get }

    /// Whether frames are consumed at the pace of a clock. Offline, there is no clock and no frame is late.
    var isRealTime: Bool { get }

    /// Opens the device and begins to call `callback`, always on one thread. `[control]`
    ///
    /// - Returns: the rights that the system granted to that thread.
    /// - Throws: `BackendError`; the state of the backend is then unchanged.
    func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights

    /// Waits for the callback in progress and closes the device. Afterwards there are no calls and no threads.
    /// `[control]`
    ///
    /// - Throws: `BackendError` if the output could not be saved; the backend is stopped nevertheless.
    func stop() throws(BackendError)

    /// The counts since the start. `[control]`
    var counts: BackendCounts { get }

    /// The current state of the device; nil for a backend without a device. `[control]`
    var device: DeviceState? { get }

    /// Whether the backend has reached its end: a file of its full length, or a full disk. `[control]`
    var isFinished: Bool { get }
}

/// The counts of a backend since it was started.
package struct BackendCounts: BitwiseCopyable, Sendable, Equatable {
    /// Periods missed because the system woke the thread too late.
    package var lateWakeUps = 0

    /// Periods missed because rendering took too long.
    package var lateRenders = 0

    /// Xruns that the device reported.
    package var deviceXruns = 0

    /// The number of times that the device was lost.
    package var deviceLosses = 0

    package init(lateWakeUps: Int = 0, lateRenders: Int = 0, deviceXruns: Int = 0, deviceLosses: Int = 0) {
        self.lateWakeUps = lateWakeUps
        self.lateRenders = lateRenders
        self.deviceXruns = deviceXruns
        self.deviceLosses = deviceLosses
    }
}

/// The current state of a device.
package struct DeviceState: Sendable, Equatable {
    /// The name of the sound card or of the JACK client.
    package var name: String

    /// The output latency, from the request for a period to its sound, in frames.
    package var outputLatencyFrames: Int

    /// The current period, in frames. Some devices can change it while they play.
    package var periodFrames: Int

    /// The reason why the device does not play, while a clock replaces it; nil if it plays.
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

/// A backend could not be opened, or could not save its output.
package struct BackendError: Error, CustomStringConvertible, Equatable {
    /// The error and its remedy, in a sentence.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
