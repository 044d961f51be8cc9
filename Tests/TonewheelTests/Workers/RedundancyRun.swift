import TestSupport
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelWorkers
import WorkerSupport

/// A front, a device and workers that take their steps in a random order, while workers are killed at chosen moments.
/// A standalone graph receives the same packets, and its samples, events and messages are compared.
///
/// No clock runs. The order is random within the bounds that real time would set: before each period, the workers that
/// run have rendered what their orders permit, and each control thread and the watch take a step within a few periods.
final class RedundancyRun {
    let front: IsolatedFront
    let pool: SteppedPool
    let standalone: StandaloneGraph
    let script: RedundancyScript

    /// The number of times that a worker was killed or stopped at each point.
    private(set) var hits: [KillPoint: Int] = [:]

    /// The number of periods that were compared, and of frames that were missing while a state was lost.
    private(set) var comparedPeriods = 0
    private(set) var missedFrames = 0
    private(set) var peak: Float = 0

    private let device: SteppedDevice
    private let periodFrames: Int
    private var random: RepeatableRandom
    private var nextPacket = 0
    private let ahead: Int64

    /// The number of periods since each control thread and the watch (−1) took a step.
    private var idlePeriods: [Int: Int] = [:]

    /// The number of periods that the standby has been one.
    private var redundantPeriods = 0

    /// The number of periods that a primary has rendered without a missing block.
    private var soundPeriods = 0

    /// The moment of the next kill, the periods until another one is chosen, and those until it is given up.
    private var plan: KillPoint?
    private var pause = 50
    private var patience = 0

    /// The frame up to which a state is lost, and the sections in which one was.
    private var lostUntil: Int64 = 0
    private var lostSections: Set<Int> = []
    private var kills: [String] = []

    /// Whether kills that lose the state are allowed in a section.
    private let allowsLoss: (Int) -> Bool

    init(seed: UInt64, sections: Int, allowsLoss: @escaping (Int) -> Bool) throws {
        random = RepeatableRandom(seed: seed)
        self.allowsLoss = allowsLoss
        periodFrames = [64, 128, 100, 256][Int(seed % 4)]
        let leadPeriods = 1 + Int(seed / 4 % 2)
        ahead = 64 * 64 + 32 * Int64(periodFrames)
        // The phase of the tone is lost with the state.
        let tone = ToneParameters(frequency: 330, amplitude: 0.1, gate: false)
        front = try IsolatedFront(tone, spares: 1, isRedundant: true) {
            $0.audioBusCount = 16
            $0.controlBusCount = 16
            $0.bufferCount = 8
            $0.nodeCapacity = 256
            $0.packetCapacity = 1024
        }
        pool = SteppedPool(front)
        device = SteppedDevice(front.pool.feed, leadPeriods: leadPeriods)
        standalone = try StandaloneGraph(front.control.shape, tone)
        script = RedundancyScript(seed: seed, sections: sections, firstBlock: 200)
        for definition in try RedundancyDefinitions.all() {
            try front.control.add(definition)
            try standalone.control.add(definition)
        }
        front.pool.feed.close(before: Int64(leadPeriods * periodFrames + 63) / 64)
        while pool[.active] == nil {
            _ = try pool.start()
            for seat in pool.seats { _ = seat.runningWorker?.work() }
            try turn()
        }
    }

    // MARK: - Life

    /// Plays the script.
    func play() throws {
        let end = script.sections.last?.frames.upperBound ?? 0
        while device.frame < end { try period() }
    }

    /// Plays without kills until redundancy is back and nothing happens any more.
    func settle() throws {
        plan = nil
        var quietPeriods = 0
        for _ in 0..<1000 where quietPeriods < 100 {
            pause = 1000
            try period()
            quietPeriods = pool[.standby] == nil ? 0 : quietPeriods + 1
        }
        guard quietPeriods == 100 else { throw failure("redundancy is not back") }
    }

    /// Plays a period.
    private func period() throws {
        try sendPackets()
        for _ in 0..<int(0...6) { try step() }
        try takeOverdueSteps()
        try renderPermittedBlocks()
        try checkTrees()
        let frame = device.frame
        let (samples, missing) = device.play(frames: periodFrames)
        try check(samples, missing, from: frame)
        redundantPeriods = pool[.standby] == nil ? 0 : redundantPeriods + 1
        soundPeriods = missing == 0 ? soundPeriods + 1 : 0
        choosePlan()
    }

    private func sendPackets() throws {
        while nextPacket < script.packets.count, script.packets[nextPacket].frame <= device.frame + ahead {
            try script.packets[nextPacket].send(to: front.control)
            try script.packets[nextPacket].send(to: standalone.control)
            nextPacket += 1
        }
    }

