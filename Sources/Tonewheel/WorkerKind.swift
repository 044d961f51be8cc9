/// What front and worker say to each other: the kinds of `WorkerMessage`.
package enum WorkerKind: UInt32 {
    /// To the worker: a change, as its bytes. Answered by `prepared` or `refused`, with the same number.
    case prepare = 1

    /// To the worker: answered by `synced`, once all before it has been dealt with.
    case sync = 2

    /// From the worker: the change can be applied; the front says when.
    case prepared = 101

    /// From the worker: it cannot; the reason, in UTF-8.
    case refused = 102
    case synced = 103
}
