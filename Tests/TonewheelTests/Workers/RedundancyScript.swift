import TestSupport
import Tonewheel
import TonewheelDSP
import TonewheelGraph

/// Random timed packets, the same for every graph that receives them.
///
/// A section begins with new buffers and cleared control buses, and ends without synths and buffers, so that a loss of
/// state ends with its section. Nodes that end themselves are not addressed after they may have ended: the commands
/// would find different nodes in the front and in a standalone graph, which learns of an end at once.
struct RedundancyScript {
    struct Section {
        let frames: Range<Int64>

        /// The IDs of the nodes, and of the clients that query buffers.
        let ids: Range<Int32>
    }

    private(set) var packets: [Packet] = []
    private(set) var sections: [Section] = []

    /// The nodes that end themselves, and that no packet frees before.
    private(set) var endingNodes: Set<Int32> = []

    private var random: RepeatableRandom
    private var frame: Int64 = 0
    private var nextID: Int32 = 1000
    private var voices: [Voice] = []

    private struct Voice {
        let id: Int32
        var group: Int32
        var isPaused = false
    }

    static let blockFrames: Int64 = 64

    /// The number of blocks of a section.
    static let sectionBlocks: Int64 = 600

    /// - Parameter first: The block in which the first section begins.
    init(seed: UInt64, sections count: Int, firstBlock first: Int64) {
        random = RepeatableRandom(seed: seed)
        for section in 0..<Int64(count) {
            let start = (first + section * Self.sectionBlocks) * Self.blockFrames
            let firstID = nextID
            play(start..<start + Self.sectionBlocks * Self.blockFrames)
            sections.append(
                Section(frames: start..<start + Self.sectionBlocks * Self.blockFrames, ids: firstID..<nextID))
        }
    }

    // MARK: - Random choices

    private mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func number(_ range: ClosedRange<Float>) -> Float {
        // A multiple of a power of two is the same number in every process.
        range.lowerBound + (range.upperBound - range.lowerBound) * Float(int(0...1023)) / 1024
    }

    private mutating func newID() -> Int32 {
        defer { nextID += 1 }
        return nextID
    }

    private mutating func add(_ steps: Step..., isExact: Bool = false) {
        packets.append(Packet(steps: steps, frame: frame, isExact: isExact))
    }

    // MARK: - A section

    private mutating func play(_ frames: Range<Int64>) {
        frame = frames.lowerBound + Int64(int(0...63))
        let (group, effects) = (newID(), newID())
        add(
            .group(group, .toTail, 0), .group(effects, .after, group),
            .operation(.fillControlBuses(0, count: 8, 0)))
        for (buffer, frameCount) in Self.buffers { add(.buffer(buffer, frameCount: frameCount, int(0...999))) }
        let writers = [newID(), newID()]
        add(
            .synth("record", writers[0], ["buf": 1, "freq": number(60...300)], .toHead, group),
            .synth("write", writers[1], ["buf": 2, "freq": number(60...300)], .toHead, group))
        for bus in 0...1 {
            add(.synth("wobble", newID(), ["bus": Float(bus), "freq": number(0.5...6)], .toHead, group))
        }
        add(.synth("room", newID(), [:], .toTail, effects))
        let subgroup = newID()
        add(.group(subgroup, .toTail, group))
        voices = []
        let last = frames.upperBound - 100 * Self.blockFrames
        while true {
            frame += Int64(int(20...380))
            guard frame < last else { break }
            let steps = (0..<int(1...2)).compactMap { _ in step(group, subgroup) }
            packets.append(Packet(steps: steps, frame: frame, isExact: int(0...2) == 0))
        }
        frame = frames.upperBound - 60 * Self.blockFrames
        add(.operation(.free(writers[0])), .operation(.free(writers[1])))
        // No worker writes the buffers any more.
        frame = frames.upperBound - 20 * Self.blockFrames
        for (buffer, frameCount) in Self.buffers {
            packets.append(
                Packet(steps: [.query(buffer, frameCount: frameCount)], frame: frame, client: UInt32(newID())))
        }
        frame = frames.upperBound - 2 * Self.blockFrames
        add(.operation(.free(group)), .operation(.free(effects)))
        for (buffer, _) in Self.buffers { add(.buffer(buffer, frameCount: 0, 0)) }
    }

    /// The buffers of a section, and their lengths: a table, one that is recorded, and one that is written.
    private static let buffers: [(Int32, Int)] = [(0, 3000), (1, 4096), (2, 2500)]

    private static let names = ["saw", "noise", "comb", "allpass", "fm", "trigger", "loop", "reader", "resonator"]

