import TonewheelDSP
import TonewheelGraph
import TonewheelRealtime

/// A graph of toy units, which tests render block by block.
final class TestGraph {
    let control: GraphControl
    private(set) var events: [NodeEvent] = []
    private(set) var failures: [GraphFailure] = []
    private(set) var mutes: [MutedNode] = []

    /// The words that queries have written, one element for each operation.
    private(set) var replies: [[CommandWord]] = []

    init(
        arena: SharedArena? = nil, controlBuses: UnsafeMutablePointer<Float>? = nil, busMirror: BusMirror? = nil,
        _ change: (inout GraphShape) -> Void = { _ in }
    ) {
        var shape = GraphShape()
        shape.audioBusCount = 16
        shape.controlBusCount = 16
        shape.bufferCount = 4
        shape.nodeCapacity = 64
        shape.packetCapacity = 256
        shape.replyCapacity = 4096
        change(&shape)
        control = GraphControl(
            shape, units: ToyUnits.all, role: busMirror == nil ? .standalone : .shadow, arena: arena,
            controlBuses: controlBuses, busMirror: busMirror)
    }

    /// Sends operations as one packet, for the next block or a frame.
    @discardableResult
    func send(_ operations: GraphOperation..., atFrame frame: Int64? = nil, isExact: Bool = false) -> Bool {
        var builder = CommandPacketBuilder()
        for operation in operations { builder.add(operation, of: 0) }
        return control.send(builder, client: 1, atFrame: frame, isExact: isExact)
    }

    /// Sends operations as one sample-accurate packet.
    func sendExact(_ frame: Int64, _ operations: GraphOperation...) {
        var builder = CommandPacketBuilder()
        for operation in operations { builder.add(operation, of: 0) }
        _ = control.send(builder, client: 1, atFrame: frame, isExact: true)
    }

    /// An operation that adds a synth.
    func new(_ name: String, _ id: Int32, _ target: Int32 = 0) -> GraphOperation {
        .add(try! control.makeSynth(name, id: id, []), .toTail, target: target)
    }

    /// Sends the operations that `build` adds, and requests a reply.
    func query(_ build: (inout CommandPacketBuilder) -> Void) {
        var builder = CommandPacketBuilder()
        builder.wantsReply = true
        build(&builder)
        _ = control.send(builder, client: 1)
    }

    func synth(
        _ name: String, _ id: Int32, _ action: AddAction = .toTail, _ target: Int32 = 0,
        _ controls: [String: Float] = [:], atFrame frame: Int64? = nil
    ) {
        let settings = controls.map {
            Blueprint.ControlSetting(key: ControlKey(name: $0), value: .number($1))
        }
        send(.add(try! control.makeSynth(name, id: id, settings), action, target: target), atFrame: frame)
    }

    func group(_ id: Int32, _ action: AddAction = .toTail, _ target: Int32 = 0) {
        send(.add(control.makeGroup(id: id), action, target: target))
    }

    func freeChildren(_ id: Int32) {
        send(.freeChildren(id, empty: control.makeGroup(id: id)))
    }

    /// Renders blocks, and returns the outputs of the last one.
    @discardableResult
    func render(blocks: Int = 1) -> [[Float]] {
        for _ in 0..<blocks {
            control.graph.pointee.beginBlock()
            control.graph.pointee.render(nil)
        }
        control.collect { event in
            switch event {
            case .node(let event):
                events.append(event)
            case .applied(let packet):
                for index in 0..<packet.count {
                    switch packet[index].outcome {
                    case .failed(let failure): failures.append(failure)
                    case .done(let count):
                        switch packet[index].operation {
                        case .getControlBuses(_, let words), .getSamples(_, _, let words), .getBuffer(_, let words),
                            .getControls(_, _, let words), .query(_, let words), .getTree(_, _, let words):
                            replies.append(packet.words(words, count: count))
                        default: break
                        }
                    case .pending: break
                    }
                }
            case .muted(let node): mutes.append(node)
            case .message, .shadow: break
            }
        }
        let frames = control.shape.blockFrames
        return (0..<control.shape.outputBusCount).map { channel in
            let output = control.graph.pointee.output(channel)
            return (0..<frames).map { output[$0] }
        }
    }

    /// Sets a control between two blocks. Returns whether the node exists.
    func setControl(node: Int32, _ key: ControlKey, _ value: Float) -> Bool {
        control.graph.pointee.setControl(node: node, key, value)
    }

    func controlValue(node: Int32, _ key: ControlKey) -> Float? {
        control.graph.pointee.controlValue(node: node, key)
    }

    /// Renders a block, and returns the digits of the rendered nodes, in their order, as a decimal number.
    func order() -> Int { Int(render()[0][0]) }

    /// Returns the events since the last call, such as "started 1000".
    func takeEvents() -> [String] {
        defer { events = [] }
        return events.map { "\($0.kind) \($0.id)" }
    }

    func takeFailures() -> [GraphFailure] {
        defer { failures = [] }
        return failures
    }
}

extension SynthDef {
    /// A synth that records its control `digit` when it is rendered.
    static let trace = SynthDef(
        name: "trace", parameters: [1], parameterNames: [ParameterName(name: "digit", index: 0)],
        units: [
            Unit(name: "Control", rate: .control, outputs: [.control]),
            Unit(name: "Trace", rate: .audio, inputs: [.output(unit: 0, index: 0)]),
        ])

    /// A synth like `trace` that is done in its n-th block.
    static let finish = SynthDef(
        name: "finish", parameters: [1, 1, 2],
        parameterNames: ["digit", "blocks", "action"].enumerated().map { ParameterName(name: $1, index: $0) },
        units: [
            Unit(name: "Control", rate: .control, outputs: [.control, .control, .control]),
            Unit(name: "Trace", rate: .audio, inputs: [.output(unit: 0, index: 0)]),
            Unit(
                name: "Finish", rate: .control, inputs: [.output(unit: 0, index: 1), .output(unit: 0, index: 2)]),
        ])

    /// A synth that adds its controls, an array of two, to the first two outputs.
    static let put = SynthDef(
        name: "put", constants: [0, 1], parameters: [10, 20], parameterNames: [ParameterName(name: "values", index: 0)],
        units: [
            Unit(name: "Control", rate: .control, outputs: [.control, .control]),
            Unit(name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: 0, index: 0)]),
            Unit(name: "Put", rate: .audio, inputs: [.constant(1), .output(unit: 0, index: 1)]),
        ],
        variants: [Variant(name: "loud", values: [100, 200])])
}
