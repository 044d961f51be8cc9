/// A moment at which a worker is killed or stopped.
struct KillPoint: Hashable, CustomStringConvertible {
    enum Victim: String, CaseIterable {
        case primary, standby

        /// The worker that joins or catches up.
        case joiner
    }

    enum Phase: String, CaseIterable {
        /// Messages have arrived at the worker; it has received them, but its replies are lost; the front has not
        /// received its replies.
        case beforePreparing, whilePreparing, afterPreparing

        /// The block is permitted; its slot is open; the samples are in the slot; the number is there, but samples are
        /// damaged; it is published, but not counted.
        case beforeRendering, whileRendering, afterRendering, whilePublishing, afterPublishing

        /// The process is stopped and takes no steps.
        case stopped

        /// The image is asked for; its block is chosen; it is written; the front has not received its size; the worker
        /// that joins has not read it; it has read it, and the front does not know that. In the turn in which the front
        /// learns it, the worker begins to catch up.
        case imagePreparing, imageWriting, imageWritten, imageReported, imageReading, imageRead

        /// The worker that joins has been stopped before, or while it catches up.
        case stoppedBeforeJoined
    }

    let victim: Victim
    let phase: Phase

    var description: String { "\(victim.rawValue) \(phase.rawValue)" }

    private static let atWork: [Phase] = [
        .beforePreparing, .whilePreparing, .afterPreparing, .beforeRendering, .whileRendering, .afterRendering,
        .whilePublishing, .afterPublishing, .stopped,
    ]
    private static let image: [Phase] = [
        .imagePreparing, .imageWriting, .imageWritten, .imageReported, .imageReading, .imageRead,
    ]

    /// The points at which no sample is lost.
    static let harmless =
        atWork.flatMap { [KillPoint(victim: .primary, phase: $0), KillPoint(victim: .standby, phase: $0)] }
        + (atWork + image + [.stoppedBeforeJoined]).map { KillPoint(victim: .joiner, phase: $0) }

    /// The points at which there is no standby that could continue: the state is lost.
    static let harmful = image.map { KillPoint(victim: .primary, phase: $0) }

    static let all = harmless + harmful
}
