import TonewheelDSP
import TonewheelGraph

/// Noise that depends on the synth's seed, on the initial level, and on memory of its own.
struct Hiss: UnitGenerator {
    static var spec: UnitSpec { UnitSpec("Hiss", inputs: [.number("level", default: 1)], outputs: ["out"]) }

    private let first: NoiseSource
    private let start: Float
    private let memory: ArenaSlice
    private var noise: NoiseSource

    init(_ setup: UnitSetup) {
        first = NoiseSource(seed: setup.seed)
        noise = first
        start = setup.value(ofInput: 0) ?? 0.5
        memory = setup.reserveMemory(16)
    }

    @_noLocks @_noAllocation
    mutating func reset() { noise = first }

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        let past = block.memory(memory)
        for frame in 0..<block.frameCount {
            let value = noise.nextSigned() + start + 0.25 * past[frame & 15]
            past[frame & 15] = value
            block.output(0)[frame] = block.input(0)[frame] * value
        }
    }

    @_noLocks @_noAllocation
    mutating func prime(_ block: borrowing Block) { block.output(0)[0] = 0 }
}

/// Requests an action on another node in the n-th block.
///
/// - Input 0 `blocks`: n.
/// - Input 1 `node`: the node ID.
/// - Input 2 `action`: 0 free, 1 pause, 2 resume.
struct Request: UnitGenerator {
    static var spec: UnitSpec {
        UnitSpec(
            "Request",
            inputs: [.number("blocks", default: 0), .number("node", default: 0), .number("action", default: 0)],
            outputs: [])
    }

    private var blocks: Float = 0

    init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    mutating func reset() { blocks = 0 }

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        blocks += 1
        let number = block.input(1)[0]
        guard blocks == block.input(0)[0], number > 0, number < 1e6 else { return }
        let action = block.input(2)[0]
        block.context.nodeRequests.request(action == 0 ? .free : action == 1 ? .pause : .resume, of: Int32(number))
    }

    @_noLocks @_noAllocation
    mutating func prime(_ block: borrowing Block) {}
}

extension SynthDef {
    /// Noise on a bus. Its controls determine its end and its requests.
    static let voice = SynthDef(
        name: "voice", parameters: [0.1, 0, 0, 2, 0, 0, 0],
        parameterNames: ["level", "bus", "blocks", "action", "requestBlocks", "requestNode", "requestAction"]
            .enumerated()
            .map { ParameterName(name: $1, index: $0) },
        units: [
            Unit(name: "Control", rate: .control, outputs: [Rate](repeating: .control, count: 7)),
            Unit(name: "Hiss", rate: .audio, inputs: [.output(unit: 0, index: 0)], outputs: [.audio]),
            Unit(name: "Put", rate: .audio, inputs: [.output(unit: 0, index: 1), .output(unit: 1, index: 0)]),
            Unit(
                name: "Finish", rate: .control, inputs: [.output(unit: 0, index: 2), .output(unit: 0, index: 3)]),
            Unit(name: "Request", rate: .control, inputs: (4...6).map { .output(unit: 0, index: $0) }),
        ])
}

extension GraphShape {
    /// A small shape, the same for all graphs of a test.
    static var replica: GraphShape {
        var shape = GraphShape()
        shape.audioBusCount = 16
        shape.controlBusCount = 16
        shape.bufferCount = 4
        shape.nodeCapacity = 64
        shape.packetCapacity = 512
        shape.replyCapacity = 4096
        shape.seed = 7
        return shape
    }
}

extension GraphControl {
    static func replica(_ role: GraphRole, _ shape: GraphShape = .replica) -> GraphControl {
        GraphControl(shape, units: ToyUnits.all + [UnitEntry(Hiss.self), UnitEntry(Request.self)], role: role)
    }

    /// Sends operations as one packet.
    @discardableResult
    func send(_ operations: GraphOperation..., atFrame frame: Int64? = nil, isExact: Bool = false) -> Bool {
        var builder = CommandPacketBuilder()
        for operation in operations { builder.add(operation, of: 0) }
        return send(builder, client: 1, atFrame: frame, isExact: isExact)
    }

    func voice(_ id: Int32, _ controls: [String: Float] = [:]) -> Node.Pointer {
        try! makeSynth(
            "voice", id: id, controls.map { .init(key: ControlKey(name: $0), value: .number($1)) })
    }

    /// Applies a stamp.
    func take(_ stamp: GraphStamp) -> Bool {
        graph.pointee.take(stamp)
    }

    /// Renders a block, and returns the samples of both outputs.
    @discardableResult
    func render() -> [Float] {
        graph.pointee.beginBlock()
        graph.pointee.render(nil)
        return (0..<2).flatMap { channel in
            (0..<shape.blockFrames).map { graph.pointee.output(channel)[$0] }
        }
    }

    /// Queries the tree, between two blocks: one line for each node.
    ///
    /// - Parameter isWorker: Whether the query needs a stamp.
    func tree(withControls: Bool = true, isWorker: Bool = false) -> [String] {
        var builder = CommandPacketBuilder()
        builder.wantsReply = true
        let room = builder.reserveWords(2048)
        builder.add(.getTree(0, withControls: withControls, room), of: 0)
        let packet = builder.packet(client: 99)
        // Bypasses the forwarder.
        guard enqueue(packet) else { return ["full"] }
        // Before all packets that are due in the block.
        if isWorker { _ = take(.packet(atFrame: .min)) }
        catchUp()
        var lines: [String] = []
        collect { event in
            guard case .applied(let packet) = event, packet.client == 99 else { return }
            guard case .done(let count) = packet[0].outcome else {
                lines = ["\(packet[0].outcome)"]
                return
            }
            lines = Self.lines(packet.words(room, count: count), withControls)
        }
        return lines
    }

    private static func lines(_ words: [CommandWord], _ withControls: Bool) -> [String] {
        var lines: [String] = []
        var next = 0
        while next < words.count {
            let id = words[next].int
            guard words[next + 1].int == -1 else {
                lines.append("\(id): \(words[next + 1].int) children")
                next += 2
                continue
            }
            let blueprint = Blueprint.at(address: (words[next + 2].bits, words[next + 3].bits))
            var line = "\(id) \(blueprint?.definition.name ?? "?")"
            next += 4
            if withControls {
                let count = Int(words[next].int)
                for control in 0..<count {
                    let (kind, value) = (words[next + 1 + 2 * control].int, words[next + 2 + 2 * control])
                    line += kind == 0 ? " \(value.float)" : kind == 1 ? " c\(value.int)" : " a\(value.int)"
                }
                next += 1 + 2 * count
            }
            lines.append(line)
        }
        return lines
    }
}
