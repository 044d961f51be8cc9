internal import TonewheelGraph
internal import TonewheelRealtime

/// The progress of a worker that receives the state of the primary.
package struct JoinProgress {
    package enum Phase: Sendable {
        /// The primary maps the memory of the image.
        case preparing

        /// The primary writes the image, in the block that the front has chosen.
        case writing

        /// The worker reads the image.
        case reading

        /// The worker has the state of the primary.
        case joined
    }

    let link: WorkerLink

    /// The lane of the arena that the worker maps, the ranges that have not been copied to it, and the first block
    /// whose writes the copy may lack.
    var lane = 0
    var copy: SharedArena.CopyCursor?
    var copiedBlock: Int64 = 0

    /// The size of the memory of the image.
    let imageBytes: Int

    /// The memory of the image, once it is written.
    var image: SharedRange?
    var phase = Phase.preparing

    /// The first block after the image.
    var firstBlock: Int64 = 0

    /// The number of committed stamps that the image includes, modulo 2²⁴.
    var stamps: UInt32 = 0

    /// The stamps that take effect before the first block, and those that have been committed since the image.
    var firstStamps: [GraphStamp] = []
    var laterStamps: [GraphStamp] = []

    /// The ranges of the arena that the worker was given for buffers.
    var offsets: [Int64] = []
}
