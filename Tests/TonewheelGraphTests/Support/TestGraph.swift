import TonewheelDSP
import TonewheelGraph
import TonewheelRealtime

/// A graph of toy units, rendered by hand, block by block.
final class TestGraph {
    let control: GraphControl
    private(set) var events: [NodeEvent] = []
    private(set) var failures: [GraphFailure] = []

    /// What queries have written, by operation.
    private(set) var answers: [[CommandWord]] = []

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
            shape, units: ToyUnits.all, role: busMirror == nil ? .alone : .shadow, arena: arena,
            controlBuses: controlBuses, busMirror: busMirror)
    }

    /// Applies operations in the next block, or at a frame, as one packet.
    @discardableResult
    func send(_ operations: GraphOperation..., atFrame frame: Int64? = nil, isExact: Bool = false) -> Bool {
        var builder = CommandPacketBuilder()
        for operation in operations { builder.add(operation, of: 0) }
        return control.send(builder, client: 1, atFrame: frame, isExact: isExact)
    }

    /// Applies operations exactly at a frame, as one packet.
    func exactly(_ frame: Int64, _ operations: GraphOperation...) {
        var builder = CommandPacketBuilder()
        for operation in operations { builder.add(operation, of: 0) }
        _ = control.send(builder, client: 1, atFrame: frame, isExact: true)
    }

    /// A synth that is to be added.
    func new(_ name: String, _ id: Int32, _ target: Int32 = 0) -> GraphOperation {
        .add(try! control.makeSynth(name, id: id, []), .toTail, target: target)
    }

    /// Applies what `build` adds, and wants it back.
    func ask(_ build: (inout CommandPacketBuilder) -> Void) {
        var builder = CommandPacketBuilder()
        builder.wantsAnswer = true
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
        control.collect { news in
            switch news {
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
                            answers.append(packet.words(words, count: count))
                        default: break
                        }
                    case .pending: break
                    }
                }
            case .message, .shadow: break
            }
        }
        let frames = control.shape.blockFrames
        return (0..<control.shape.outputBusCount).map { channel in
            let output = control.graph.pointee.output(channel)
            return (0..<frames).map { output[$0] }
        }
    }

    /// Sets a control between two blocks; whether there is such a node.
    func setControl(node: Int32, _ key: ControlKey, _ value: Float) -> Bool {
        control.graph.pointee.setControl(node: node, key, value)
    }

    func controlValue(node: Int32, _ key: ControlKey) -> Float? {
        control.graph.pointee.controlValue(node: node, key)
    }

    /// The numbers of what has been rendered in a block, in their order.
    func order() -> Int { Int(render()[0][0]) }

    /// What has happened since the last call, in short: "go 1000", "end 1001".
    func happenings() -> [String] {
        defer { events = [] }
        return events.map { "\($0.kind) \($0.id)" }
    }

    func takeFailures() -> [GraphFailure] {
        defer { failures = [] }
        return failures
    }
}

extension SynthDefinition {
    /// Notes its control `digit` when it is rendered.
    static let trace = SynthDefinition(
        name: "trace", parameters: [1], parameterNames: [ParameterName(name: "digit", index: 0)],
        units: [
            Unit(name: "Control", rate: .control, outputs: [.control]),
            Unit(name: "Trace", rate: .audio, inputs: [.output(unit: 0, index: 0)]),
        ])

    /// As `trace`, and done in its n-th block.
    static let finish = SynthDefinition(
        name: "finish", parameters: [1, 1, 2],
        parameterNames: ["digit", "blocks", "action"].enumerated().map { ParameterName(name: $1, index: $0) },
        units: [
            Unit(name: "Control", rate: .control, outputs: [.control, .control, .control]),
            Unit(name: "Trace", rate: .audio, inputs: [.output(unit: 0, index: 0)]),
            Unit(
                name: "Finish", rate: .control, inputs: [.output(unit: 0, index: 1), .output(unit: 0, index: 2)]),
        ])

    /// Adds its controls to the first outputs: an array of two.
    static let put = SynthDefinition(
        name: "put", constants: [0, 1], parameters: [10, 20], parameterNames: [ParameterName(name: "values", index: 0)],
        units: [
            Unit(name: "Control", rate: .control, outputs: [.control, .control]),
            Unit(name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: 0, index: 0)]),
            Unit(name: "Put", rate: .audio, inputs: [.constant(1), .output(unit: 0, index: 1)]),
        ],
        variants: [Variant(name: "loud", values: [100, 200])])
}
