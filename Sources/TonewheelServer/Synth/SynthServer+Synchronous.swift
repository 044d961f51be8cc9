internal import Synchronization
internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelOSC

/// Commands that take effect in a block: they are read and prepared here.
extension SynthServer {
    func perform(
        _ command: SynthCommand, _ arguments: inout CommandArguments, _ batch: inout CommandBatchBuilder
    ) throws(CommandError) {
        switch command {
        case .s_new: try newSynth(&arguments, &batch)
        case .g_new, .p_new: try newGroups(&arguments, &batch)
        case .n_free: try forEachNode(&arguments) { id in batch.add(.free(id)) }
        case .g_freeAll:
            try forEachNode(&arguments) { id in batch.add(.freeChildren(id, empty: graph.makeGroup(id: id))) }
        case .g_deepFree: try forEachNode(&arguments) { id in batch.add(.freeSynths(id)) }
        case .n_run:
            try forEachPair(&arguments, "the flag") { id, flag in batch.add(.run(id, flag != 0)) }
        case .n_before: try move(&arguments, .before, &batch)
        case .n_after: try move(&arguments, .after, &batch)
        case .g_head: try moveIntoGroup(&arguments, .toHead, &batch)
        case .g_tail: try moveIntoGroup(&arguments, .toTail, &batch)
        case .n_order: try order(&arguments, &batch)
        case .n_set: try set(&arguments, &batch)
        case .n_setn: try setRanges(&arguments, &batch)
        case .n_fill: try fill(&arguments, &batch)
        case .n_map: try map(&arguments, .controlBus, hasCounts: false, &batch)
        case .n_mapn: try map(&arguments, .controlBus, hasCounts: true, &batch)
        case .n_mapa: try map(&arguments, .audioBus, hasCounts: false, &batch)
        case .n_mapan: try map(&arguments, .audioBus, hasCounts: true, &batch)
        case .n_query:
            try forEachNode(&arguments) { (id) throws(CommandError) in
                batch.ask(.query(id, try batch.room(NodeEvent.wordCount)))
            }
        case .n_trace:
            try forEachNode(&arguments) { (id) throws(CommandError) in
                batch.ask(.trace(id, try batch.room(Self.treeWords)))
            }
        case .s_get: try getControls(&arguments, hasCounts: false, &batch)
        case .s_getn: try getControls(&arguments, hasCounts: true, &batch)
        case .s_noid: try forEachNode(&arguments) { id in batch.add(.renumber(id, to: graph.newNodeID())) }
        case .g_dumpTree, .g_queryTree:
            try forEachPair(&arguments, "the flag", default: 0) { (id, flag) throws(CommandError) in
                batch.ask(.getTree(id, withControls: flag != 0, try batch.room(Self.treeWords)))
            }
        case .c_set, .c_setn, .c_fill, .c_get, .c_getn:
            try performOnBuses(command, &arguments, &batch)
        case .b_set, .b_setn, .b_fill, .b_get, .b_getn, .b_query, .b_setSampleRate:
            try performOnBuffers(command, &arguments, &batch)
        case .status: answerStatus(batch.client)
        case .version: answerVersion(batch.client)
        case .rtMemoryStatus: answerMemory(batch.client)
        case .dumpOSC: setDumpMode(try arguments.int("the mode"))
        case .error:
            let mode = try arguments.int("the mode")
            batch.hasLocalErrorMode = mode < 0
            setErrorMode(mode)
        case .clearSched:
            timedBundles.withLock { $0.removeAll() }
            onClearScheduled()
            batch.add(.clearScheduled)
        case .cmd:
            let name = try arguments.string("the command's name")
            throw CommandError("there is no command '\(name)': commands come from plugins, and there are none here")
        case .u_cmd:
            _ = try arguments.int("the node")
            _ = try arguments.int("the unit's number")
            let name = try arguments.string("the command's name")
            throw CommandError("no unit here has a command '\(name)'")
        default: break  // the asynchronous ones
        }
    }

    /// Words of a tree's or a synth's description: what would be longer than the largest datagram cannot be sent.
    static var treeWords: Int { 16_384 }

    // MARK: - Arguments that repeat

    /// Calls `body` for each node that is named. There must be one at least.
    private func forEachNode(
        _ arguments: inout CommandArguments, _ body: (Int32) throws(CommandError) -> Void
    ) throws(CommandError) {
        repeat { try body(try arguments.int("the node")) } while !arguments.isEmpty
    }

