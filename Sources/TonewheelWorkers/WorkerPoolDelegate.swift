/// Who fills workers with what they are to render, and hears what they say. Called on the pool's watch thread. `[control]`
package protocol WorkerPoolDelegate: AnyObject, Sendable {
    /// A worker is about to render, and nobody else has written to its rings: give it all that exists.
    ///
    /// - Parameter firstBlock: the first that it renders.
    func begin(_ memory: WorkerMemory, firstBlock: Int64)

    /// The worker that is heard has answered.
    func receive(_ message: WorkerMessage, from memory: WorkerMemory)

    /// The worker that was heard has gone, or is about to be killed; another one may begin soon.
    func lost()

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
