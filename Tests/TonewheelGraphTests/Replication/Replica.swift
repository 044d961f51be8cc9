import TonewheelDSP
import TonewheelGraph

/// A shadow and its worker in one process: packets are prepared and stamped at once, for the next block or their own time.
final class Replica: PacketForwarder, @unchecked Sendable {  // one thread has it
    let isBusy = false

    let shadow = GraphControl.replica(.shadow)
    private(set) var worker = GraphControl.replica(.worker)

    /// Packets that the worker has been sent.
    private(set) var forwarded: [[UInt8]] = []
    /// Packets that the shadow has sent by itself, to bring the worker in line.
    private(set) var correctionCount = 0

    private(set) var defined: [UInt64] = []
    private(set) var forgotten: [UInt64] = []

    /// The definitions that a worker has to know.
    private(set) var known: [UInt64: Blueprint] = [:]

    /// What is not stamped by itself, if the test stamps.
    var stampsByItself = true
    private(set) var unstamped: [(packet: CommandPacket.Pointer, isForWorker: Bool)] = []

    private var stamps: [GraphStamp] = []
    private var events: [(event: NodeEvent, dueBlock: Int64)] = []

    /// Blocks that events are late.
    let delay: Int64

    /// The worker's events in the last block.
    private(set) var latest: [NodeEvent] = []

    init(delay: Int64 = 0) {
        self.delay = delay
        shadow.setForwarder(self)
        try! shadow.add(.voice)
    }

    /// The frame of the block that is rendered next.
    var frame: Int64 { worker.graph.pointee.frame }

    func forward(_ packet: CommandPacket.Pointer, _ bytes: [UInt8]) -> Bool {
        if packet.pointee.client == 0 { correctionCount += 1 }
        if !bytes.isEmpty {
            forwarded.append(bytes)
            guard let prepared = try? worker.decode(bytes), worker.hold(prepared) else { return false }
        }
        unstamped.append((packet, !bytes.isEmpty))
        if stampsByItself { stampAll() }
        return true
    }

    func stampAll() {
        for (packet, isForWorker) in unstamped {
            let due = max(packet.pointee.frame, frame)
            shadow.stamp(packet, atFrame: due)
            if isForWorker { stamps.append(.packet(atFrame: due)) }
        }
        unstamped = []
    }

    /// The worker cannot prepare what has been forwarded.
    func refuseAll() {
        for (packet, _) in unstamped { shadow.refuse(packet) }
        unstamped = []
    }

    func defined(_ blueprint: Blueprint) {
        defined.append(blueprint.number)
        known[blueprint.number] = blueprint
        define(blueprint, in: worker)
    }

    func forgotten(_ number: UInt64) {
        forgotten.append(number)
        known[number] = nil
        worker.forgetDefinition(number: number)
    }

    private func define(_ blueprint: Blueprint, in worker: GraphControl) {
        let bytes = try! SynthDefinitionFile(definitions: [blueprint.definition]).encoded()
        try! worker.define(number: blueprint.number, bytes)
    }

    /// Renders a block in the worker, and lets the shadow come to its end.
    @discardableResult
    func render() -> [Float] {
        takeStamps()
        let output = worker.render()
        let block = frame / Int64(worker.shape.blockFrames) - 1
        latest = []
        worker.collect { news in
            guard case .node(let event) = news else { return }
            // As from another process.
            latest.append(try! NodeEvent(event.bytes))
        }
        events += latest.map { ($0, block + delay) }
        shadow.advance(toFrame: frame)
        while let (event, dueBlock) = events.first, dueBlock <= block {
            events.removeFirst()
            shadow.follow(event)
        }
        return output
    }

    private func takeStamps() {
        for stamp in stamps { _ = worker.take(stamp) }
        stamps = []
    }

    /// What is in both trees.
    func trees(withControls: Bool = true) -> (shadow: [String], worker: [String]) {
        takeStamps()
        return (
            shadow.tree(withControls: withControls), worker.tree(withControls: withControls, isWorker: true)
        )
    }

    /// Renders until nothing has happened for a while.
    func settle() {
        var quiet: Int64 = 0
        while quiet < delay + 4 {
            let count = forwarded.count
            render()
            quiet = latest.isEmpty && events.isEmpty && forwarded.count == count ? quiet + 1 : 0
        }
    }

    /// Puts a new worker in the place of the old one, from what the shadow knows.
    func restart() {
        let new = GraphControl.replica(.worker)
        for (_, blueprint) in known.sorted(by: { $0.key < $1.key }) { define(blueprint, in: new) }
        _ = new.take(.begin(atFrame: shadow.graph.pointee.frame))
        for bytes in shadow.snapshot() {
            _ = new.hold(try! new.decode(bytes))
            _ = new.take(.packet(atFrame: .min))
        }
        for (frame, bytes) in shadow.waiting() {
            _ = new.hold(try! new.decode(bytes))
            _ = new.take(.packet(atFrame: frame))
        }
        worker = new
        stamps = []
        events = []
    }
}