    private func forEachPair(
        _ arguments: inout CommandArguments, _ what: String, default standard: Int32? = nil,
        _ body: (Int32, Int32) throws(CommandError) -> Void
    ) throws(CommandError) {
        repeat {
            let first = try arguments.int("the node")
            try body(first, try arguments.int(what, default: standard))
        } while !arguments.isEmpty
    }

    // MARK: - Nodes

    private func newSynth(_ arguments: inout CommandArguments, _ batch: inout CommandBatchBuilder) throws(CommandError)
    {
        let name = try arguments.string("the definition's name")
        let id = try nodeID(try arguments.int("the node's number", default: -1))
        let action = try addAction(try arguments.int("the add action", default: 0))
        let target = try arguments.int("the target", default: 0)
        var settings: [Blueprint.ControlSetting] = []
        while !arguments.isEmpty {
            let key = try arguments.control()
            // SuperCollider's language ends a list that it has not been given with a lonely 0.
            guard let value = arguments.next() else { break }
            try Self.forEachSetting(key, value) { settings.append($0) }
        }
        do throws(SynthBuildError) {
            batch.add(.add(try graph.makeSynth(name, id: id, settings), action, target: target))
        } catch {
            throw CommandError(error.reason)
        }
    }

    private func newGroups(
        _ arguments: inout CommandArguments, _ batch: inout CommandBatchBuilder
    ) throws(CommandError) {
        // All or nothing: a group that was made and not added would be lost.
        var groups: [(Int32, AddAction, Int32)] = []
        repeat {
            let id = try nodeID(try arguments.int("the group's number", default: -1))
            let action = try addAction(try arguments.int("the add action", default: 0))
            groups.append((id, action, try arguments.int("the target", default: 0)))
        } while !arguments.isEmpty
        for (id, action, target) in groups {
            batch.add(.add(graph.makeGroup(id: id), action, target: target))
        }
    }

    private func nodeID(_ number: Int32) throws(CommandError) -> Int32 {
        guard number != 0 else { throw CommandError("duplicate node ID 0, which is the root's") }
        guard number >= -1 else { throw CommandError("negative node IDs are reserved: give -1 for any") }
        return number == -1 ? graph.newNodeID() : number
    }

    private func addAction(_ number: Int32) throws(CommandError) -> AddAction {
        guard let action = AddAction(rawValue: number) else {
            throw CommandError(
                "the add action \(number) is none of 0 (head), 1 (tail), 2 (before), 3 (after), 4 (replace)")
        }
        return action
    }

    private func move(
        _ arguments: inout CommandArguments, _ action: AddAction, _ batch: inout CommandBatchBuilder
    ) throws(CommandError) {
        repeat {
            let node = try arguments.int("the node")
            batch.add(.move(node, action, target: try arguments.int("the target")))
        } while !arguments.isEmpty
    }

    private func moveIntoGroup(
        _ arguments: inout CommandArguments, _ action: AddAction, _ batch: inout CommandBatchBuilder
    ) throws(CommandError) {
        repeat {
            let group = try arguments.int("the group")
            batch.add(.move(try arguments.int("the node"), action, target: group))
        } while !arguments.isEmpty
    }

    private func order(_ arguments: inout CommandArguments, _ batch: inout CommandBatchBuilder) throws(CommandError) {
        let action = try addAction(try arguments.int("the add action"))
        guard action != .replace else { throw CommandError("the add action 4 (replace) moves nothing") }
        var target = try arguments.int("the target")
        var nextAction = action
        repeat {
            let node = try arguments.int("the node")
            batch.add(.move(node, nextAction, target: target))
            // The others follow the first, in their order.
            (target, nextAction) = (node, .after)
        } while !arguments.isEmpty
    }

    // MARK: - Controls

    /// Calls `body` for each control that a value goes to: an array goes to neighbouring ones, and text may name a bus.
    static func forEachSetting(
        _ key: ControlKey, _ value: OSCArgument, _ body: (Blueprint.ControlSetting) -> Void
    ) throws(CommandError) {
        let values: [OSCArgument] = if case .array(let elements) = value { elements } else { [value] }
        for (offset, value) in values.enumerated() {
            body(Blueprint.ControlSetting(key: key, offset: offset, value: try setting(value)))
        }
    }