    // MARK: - Steps

    private func step() throws {
        let seat = pool.seats[int(0...pool.seats.count - 1)]
        switch int(0...7) {
        case 0, 1: try work(seat)
        case 2, 3: try renderBlock(seat)
        case 4, 5, 6: try turn()
        default: _ = try pool.start()
        }
        try killAsPlanned()
    }

    private func work(_ seat: SteppedPool.Seat) throws {
        guard let worker = seat.runningWorker else { return }
        _ = worker.work()
        idlePeriods[seat.index] = 0
    }

    private func renderBlock(_ seat: SteppedPool.Seat) throws {
        guard let worker = seat.runningWorker, worker.canRender else { return }
        worker.renderNext()
    }

    private func turn() throws {
        try pool.turn()
        front.collect()
        idlePeriods[-1] = 0
    }

    private func takeOverdueSteps() throws {
        for seat in pool.seats {
            idlePeriods[seat.index, default: 0] += 1
            guard idlePeriods[seat.index, default: 0] > 2 else { continue }
            try work(seat)
            try killAsPlanned()
        }
        idlePeriods[-1, default: 0] += 1
        // In its first period the standby has not been told what the device needs, so the watch must act at once.
        if idlePeriods[-1, default: 0] > 2 || redundantPeriods == 0 {
            try turn()
            try killAsPlanned()
        }
        _ = try pool.start()
    }

    /// Renders all blocks that the orders permit; a worker that catches up only at times.
    private func renderPermittedBlocks() throws {
        for phase in [SteppedPool.Seat.Phase.active, .standby, .catchingUp] {
            guard let seat = pool[phase], phase != .catchingUp || int(0...2) == 0 else { continue }
            while let worker = seat.runningWorker, worker.canRender {
                if int(0...3) == 0 { try killAsPlanned() }
                guard seat.runningWorker != nil else { break }
                worker.renderNext()
            }
        }
    }

    // MARK: - Kills

    private func choosePlan() {
        if plan != nil {
            patience -= 1
            if patience > 0 { return }
        }
        pause -= 1
        guard pause <= 0, !isLost else { return }
        let points = allowsLoss(section(at: device.frame)) ? KillPoint.all : KillPoint.harmless
        // Points that were rarely hit are preferred.
        plan = (0..<3).compactMap { _ in points.randomElement(using: &random) }
            .min { hits[$0, default: 0] < hits[$1, default: 0] }
        patience = 25
    }

    private func killAsPlanned() throws {
        guard let plan, let seat = victim(plan), let worker = seat.runningWorker else { return }
        let isHarmless = isHarmless(plan.victim)
        guard isHarmless || canLoseState, let isHit = try kill(seat, worker, plan.phase) else { return }
        kills.append("\(plan) at frame \(device.frame), in seat \(seat.index)")
        if !isHarmless { loseState() }
        if isHit { hits[plan, default: 0] += 1 }
        self.plan = nil
        pause = int(0...10)
    }

    private func victim(_ point: KillPoint) -> SteppedPool.Seat? {
        switch point.victim {
        case .primary: pool[.active]
        case .standby: pool[.standby]
        case .joiner: pool[.joining] ?? pool[.catchingUp]
        }
    }

    /// Whether another worker continues.
    private func isHarmless(_ victim: KillPoint.Victim) -> Bool {
        switch victim {
        case .primary: pool[.standby]?.runningWorker != nil && redundantPeriods > 0
        case .standby, .joiner: pool[.active]?.runningWorker != nil
        }
    }

    /// Kills or stops a worker if it is in a phase.
    ///
    /// - Returns: Whether the phase was hit; nil if the worker lives.
    private func kill(_ seat: SteppedPool.Seat, _ worker: FakeWorker, _ phase: KillPoint.Phase) throws -> Bool? {
        switch phase {
        case .beforePreparing:
            guard worker.hasMessages, hasImage(seat) else { return nil }
            pool.kill(seat)
        case .whilePreparing:
            guard worker.hasMessages, hasImage(seat) else { return nil }
            return try pool.killWhileReplying(seat, after: int(0...2)).contains(.prepared)
        case .afterPreparing:
            guard worker.hasMessages, hasImage(seat) else { return nil }
            return try pool.killAfterReplying(seat).contains(.prepared)
        case .beforeRendering: return renderAndKill(seat, worker, nil)
        case .whileRendering: return renderAndKill(seat, worker, .opened)
        case .afterRendering: return renderAndKill(seat, worker, .rendered)
        case .whilePublishing: return renderAndKill(seat, worker, .damaged)
        case .afterPublishing: return renderAndKill(seat, worker, .published)
        case .stopped:
            guard seat.phase != .joining else { return nil }
            pool.stop(seat)
        case .stoppedBeforeJoined:
            guard seat.phase == .joining else { return nil }
            pool.stop(seat)
        case .imagePreparing, .imageWriting, .imageWritten, .imageReported, .imageReading, .imageRead:
            guard imagePhase == phase else { return nil }
            pool.kill(seat)
        }
        return true
    }

