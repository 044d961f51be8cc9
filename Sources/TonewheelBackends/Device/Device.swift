package import TonewheelRealtime

/// An open sound card, or an open connection to a server such as JACK. It may be lost at any moment.
///
/// A new instance is made each time the device is opened. `DeviceBackend` plays through it, and continues without it.
package protocol Device: AnyObject, Sendable {
    /// The name of the card, or of the server's client, as shown to users.
    var name: String { get }

    /// The format in use. Rate, period and inputs are the device's own where it does not support the requested ones.
    var format: StreamFormat { get }

    /// The time from the request for a period until it sounds, in frames. `[control]`
    var outputLatencyFrames: Int { get }

    /// The number of dropouts that the device has reported since it was opened. `[control]`
    var xruns: Int { get }

    /// Whether the device has ended without `stop`. Some devices do not report this and must be polled. `[control]`
    var hasEnded: Bool { get }

    /// Starts to call `callback` on the device's thread. `[control]`
    ///
    /// - Parameters:
    ///   - callback: Called until `stop` returns or the device is lost.
    ///   - onLoss: Called on any thread when the device is lost. Does not block.
    /// - Returns: The rights that the system granted to the device's thread.
    func start(
        _ callback: RenderCallback, onLoss: @escaping @Sendable () -> Void
    ) throws(BackendError) -> RealtimeRights

    /// Waits for the callback in progress and closes the device, lost or not. It cannot be started again. `[control]`
    func stop()
}
