internal import TonewheelGraph
internal import TonewheelRealtime

/// Open sound files of two workers that render the same blocks: both know the same progress of the disk.
extension IsolatedGraph.State {
    /// Stamps the progress of the disk threads, and releases the frames of a lane without a worker.
    mutating func announceFiles() {
        guard let arena = memory?.arena, arena.laneCount > 1 else { return }
        if !hasSecondWorker { arena.queues.releaseOtherLane() }
        guard isRendering else { return }
        // Packets have priority.
        let announcements = arena.queues.announcements(limit: stampSpace / 4)
        guard !announcements.isEmpty else { return }
        _ = commit(announcements.map { .file(at: $0.offset, $0.progress) })
    }

    /// Whether a standby renders, or a worker has been promised the state of the primary.
    private var hasSecondWorker: Bool { standby != nil || join.map { $0.phase != .preparing } ?? false }
}
