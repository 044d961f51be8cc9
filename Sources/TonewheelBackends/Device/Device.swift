package import TonewheelRealtime

/// A sound card, or a server such as JACK: opened, and possibly gone at any moment.
///
/// Made anew each time it is opened. `DeviceBackend` plays through it, and goes on without it.
package protocol Device: AnyObject, Sendable {
    /// The card, or the server's client, as a person knows it.
    var name: String { get }

    /// The shape of its sound: with a rate, a period and inputs of its own, as far as it does not take what it was asked for.
    var format: StreamFormat { get }

    /// From the moment at which a period is asked for to the moment at which it sounds, in frames. `[control]`
    var outputLatencyFrames: Int { get }

    /// Dropouts that it has reported since it was opened. `[control]`
    var xruns: Int { get }

    /// Whether it has ended by itself. Some devices do not call when that happens, and have to be asked. `[control]`
    var hasEnded: Bool { get }

    /// Begins to call `callback`, on a thread of the device's. `[control]`
    ///
    /// - Parameters:
    ///   - callback: is called until `stop` returns, or the device is lost.
    ///   - onLoss: is called when the device has gone, on any thread; it does not wait.
    /// - Returns: what the system granted to the device's thread.
    func start(
        _ callback: RenderCallback, onLoss: @escaping @Sendable () -> Void
    ) throws(BackendError) -> RealtimeRights

    /// Lets the callback in progress end, and closes the device for good, whether it is lost or not. `[control]`
    func stop()
}