    private static func setting(_ value: OSCArgument) throws(CommandError) -> Blueprint.ControlSetting.Value {
        switch value {
        case .string(let text), .symbol(let text):
            guard let letter = text.first, letter == "c" || letter == "a", let bus = Int32(text.dropFirst()), bus >= 0
            else { throw CommandError("a control's value is a number or a bus such as 'c12' or 'a3', not '\(text)'") }
            return .mapping(ControlMapping(letter == "c" ? .controlBus : .audioBus, bus: bus))
        default:
            guard let number = value.number else {
                throw CommandError("a control's value is a number, not \(value.shortDescription)")
            }
            return .number(try CommandArguments.finite(number, "a control's value"))
        }
    }

    private func set(_ arguments: inout CommandArguments, _ batch: inout CommandBatchBuilder) throws(CommandError) {
        let node = try arguments.int("the node")
        while !arguments.isEmpty {
            let key = try arguments.control()
            guard let value = arguments.next() else { break }
            // Numbers that stand side by side go together; each bus is an operation of its own.
            var numbers: [CommandWord] = []
            var end = 0
            func setNumbers(_ batch: inout CommandBatchBuilder) {
                guard !numbers.isEmpty else { return }
                batch.add(
                    .set(node: node, key, offset: Int32(end - numbers.count), batch.packet.add(numbers)))
                numbers = []
            }
            try Self.forEachSetting(key, value) { setting in
                switch setting.value {
                case .number(let number):
                    numbers.append(CommandWord(number))
                case .mapping(let mapping):
                    setNumbers(&batch)
                    batch.add(.map(node: node, key, offset: Int32(setting.offset), mapping, count: 1))
                }
                end = setting.offset + 1
            }
            setNumbers(&batch)
        }
    }

    private func setRanges(_ arguments: inout CommandArguments, _ batch: inout CommandBatchBuilder) throws(CommandError)
    {
        let node = try arguments.int("the node")
        while !arguments.isEmpty {
            let key = try arguments.control()
            batch.add(.set(node: node, key, batch.packet.add(try numbers(&arguments))))
        }
    }

    /// A count and as many numbers.
    func numbers(_ arguments: inout CommandArguments) throws(CommandError) -> [CommandWord] {
        let count = try arguments.int("how many numbers follow")
        guard count >= 0, Int(count) <= arguments.count else {
            throw CommandError("\(count) numbers should follow, but there are \(arguments.count)")
        }
        var words: [CommandWord] = []
        for _ in 0..<count { words.append(CommandWord(try arguments.float("a number"))) }
        return words
    }

    private func fill(_ arguments: inout CommandArguments, _ batch: inout CommandBatchBuilder) throws(CommandError) {
        let node = try arguments.int("the node")
        while !arguments.isEmpty {
            let key = try arguments.control()
            let count = try positive(try arguments.int("how many controls"))
            batch.add(.fill(node: node, key, count: count, try arguments.float("the value")))
        }
    }

    func positive(_ count: Int32) throws(CommandError) -> Int32 {
        guard count >= 0 else { throw CommandError("a count of \(count) is less than 0") }
        return count
    }

    private func map(
        _ arguments: inout CommandArguments, _ source: ControlMapping.Source, hasCounts: Bool,
        _ batch: inout CommandBatchBuilder
    ) throws(CommandError) {
        let node = try arguments.int("the node")
        while !arguments.isEmpty {
            let key = try arguments.control()
            let bus = try arguments.int("the bus")
            let count = hasCounts ? try positive(try arguments.int("how many controls")) : 1
            batch.add(.map(node: node, key, ControlMapping(source, bus: bus), count: count))
        }
    }

    private func getControls(
        _ arguments: inout CommandArguments, hasCounts: Bool, _ batch: inout CommandBatchBuilder
    ) throws(CommandError) {
        let node = try arguments.int("the node")
        repeat {
            // Comes back as it was asked for, by name or by number.
            switch arguments.peek {
            case .string(let name)?, .symbol(let name)?: names.withLock { $0.remember(name) }
            default: break
            }
            let key = try arguments.control()
            let count = hasCounts ? try answerable(try arguments.int("how many controls")) : 1
            batch.ask(.getControls(node: node, key, try batch.room(Int(count))))
        } while !arguments.isEmpty
    }

    /// A count of values that an answer may have room for: 5 bytes each. What stands before them counts when the answer is written.
    func answerable(_ count: Int32) throws(CommandError) -> Int32 {
        guard count >= 1, count <= 13_100 else {
            throw CommandError("\(count) values do not make a datagram: ask for 1 to 13100 at once")
        }
        return count
    }
}
