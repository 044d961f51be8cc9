internal import TonewheelDSP

/// The construction of a graph from an image. `[control]`, before the graph renders
extension Graph {
    /// Reads the image of a graph of the same shape into an empty graph.
    ///
    /// - Throws: `CodecError` if the image is malformed, or a synth cannot be built. The graph is unusable then.
    mutating func readImage(_ reader: inout ImageReader, _ control: GraphControl) throws(CodecError) {
        let frame = try reader.int64()
        guard frame >= 0, frame % Int64(shape.blockFrames) == 0 else { throw reader.failure("invalid frame") }
        begin(atFrame: frame)
        context.pointee.audioBuses.blockNumber = try reader.int64()
        try readControlBuses(&reader)
        try readAudioBuses(&reader)
        try readTree(below: root, &reader, control)
        try readTree(below: engineGroup, &reader, control)
        try readTree(below: detached, &reader, control)
        fillCount = try reader.count(size: 28)
        guard fillCount <= BufferFill.capacity else { throw reader.failure("too many fills") }
        for index in 0..<fillCount {
            let (buffer, next, end) = (Int(try reader.int64()), Int(try reader.int64()), Int(try reader.int64()))
            let value = try reader.float()
            guard (0..<context.pointee.buffers.count).contains(buffer), next >= 0, next <= end,
                end <= context.pointee.buffers[buffer].sampleCount
            else { throw reader.failure("a fill is outside its buffer") }
            fills[index] = BufferFill(buffer: buffer, next: next, end: end, value: value)
        }
    }

    private func readControlBuses(_ reader: inout ImageReader) throws(CodecError) {
        let buses = context.pointee.controlBuses
        while case let bus = Int(try reader.int32()), bus >= 0 {
            guard bus < buses.count else { throw reader.failure("there is no control bus \(bus)") }
            buses[bus] = try reader.float()
            buses.setLastWrite(of: bus, try reader.int64())
        }
    }

    private func readAudioBuses(_ reader: inout ImageReader) throws(CodecError) {
        let buses = context.pointee.audioBuses
        while case let bus = Int(try reader.int32()), bus >= 0 {
            guard bus < buses.count else { throw reader.failure("there is no audio bus \(bus)") }
            buses.setLastWrite(of: bus, try reader.int64())
            let byteCount = shape.blockFrames * MemoryLayout<Float>.stride
            let samples = try reader.read(byteCount: byteCount)
            UnsafeMutableRawBufferPointer(start: buses.memory(of: bus), count: byteCount).copyMemory(from: samples)
        }
    }

    private mutating func readTree(
        below top: Node.Pointer, _ reader: inout ImageReader, _ control: GraphControl
    ) throws(CodecError) {
        top.pointee.isRunning = try reader.bool()
        var group = top
        while true {
            let mark = try reader.byte()
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
        isGroup: Bool, _ reader: inout ImageReader, _ control: GraphControl
    ) throws(CodecError) -> Node.Pointer {
        let id = try reader.int32()
        var state = Node(id: id, synth: nil)
        state.isRunning = try reader.bool()
        state.isReplacedGroup = try reader.bool()
        state.isEnded = try reader.bool()
        state.removedByNode = try reader.bool()
        state.startBlock = try reader.int64()
        state.runBlock = try reader.int64()
        state.moveBlock = try reader.int64()
        state.removedBlock = try reader.int64()
        state.formerPosition = SiblingPosition(
            parent: try reader.int32(), previous: try reader.int32(), next: try reader.int32())
        let node = isGroup ? control.makeGroup(id: id) : try readSynth(id: id, &reader, control)
        node.pointee.isRunning = state.isRunning
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
        id: Int32, _ reader: inout ImageReader, _ control: GraphControl
    ) throws(CodecError) -> Node.Pointer {
        let number = try reader.uint64()
        guard let blueprint = control.definition(number: number) else { throw .unknownDefinition(number) }
        let seed = try reader.uint64()
        let image = blueprint.image.pointee
        guard try reader.int64() == Int64(blueprint.controlCount) else {
            throw reader.failure("a synth has other controls than its definition")
        }
        let built = try reader.read(byteCount: image.builtFrom.byteCount)
        let values = (0..<blueprint.controlCount).map { built.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
        let mappings = try (0..<blueprint.controlCount).map { (control) throws(CodecError) -> ControlMapping in
            let start = blueprint.layout.builtMappings - blueprint.layout.builtValues
            return try mapping(built, at: start + control * MemoryLayout<ControlMapping>.stride, blueprint, reader)
        }
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
        _ reader: inout ImageReader
    ) throws(CodecError) {
        let image = blueprint.image.pointee
        let base = UnsafeMutableRawPointer(node)
        let memoryBytes = synth.pointee.byteCount - image.layoutSize
        synth.pointee.context.isFirst = try reader.bool()
        synth.pointee.context.offsetFrames = Int(try reader.int64())
        synth.pointee.context.doneAction = try reader.int32()
        synth.pointee.context.localAudio = try localBuses(&reader, memoryBytes)
        synth.pointee.context.localControl = try localBuses(&reader, memoryBytes)
        for part in [image.hot, image.cold] {
            guard try reader.int64() == Int64(part.byteCount) else {
                throw reader.failure("a synth has another size than its definition")
            }
            let bytes = try reader.read(byteCount: part.byteCount)
            UnsafeMutableRawBufferPointer(start: base + part.start, count: part.byteCount).copyMemory(from: bytes)
        }
        guard try reader.int64() == Int64(memoryBytes) else {
            throw reader.failure("the units of a synth have another size of memory")
        }
        let samples = try reader.read(byteCount: memoryBytes)
        UnsafeMutableRawBufferPointer(start: synth.pointee.context.memory, count: memoryBytes)
            .copyMemory(from: samples)
        let mappings = synth.pointee.context.mappings
        var mappedCount = 0
        for control in 0..<synth.pointee.controlCount {
            let bytes = UnsafeRawBufferPointer(
                start: mappings + control, count: MemoryLayout<ControlMapping>.stride)
            if try mapping(bytes, at: 0, blueprint, reader).source != .value { mappedCount += 1 }
        }
        synth.pointee.mappedCount = mappedCount
    }

    /// Returns the mapping at an offset, if it is valid.
    private func mapping(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, _ blueprint: Blueprint, _ reader: ImageReader
    ) throws(CodecError) -> ControlMapping {
        let mapping = bytes.loadUnaligned(fromByteOffset: offset, as: ControlMapping.self)
        guard mapping.source == .value || blueprint.hasBus(for: mapping) else {
            throw reader.failure("a mapping refers to a bus that does not exist")
        }
        return mapping
    }

    private func localBuses(_ reader: inout ImageReader, _ memoryBytes: Int) throws(CodecError) -> LocalBuses {
        let (offset, count) = (Int(try reader.int64()), Int(try reader.int64()))
        var buses = LocalBuses()
        buses.count = Int(try reader.int64())
        buses.isWritten = try reader.bool()
        let limit = memoryBytes / MemoryLayout<Float>.stride
        guard offset >= 0, count >= 0, offset <= limit, count <= limit - offset, buses.count >= 0,
            buses.count <= max(1, count)
        else { throw reader.failure("the local buses of a synth are outside its memory") }
        buses.memory = ArenaSlice(offset: offset, count: count)
        return buses
    }
}
