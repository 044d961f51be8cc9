/// Sends the workers of a pool the objects that they render, and receives their replies. Called on the pool's watch
/// thread. `[control]`
package protocol WorkerPoolDelegate: AnyObject, Sendable {
    /// A worker has become a spare. It may be sent data that it will need once it renders.
    func workerBecameReady(_ memory: WorkerMemory)

    /// A worker renders next: send it all existing objects. It does not render before `hasLoaded` is true.
    func load(_ memory: WorkerMemory)

    /// Returns whether the worker that loads has received all existing objects.
    func hasLoaded(_ memory: WorkerMemory) -> Bool

    /// The worker that has loaded renders from now on.
    ///
    /// - Parameter firstBlock: the first block that it renders.
    func begin(_ memory: WorkerMemory, firstBlock: Int64)

    /// A message has arrived from the worker that renders or loads.
    ///
    /// - Returns: the reason for replacing the worker; nil to keep it.
    func receive(_ message: WorkerMessage, from memory: WorkerMemory) -> String?

    /// A worker has ended, or is about to be killed.
    func workerLost(_ memory: WorkerMemory)

    /// The watch has woken, for any reason, and has received all replies.
    func poll()

    /// The longest wait of the watch until the next `poll`, in milliseconds.
    var pollTimeout: Int32 { get }

    /// Returns whether the node that a worker rendered is the cause of its end, so that a quarantine would help.
    ///
    /// - Parameters:
    ///   - node: the node that was rendered when the worker ended.
    ///   - hasCrashed: whether the worker crashed. A worker that was late may have been preempted.
    func isResponsible(node: Int64, hasCrashed: Bool) -> Bool

    /// Quarantines the SynthDef of a node, which has repeatedly ended its worker.
    ///
    /// - Parameter node: the node that was rendered when the worker ended, and is responsible.
    func quarantine(node: Int64, cause: String)
}
