/// Fills workers with what they are to render, and hears what they say. Called on the pool's watch thread. `[control]`
package protocol WorkerPoolDelegate: AnyObject, Sendable {
    /// A worker is ready to stand by: it may be told what it will need whenever it comes to render.
    func welcome(_ memory: WorkerMemory)

    /// A worker is the next to render: give it all that exists. Nothing is rendered until `hasLoaded`.
    func load(_ memory: WorkerMemory)

    /// Whether the worker that was to load has all that exists.
    func hasLoaded(_ memory: WorkerMemory) -> Bool

    /// The worker that has loaded renders from now on.
    ///
    /// - Parameter firstBlock: the first that it renders.
    func begin(_ memory: WorkerMemory, firstBlock: Int64)

    /// The worker that renders, or loads, has said something.
    ///
    /// - Returns: why another one is to take its place; nil if it plays on.
    func receive(_ message: WorkerMessage, from memory: WorkerMemory) -> String?

    /// A worker has gone, or is about to be killed.
    func lost(_ memory: WorkerMemory)

    /// The watch has woken, for whatever reason, and has listened.
    func turn()

    /// How long the watch may sleep until the next turn, in milliseconds.
    var patience: Int32 { get }

    /// Whether the end of a worker may be the fault of what it rendered, so that leaving that out would help.
    ///
    /// - Parameters:
    ///   - node: what was rendered when it ended.
    ///   - hasCrashed: whether it ended by itself. One that was late may have been kept from its processor.
    func canBlame(node: Int64, hasCrashed: Bool) -> Bool

    /// What is rendered has ended its worker again and again: leave it out.
    ///
    /// - Parameter node: what was rendered when it ended, and can be blamed.
    func quarantine(node: Int64, cause: String)
}
