internal import TonewheelRealtime
internal import TonewheelUGens

/// The control side of what renders, wherever that is: in the device's callback, on a thread of its own, or in a worker
/// process. Any thread may call. `[control]`
protocol RenderControl: AnyObject, Sendable {
    /// Makes a change at the next block; of changes between two blocks the latest values count.
    func apply(_ change: ParameterChange)

    /// Queues a change for its frame; false if there is no room for it.
    func schedule(_ change: ParameterChange, atFrame frame: Int64) -> Bool

    /// Has the unit behind the tone go wrong.
    ///
    /// - Parameter onFailure: called once if it is left out because of what it has done.
    /// - Throws: `EngineError.backend` where that would end the whole engine.
    func apply(_ fault: FaultUnit.Mode, onFailure: @escaping @Sendable (String) -> Void) throws(EngineError)

    /// Calls `body` when all that was asked for before has been taken in, at once or later, on any thread; false if too many
    /// wait for that already.
    func whenTaken(_ body: @escaping @Sendable () -> Void) -> Bool

    /// What is being rendered.
    var report: RenderReport { get }
}
