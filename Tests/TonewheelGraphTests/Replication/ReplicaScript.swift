import TestSupport
import TonewheelDSP
import TonewheelGraph

/// Random commands, the same for every graph that receives them.
struct ReplicaScript {
    enum Step {
        case synth(Int32, AddAction, Int32, [String: Float], bus: Int32?)
        case group(Int32, AddAction, Int32)
        case freeChildren(Int32)
        case other(GraphOperation)

        /// Makes the operation, with nodes of a graph.
        func operation(_ control: GraphControl) -> GraphOperation {
            switch self {
            case .synth(let id, let action, let target, let values, let bus):
                var settings = values.sorted { $0.key < $1.key }.map {
                    Blueprint.ControlSetting(key: ControlKey(name: $0), value: .number($1))
                }
                if let bus {
                    settings.append(
                        .init(
                            key: ControlKey(name: "level"), value: .mapping(ControlMapping(.controlBus, bus: bus))))
                }
                return .add(try! control.makeSynth("voice", id: id, settings), action, target: target)
            case .group(let id, let action, let target):
                return .add(control.makeGroup(id: id), action, target: target)
            case .freeChildren(let id): return .freeChildren(id, empty: control.makeGroup(id: id))
            case .other(let operation): return operation
            }
        }
    }

    struct Packet {
        var steps: [Step] = []
        var frame: Int64
        var isTimed = false
        var isExact = false

        func send(to control: GraphControl, isAlone: Bool = false) {
            var builder = CommandPacketBuilder()
            for step in steps { builder.add(step.operation(control), of: 0) }
            // A standalone graph gets the frame of the stamp.
            _ = control.send(builder, client: 1, atFrame: isTimed || isAlone ? frame : nil, isExact: isExact)
        }
    }

    private var random: RepeatableRandom
    private let blockFrames: Int64

    /// The ID of the next synth; nil if IDs are reused.
    private var nextID: Int32?

    /// - Parameter reusesIDs: Whether synths may get IDs that others have had before.
    init(seed: UInt64, blockFrames: Int, reusesIDs: Bool = true) {
        random = RepeatableRandom(seed: seed)
        self.blockFrames = Int64(blockFrames)
        nextID = reusesIDs ? nil : 1000
    }

    /// Returns the packets to send before the block at a frame.
    mutating func packets(before frame: Int64) -> [Packet] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
            var packet = Packet(frame: frame)
            if Int.random(in: 0..<4, using: &random) == 0 {
                packet.isTimed = true
                packet.frame += Int64.random(in: 0..<6 * blockFrames, using: &random)
                packet.isExact = Bool.random(using: &random)
            }
            for _ in 0..<Int.random(in: 1...3, using: &random) { packet.steps.append(step()) }
            return packet
        }
    }

    private mutating func number(_ range: ClosedRange<Int32>) -> Int32 { Int32.random(in: range, using: &random) }

    private mutating func group() -> Int32 { number(-1...5) < 0 ? 0 : number(100...105) }

    private var recent: [Int32] = [1]

    private mutating func synth() -> Int32 {
        guard nextID != nil else { return number(1...40) }
        return recent.suffix(40).randomElement(using: &random) ?? 1
    }

    private mutating func newSynth() -> Int32 {
        guard let id = nextID else { return synth() }
        nextID = id + 1
        recent.append(id)
        return id
    }

    private mutating func node() -> Int32 { Bool.random(using: &random) ? synth() : group() }

    private mutating func place() -> (AddAction, Int32) {
        let action = AddAction.allCases.randomElement(using: &random) ?? .toTail
        switch action {
        case .toHead, .toTail: return (action, group())
        default: return (action, node())
        }
    }

    private mutating func step() -> Step {
        let level = Float(number(1...100)) / 100
        switch number(0...15) {
        case 0...4:
            let (action, target) = place()
            var controls: [String: Float] = ["level": level, "bus": Float(number(0...1))]
            if Bool.random(using: &random) {
                controls["blocks"] = Float(number(1...30))
                controls["action"] = Float(number(0...15))
            }
            if number(0...3) == 0 {
                controls["requestBlocks"] = Float(number(1...20))
                controls["requestNode"] = Float(node())
                controls["requestAction"] = Float(number(0...2))
            }
            return .synth(newSynth(), action, target, controls, bus: number(0...4) == 0 ? number(0...5) : nil)
        case 5:
            let (action, target) = place()
            return .group(number(100...105), action == .replace ? .after : action, target)
        case 6, 7: return .other(.fill(node: node(), ControlKey(name: "level"), count: 1, level))
        case 8:
            return .other(
                .map(
                    node: node(), ControlKey(name: "level"), ControlMapping(.controlBus, bus: number(0...5)),
                    count: 1))
        case 9: return .other(.free(node()))
        case 10: return .freeChildren(group())
        case 11: return .other(.freeSynths(group()))
        case 12: return .other(.run(node(), Bool.random(using: &random)))
        case 13: return .other(.fillControlBuses(number(0...5), count: 1, level))
        case 14:
            // Either a sample is not finite in the next block, or another process has failed.
            return .other(
                Bool.random(using: &random)
                    ? .fill(node: node(), ControlKey(name: "level"), count: 1, .nan)
                    : .mute(node(), .fault(unit: 0)))
        default:
            var (action, target) = place()
            if action == .replace { action = .before }
            return .other(.move(node(), action, target: target))
        }
    }
}
