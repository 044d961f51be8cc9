/// Sends the workers of a pool the objects that they render, and receives their replies. Called on the pool's watch
/// thread. `[control]`
package protocol WorkerPoolDelegate: AnyObject, Sendable {
    /// A worker has become a spare. It may be sent data that it will need once it renders.
    func workerBecameReady(_ memory: WorkerMemory)

    /// A worker renders next: send it all existing objects. It does not render before `hasLoaded` is true.
    func load(_ memory: WorkerMemory)

    /// Returns whether the worker that loads has received all existing objects.
    func hasLoaded(_ memory: WorkerMemory) -> Bool

    /// The worker that has loaded renders from now on: send it its first stamps.
    ///
    /// - Parameter firstBlock: the first block that it renders.
    func begin(_ memory: WorkerMemory, firstBlock: Int64) -> WorkerStart

    /// A worker becomes the standby: send it the state of the primary, and all that the primary receives from then on.
    func join(_ memory: WorkerMemory, primary: WorkerMemory)

    /// Returns whether the worker that joins has the state of the primary.
    func hasJoined(_ memory: WorkerMemory) -> Bool

    /// The worker that has joined renders from now on, from the block of its state: send it its first stamps.
    func beginStandby(_ memory: WorkerMemory) -> WorkerStart

    /// Returns the reason for replacing a worker that joins, or the standby; nil to keep it.
    func failure(of memory: WorkerMemory) -> String?

    /// A worker has ended by its own fault, or hangs: has the standby mute the node before it gets there, or refuses
    /// the command before the standby prepares it.
    func contain(_ crash: WorkerCrash, standby: WorkerMemory?)

    /// The primary is lost, and its standby is the primary from now on.
    func promote(_ memory: WorkerMemory)

    /// A message has arrived from a worker that renders, loads or joins.
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

/// The first block of a worker, and the stamps in its ring.
package struct WorkerStart: Sendable {
    package let firstBlock: Int64

    /// The number of stamps that take effect before the first block.
    package let firstStamps: Int

    /// The number of committed stamps before the others in the ring, modulo 2²⁴.
    package let stamps: UInt32

    package init(firstBlock: Int64, firstStamps: Int, stamps: UInt32) {
        self.firstBlock = firstBlock
        self.firstStamps = firstStamps
        self.stamps = stamps
    }
}
