import TonewheelDSP
import TonewheelGraph

/// A shadow and its worker in one process. Packets are prepared and stamped immediately, for the next block or their
/// own frame.
final class Replica: PacketForwarder, @unchecked Sendable {  // used by one thread
    let isBusy = false

    let shadow = GraphControl.replica(.shadow)
    private(set) var worker = GraphControl.replica(.worker)

    /// The packets that were sent to the worker.
    private(set) var forwarded: [[UInt8]] = []
    /// The number of packets that the shadow has sent to correct the worker.
    private(set) var correctionCount = 0

    private(set) var defined: [UInt64] = []
    private(set) var removed: [UInt64] = []

    /// The definitions that a worker must have.
    private(set) var known: [UInt64: Blueprint] = [:]

    /// Whether packets are stamped when they are forwarded. Otherwise the test stamps the `unstamped` ones.
    var stampsAutomatically = true
    private(set) var unstamped: [(packet: CommandPacket.Pointer, isForWorker: Bool)] = []

    private var stamps: [GraphStamp] = []
    private var events: [(event: NodeEvent, dueBlock: Int64)] = []

    /// The delay of the worker's events, in blocks.
    let delay: Int64

    /// The worker's events of the last block.
    private(set) var latest: [NodeEvent] = []

    init(delay: Int64 = 0) {
        self.delay = delay
        shadow.setForwarder(self)
        try! shadow.add(.voice)
    }

    /// The first frame of the next block.
    var frame: Int64 { worker.graph.pointee.frame }

    func forward(_ packet: CommandPacket.Pointer, _ bytes: [UInt8]) -> Bool {
        if packet.pointee.client == 0 { correctionCount += 1 }
        if !bytes.isEmpty {
            forwarded.append(bytes)
            guard let prepared = try? worker.decode(bytes), worker.enqueue(prepared) else { return false }
        }
        unstamped.append((packet, !bytes.isEmpty))
        if stampsAutomatically { stampAll() }
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

    /// Rejects all forwarded packets, as a worker does that cannot prepare them.
    func refuseAll() {
        for (packet, _) in unstamped { shadow.reject(packet) }
        unstamped = []
    }

    func addDefinition(_ blueprint: Blueprint) {
        defined.append(blueprint.number)
        known[blueprint.number] = blueprint
        define(blueprint, in: worker)
    }

    func removeDefinition(_ number: UInt64) {
        removed.append(number)
        known[number] = nil
        worker.removeDefinition(number: number)
    }

    private func define(_ blueprint: Blueprint, in worker: GraphControl) {
        let bytes = try! SynthDefFile(definitions: [blueprint.definition]).encoded()
        try! worker.define(number: blueprint.number, bytes)
    }

    /// Renders a block in the worker, and advances the shadow to its end.
    @discardableResult
    func render() -> [Float] {
        takeStamps()
        let output = worker.render()
        let block = frame / Int64(worker.shape.blockFrames) - 1
        latest = []
        worker.collect { news in
            guard case .node(let event) = news else { return }
            // Encoded and decoded, as from another process.
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

    /// The descriptions of both trees.
    func trees(withControls: Bool = true) -> (shadow: [String], worker: [String]) {
        takeStamps()
        return (
            shadow.tree(withControls: withControls), worker.tree(withControls: withControls, isWorker: true)
        )
    }

    /// Renders until several blocks have had no events and no packets.
    func settle() {
        var quiet: Int64 = 0
        while quiet < delay + 4 {
            let count = forwarded.count
            render()
            quiet = latest.isEmpty && events.isEmpty && forwarded.count == count ? quiet + 1 : 0
        }
    }

    /// Replaces the worker with a copy that has read its image. All packets have been stamped.
    func replaceWithCopy() throws {
        takeStamps()
        let copy = GraphControl.replica(.worker)
        for (_, blueprint) in known.sorted(by: { $0.key < $1.key }) { define(blueprint, in: copy) }
        try copy.read(image: try worker.image())
        worker = copy
    }

    /// Replaces the worker with a new one, from the shadow's snapshot.
    func restart() {
        let new = GraphControl.replica(.worker)
        for (_, blueprint) in known.sorted(by: { $0.key < $1.key }) { define(blueprint, in: new) }
        _ = new.take(.begin(atFrame: shadow.graph.pointee.frame))
        for (bytes, _) in shadow.snapshot() {
            _ = new.enqueue(try! new.decode(bytes))
            _ = new.take(.packet(atFrame: .min))
        }
        for (frame, bytes, _) in shadow.waiting() {
            _ = new.enqueue(try! new.decode(bytes))
            _ = new.take(.packet(atFrame: frame))
        }
        worker = new
        stamps = []
        events = []
    }
}