    private func renderAndKill(
        _ seat: SteppedPool.Seat, _ worker: FakeWorker, _ stage: FakeWorker.RenderStage?
    ) -> Bool? {
        guard worker.canRender else { return nil }
        if let stage { worker.renderNext(upTo: stage) }
        pool.kill(seat)
        return true
    }

    /// Whether a worker is the source of events, or has read the image.
    private func hasImage(_ seat: SteppedPool.Seat) -> Bool {
        seat.phase != .joining || front.graph.joinPhase == .joined
    }

    /// The phase of the image of the primary; nil if there is none.
    private var imagePhase: KillPoint.Phase? {
        guard let seat = pool[.active], let primary = seat.worker, let joiner = pool[.joining]?.worker else {
            return nil
        }
        switch front.graph.joinPhase {
        case .preparing: return .imagePreparing
        case .writing where primary.hasImage: return .imageWritten
        case .writing: return primary.reportedImages > seat.receivedImages ? .imageReported : .imageWriting
        case .reading: return joiner.control.graph.pointee.frame > 0 ? .imageRead : .imageReading
        case .joined, nil: return nil
        }
    }

    // MARK: - Lost states

    private var isLost: Bool { device.frame < lostUntil }

    /// Whether the state may be lost now: the sound must be back before the section ends.
    private var canLoseState: Bool {
        let index = section(at: device.frame)
        return allowsLoss(index)
            && device.frame + Int64(50 * periodFrames) < script.sections[index].frames.upperBound
    }

    private func section(at frame: Int64) -> Int {
        script.sections.firstIndex { frame < $0.frames.upperBound } ?? script.sections.count - 1
    }

    /// Marks the section as one in which the state was lost.
    private func loseState() {
        let index = section(at: device.frame)
        lostUntil = max(lostUntil, script.sections[index].frames.upperBound)
        lostSections.insert(index)
        soundPeriods = 0
    }

    // MARK: - Checks

    private func check(_ samples: [Float], _ missing: Int, from frame: Int64) throws {
        let end = frame + Int64(samples.count)
        if frame < lostUntil {
            missedFrames += missing
            // The sound must be back before the next section begins.
            if end >= lostUntil, soundPeriods < 20 { throw failure("the sound is not back at frame \(frame)") }
            standalone.render(before: end)
            return
        }
        guard missing == 0 else { throw failure("\(missing) frames are missing at frame \(frame)") }
        if let difference = standalone.firstDifference(samples, from: frame) {
            throw failure("frame \(difference) differs")
        }
        comparedPeriods += 1
        for sample in samples { peak = max(peak, abs(sample)) }
    }

    /// Compares the nodes of both workers with those of the standalone graph after the same block.
    private func checkTrees() throws {
        guard !isLost, front.pool.position % 8 == 0 else { return }
        for phase in [SteppedPool.Seat.Phase.active, .standby] {
            guard let worker = pool[phase]?.worker else { continue }
            let frame = worker.control.graph.pointee.frame
            guard frame > 0 else { continue }
            standalone.render(before: frame)
            let expected = standalone.nodeNumbers[Int(frame / 64) - 1]
            guard worker.control.nodeNumbers == expected else { throw failure("the nodes differ at frame \(frame)") }
        }
    }

    /// The IDs of the sections in which no state was lost.
    func isComplete(_ id: Int32) -> Bool {
        !script.sections.indices.contains { script.sections[$0].ids.contains(id) && lostSections.contains($0) }
    }

    func failure(_ reason: String) -> RedundancyFailure {
        let phases = pool.seats.map { "\($0.phase)\($0.runningWorker == nil ? " (gone)" : "")" }
        return RedundancyFailure(
            "\(reason); late packets: \(front.graph.report.latePackets); refusals: \(front.graph.refusals);"
                + " seats: \(phases.joined(separator: ", ")); replaced: \(pool.counts.failures);"
                + " latest kills: \(kills.suffix(6).joined(separator: "; "))")
    }

    private func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
}
