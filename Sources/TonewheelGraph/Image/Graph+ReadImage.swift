internal import TonewheelDSP

/// The construction of a graph from an image. `[control]`, before the graph renders
extension Graph {
    /// Reads the image of a graph of the same shape into an empty graph.
    ///
    /// - Throws: `CodecError` if the image is malformed, or a synth cannot be built. The graph is unusable then.
    mutating func readImage(_ reader: inout ByteReader, _ control: GraphControl) throws(CodecError) {
        let frame = try reader.read(Int64.self)
        guard frame >= 0, frame % Int64(shape.blockFrames) == 0 else { throw reader.failure("invalid frame") }
        begin(atFrame: frame)
        context.pointee.audioBuses.blockNumber = try reader.read(Int64.self)
        try readControlBuses(&reader)
        try readAudioBuses(&reader)
        try readTree(below: root, &reader, control)
        try readTree(below: engineGroup, &reader, control)
        try readTree(below: detached, &reader, control)
        fillCount = try reader.readLongCount(size: 28)
        guard fillCount <= BufferFill.capacity else { throw reader.failure("too many fills") }
        for index in 0..<fillCount {
            let (buffer, next, end) = (
                Int(try reader.read(Int64.self)), Int(try reader.read(Int64.self)), Int(try reader.read(Int64.self))
            )
            let value: Float = try reader.read()
            guard (0..<context.pointee.buffers.count).contains(buffer), next >= 0, next <= end,
                end <= context.pointee.buffers[buffer].sampleCount
            else { throw reader.failure("a fill is outside its buffer") }
            fills[index] = BufferFill(buffer: buffer, next: next, end: end, value: value)
        }
    }

    private func readControlBuses(_ reader: inout ByteReader) throws(CodecError) {
        let buses = context.pointee.controlBuses
        while case let bus = Int(try reader.read(Int32.self)), bus >= 0 {
            guard bus < buses.count else { throw reader.failure("there is no control bus \(bus)") }
            buses[bus] = try reader.read()
            buses.setLastWrite(of: bus, try reader.read(Int64.self))
        }
    }

    private func readAudioBuses(_ reader: inout ByteReader) throws(CodecError) {
        let buses = context.pointee.audioBuses
        while case let bus = Int(try reader.read(Int32.self)), bus >= 0 {
            guard bus < buses.count else { throw reader.failure("there is no audio bus \(bus)") }
            buses.setLastWrite(of: bus, try reader.read(Int64.self))
            let byteCount = shape.blockFrames * MemoryLayout<Float>.stride
            try reader.read(into: buses.memory(of: bus), byteCount: byteCount)
        }
    }

    private mutating func readTree(
        below top: Node.Pointer, _ reader: inout ByteReader, _ control: GraphControl
    ) throws(CodecError) {
        top.pointee.isRunning = try reader.read()
        var group = top
        while true {
            let mark = try reader.read(UInt8.self)
            switch mark {
            case ImageMark.treeEnd:
                guard group == top else { throw reader.failure("a group has no end") }
                return
            case ImageMark.groupEnd:
                guard group != top, let parent = group.pointee.parent else {
                    throw reader.failure("a group ends that has not begun")
                }
                group = parent
            case ImageMark.group, ImageMark.synth:
                let node = try readNode(isGroup: mark == ImageMark.group, &reader, control)
                link(node, .toTail, group)
                if node.pointee.isGroup { group = node }
                if node.pointee.isEnded || node.pointee.isReplacedGroup { continue }
                guard table.find(node.pointee.id) == nil, table.insert(node) else {
                    throw reader.failure("two nodes have the ID \(node.pointee.id), or there are too many nodes")
                }
                count(node, by: 1)
            default:
                throw reader.failure("\(mark) is not the mark of a node")
            }
        }
    }

    private func readNode(
        isGroup: Bool, _ reader: inout ByteReader, _ control: GraphControl
    ) throws(CodecError) -> Node.Pointer {
        let id = try reader.read(Int32.self)
        var state = Node(id: id, synth: nil)
        state.isRunning = try reader.read()
        state.muteCause = try reader.readMuteCause()
        guard state.muteCause == nil || !isGroup && !state.isRunning else {
            throw reader.failure("the node \(id) is muted, but it is running or a group")
        }
        state.isReplacedGroup = try reader.read()
        state.isEnded = try reader.read()
        state.removedByNode = try reader.read()
        state.startBlock = try reader.read(Int64.self)
        state.runBlock = try reader.read(Int64.self)
        state.moveBlock = try reader.read(Int64.self)
        state.removedBlock = try reader.read(Int64.self)
        state.formerPosition = SiblingPosition(
            parent: try reader.read(Int32.self), previous: try reader.read(Int32.self),
            next: try reader.read(Int32.self))
        let node = isGroup ? control.makeGroup(id: id) : try readSynth(id: id, &reader, control)
        node.pointee.isRunning = state.isRunning
        node.pointee.muteCause = state.muteCause
        node.pointee.isReplacedGroup = state.isReplacedGroup
        node.pointee.isEnded = state.isEnded
        node.pointee.removedByNode = state.removedByNode
        node.pointee.startBlock = state.startBlock
        node.pointee.runBlock = state.runBlock
        node.pointee.moveBlock = state.moveBlock
        node.pointee.removedBlock = state.removedBlock
        node.pointee.formerPosition = state.formerPosition
        return node
    }