    private mutating func step(_ group: Int32, _ subgroup: Int32) -> Step? {
        let index = voices.isEmpty ? nil : int(0...voices.count - 1)
        switch int(0...19) {
        case 0...4 where voices.count < 24:
            let voice = Voice(id: newID(), group: int(0...3) == 0 ? subgroup : group)
            voices.append(voice)
            return synth(Self.names[int(0...Self.names.count - 1)], voice.id, voice.group)
        case 5, 6:
            let id = newID()
            endingNodes.insert(id)
            return synth("brief", id, group)
        case 7, 8:
            guard let index else { return nil }
            let id = voices[index].id
            return .values([number(60...900), number(0.01...0.05)]) { .set(node: id, ControlKey(name: "freq"), $0) }
        case 9:
            guard let index else { return nil }
            return .operation(.fill(node: voices[index].id, ControlKey(name: "cut"), count: 1, number(300...4000)))
        case 10:
            guard let index else { return nil }
            let mapping = ControlMapping(.controlBus, bus: Int32(int(-1...5)))
            return .operation(.map(node: voices[index].id, ControlKey(name: "cut"), mapping, count: 1))
        case 11:
            guard let index else { return nil }
            voices[index].isPaused.toggle()
            return .operation(.run(voices[index].id, !voices[index].isPaused))
        case 12:
            guard let index else { return nil }
            voices[index].group = int(0...1) == 0 ? group : subgroup
            return .operation(.move(voices[index].id, int(0...1) == 0 ? .toHead : .toTail, target: voices[index].group))
        case 13:
            // The envelope ends the synth.
            guard let index, !voices[index].isPaused, voices[index].group == group else { return nil }
            let voice = voices.remove(at: index)
            endingNodes.insert(voice.id)
            return .operation(.fill(node: voice.id, ControlKey(name: "gate"), count: 1, 0))
        case 14:
            guard let index else { return nil }
            return .operation(.free(voices.remove(at: index).id))
        case 15:
            guard int(0...3) == 0 else { return nil }
            voices.removeAll { $0.group == subgroup }
            return int(0...1) == 0 ? .operation(.freeSynths(subgroup)) : .freeChildren(subgroup)
        case 16: return bufferStep()
        case 17:
            let bus = Int32(int(2...5))
            return .operation(.fillControlBuses(bus, count: 1, number(400...3000)))
        case 18: return .values([number(400...3000), number(400...3000)]) { .setControlBuses(2, $0) }
        default: return nil
        }
    }

    private mutating func synth(_ name: String, _ id: Int32, _ group: Int32) -> Step {
        let controls: [String: Float] = [
            "freq": number(60...900), "amp": number(0.01...0.05), "cut": number(300...4000),
            "buf": Float(int(0...2)), "out": int(0...2) == 0 ? 8 : 0, "length": number(0.005...0.04),
        ]
        return .synth(name, id, controls, int(0...3) == 0 ? .toHead : .toTail, group)
    }

    private mutating func bufferStep() -> Step {
        let (buffer, start) = (Int32(int(0...2)), Int32(int(0...2400)))
        switch int(0...3) {
        case 0: return .operation(.fillSamples(buffer, start: start, count: Int32(int(1...500)), number(-0.2...0.2)))
        case 1: return .operation(.setSample(buffer, start, number(-0.2...0.2)))
        case 2: return .values((0..<50).map { _ in number(-0.2...0.2) }) { .setSamples(buffer, start: start, $0) }
        default: return .buffer(buffer, frameCount: Self.buffers[Int(buffer)].1, int(0...999))
        }
    }
}

extension RedundancyScript {
    enum Step {
        case synth(String, Int32, [String: Float], AddAction, Int32)
        case group(Int32, AddAction, Int32)
        case freeChildren(Int32)
        case operation(GraphOperation)
        case values([Float], (GraphOperation.Words) -> GraphOperation)

        /// A new buffer, with a table that depends on a number.
        case buffer(Int32, frameCount: Int, Int)
        case query(Int32, frameCount: Int)

        func add(to builder: inout CommandPacketBuilder, _ control: GraphControl) throws {
            switch self {
            case .synth(let name, let id, let values, let action, let target):
                let settings = values.sorted { $0.key < $1.key }.map {
                    Blueprint.ControlSetting(key: ControlKey(name: $0), value: .number($1))
                }
                builder.add(.add(try control.makeSynth(name, id: id, settings), action, target: target), of: 0)
            case .group(let id, let action, let target):
                builder.add(.add(control.makeGroup(id: id), action, target: target), of: 0)
            case .freeChildren(let id): builder.add(.freeChildren(id, empty: control.makeGroup(id: id)), of: 0)
            case .operation(let operation): builder.add(operation, of: 0)
            case .values(let values, let operation):
                builder.add(operation(builder.add(values.map { CommandWord($0) })), of: 0)
            case .buffer(let buffer, let frameCount, let seed):
                guard let memory = control.makeBuffer(frameCount: frameCount, channelCount: 1, sampleRate: 48_000)
                else { throw RedundancyFailure("no memory for a buffer") }
                for frame in 0..<frameCount {
                    memory.pointee.buffer.samples[frame] = Float((frame * (37 + seed)) % 512) / 2048 - 0.125
                }
                builder.add(.swapBuffer(buffer, memory), of: 0)
            case .query(let buffer, let frameCount):
                builder.add(.getSamples(buffer, start: 0, builder.reserveWords(frameCount)), of: 0)
            }
        }
    }

    struct Packet {
        let steps: [Step]
        let frame: Int64
        var isExact = false

        /// The client of a query; 0 without one.
        var client: UInt32 = 0

        func send(to control: GraphControl) throws {
            var builder = CommandPacketBuilder()
            builder.wantsReply = client != 0
            for step in steps { try step.add(to: &builder, control) }
            guard control.send(builder, client: client, atFrame: frame, isExact: isExact) else {
                throw RedundancyFailure("a packet was not accepted")
            }
        }
    }
}

struct RedundancyFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