    /// Builds a synth from the values of the original, and copies the original's state into it.
    private func readSynth(
        id: Int32, _ reader: inout ByteReader, _ control: GraphControl
    ) throws(CodecError) -> Node.Pointer {
        let number = try reader.read(UInt64.self)
        guard let blueprint = control.definition(number: number) else { throw .unknownDefinition(number) }
        let seed = try reader.read(UInt64.self)
        guard try reader.read(Int64.self) == Int64(blueprint.controlCount) else {
            throw reader.failure("a synth has other controls than its definition")
        }
        let values = try reader.readFloats(blueprint.controlCount)
        let stride = MemoryLayout<ControlMapping>.stride
        let mappings = try reader.read(byteCount: values.count * stride).withUnsafeBytes { bytes in
            values.indices.map { bytes.loadUnaligned(fromByteOffset: $0 * stride, as: ControlMapping.self) }
        }
        try check(mappings, blueprint, reader)
        let node: Node.Pointer
        do throws(SynthBuildError) {
            node = try blueprint.makeSynth(id: id, values, mappings, seed: seed)
        } catch {
            throw .unbuildableSynth(error)
        }
        guard let synth = node.pointee.synth else { return node }
        do throws(CodecError) {
            try readState(node, synth, blueprint, &reader)
        } catch {
            Blueprint.free(node)
            throw error
        }
        return node
    }

    private func readState(
        _ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>, _ blueprint: Blueprint,
        _ reader: inout ByteReader
    ) throws(CodecError) {
        let image = blueprint.image.pointee
        let base = UnsafeMutableRawPointer(node)
        let memoryBytes = synth.pointee.byteCount - image.layoutSize
        synth.pointee.context.isFirst = try reader.read()
        synth.pointee.context.offsetFrames = Int(try reader.read(Int64.self))
        synth.pointee.context.doneAction = try reader.read(Int32.self)
        synth.pointee.context.localAudio = try localBuses(&reader, memoryBytes)
        synth.pointee.context.localControl = try localBuses(&reader, memoryBytes)
        for part in [image.hot, image.cold] {
            guard try reader.read(Int64.self) == Int64(part.byteCount) else {
                throw reader.failure("a synth has another size than its definition")
            }
            try reader.read(into: base + part.start, byteCount: part.byteCount)
        }
        guard try reader.read(Int64.self) == Int64(memoryBytes) else {
            throw reader.failure("the units of a synth have another size of memory")
        }
        try reader.read(into: synth.pointee.context.memory, byteCount: memoryBytes)
        let mappings = Array(
            UnsafeBufferPointer(start: synth.pointee.context.mappings, count: synth.pointee.controlCount))
        try check(mappings, blueprint, reader)
        synth.pointee.mappedCount = mappings.count { $0.source != .value }
    }

    private func check(
        _ mappings: [ControlMapping], _ blueprint: Blueprint, _ reader: ByteReader
    ) throws(CodecError) {
        guard mappings.allSatisfy({ $0.source == .value || blueprint.hasBus(for: $0) }) else {
            throw reader.failure("a mapping refers to a bus that does not exist")
        }
    }

    private func localBuses(_ reader: inout ByteReader, _ memoryBytes: Int) throws(CodecError) -> LocalBuses {
        let (offset, count) = (Int(try reader.read(Int64.self)), Int(try reader.read(Int64.self)))
        var buses = LocalBuses()
        buses.count = Int(try reader.read(Int64.self))
        buses.isWritten = try reader.read()
        let limit = memoryBytes / MemoryLayout<Float>.stride
        guard offset >= 0, count >= 0, offset <= limit, count <= limit - offset, buses.count >= 0,
            buses.count <= max(1, count)
        else { throw reader.failure("the local buses of a synth are outside its memory") }
        buses.memory = ArenaSlice(offset: offset, count: count)
        return buses
    }
}
