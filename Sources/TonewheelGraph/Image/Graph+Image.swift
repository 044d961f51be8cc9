internal import TonewheelDSP
internal import TonewheelRealtime

/// The image of a graph between two blocks: all state that the following blocks depend on, without buffers, definitions
/// and scheduled packets. A graph that reads it renders the same samples from there on. `[render]`
///
///     frame, number of the block on the buses
///     control buses, audio buses: those that have ever been written
///     trees: that of the clients, that of the engine, and the nodes that are being removed
///     fills of buffers
///
/// A synth is written as the values that it was built from, and then the parts of its memory that contain no pointers.
/// Its units' memory depends on those values.
extension Graph {
    @_noLocks @_noAllocation
    func writeImage(to writer: inout ImageWriter) {
        writer.write(counts.frame)
        writer.write(context.pointee.audioBuses.blockNumber)
        writeControlBuses(to: &writer)
        writeAudioBuses(to: &writer)
        writeTree(below: root, to: &writer)
        writeTree(below: engineGroup, to: &writer)
        writeTree(below: detached, to: &writer)
        writer.write(fillCount)
        for index in 0..<fillCount {
            writer.write(fills[index].buffer)
            writer.write(fills[index].next)
            writer.write(fills[index].end)
            writer.write(fills[index].value)
        }
    }

    @_noLocks @_noAllocation
    private func writeControlBuses(to writer: inout ImageWriter) {
        let buses = context.pointee.controlBuses
        for bus in 0..<buses.count {
            let (value, block) = (buses[bus], buses.lastWrite(of: bus))
            if value.bitPattern == 0, block == 0 { continue }
            writer.write(Int32(truncatingIfNeeded: bus))
            writer.write(value)
            writer.write(block)
        }
        writer.write(Int32(-1))
    }

    @_noLocks @_noAllocation
    private func writeAudioBuses(to writer: inout ImageWriter) {
        let buses = context.pointee.audioBuses
        for bus in 0..<buses.count {
            let block = buses.lastWrite(of: bus)
            if block == 0 { continue }
            writer.write(Int32(truncatingIfNeeded: bus))
            writer.write(block)
            writer.write(buses.memory(of: bus), byteCount: shape.blockFrames &* MemoryLayout<Float>.stride)
        }
        writer.write(Int32(-1))
    }

    /// Writes the nodes below `top` in their order. A group is followed by its children and an end mark.
    @_noLocks @_noAllocation
    private func writeTree(below top: Node.Pointer, to writer: inout ImageWriter) {
        writer.write(top.pointee.isRunning)
        var next = top.pointee.head
        while let node = next {
            write(node, to: &writer)
            if let child = node.pointee.head {
                next = child
                continue
            }
            if node.pointee.isGroup { writer.write(ImageMark.groupEnd) }
            var last = node
            next = nil
            while true {
                if let sibling = last.pointee.next {
                    next = sibling
                    break
                }
                guard let parent = last.pointee.parent, parent != top else { break }
                writer.write(ImageMark.groupEnd)
                last = parent
            }
        }
        writer.write(ImageMark.treeEnd)
    }

    @_noLocks @_noAllocation
    private func write(_ node: Node.Pointer, to writer: inout ImageWriter) {
        writer.write(node.pointee.isGroup ? ImageMark.group : ImageMark.synth)
        writer.write(node.pointee.id)
        writer.write(node.pointee.isRunning)
        writer.write(node.pointee.muteCause?.code ?? 0)
        writer.write(node.pointee.muteCause?.unit ?? -1)
        writer.write(node.pointee.isReplacedGroup)
        writer.write(node.pointee.isEnded)
        writer.write(node.pointee.removedByNode)
        writer.write(node.pointee.startBlock)
        writer.write(node.pointee.runBlock)
        writer.write(node.pointee.moveBlock)
        writer.write(node.pointee.removedBlock)
        writer.write(node.pointee.formerPosition.parent)
        writer.write(node.pointee.formerPosition.previous)
        writer.write(node.pointee.formerPosition.next)
        if let synth = node.pointee.synth { write(node, synth, to: &writer) }
    }

    @_noLocks @_noAllocation
    private func write(_ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>, to writer: inout ImageWriter) {
        let image = synth.pointee.image.pointee
        let base = UnsafeRawPointer(node)
        writer.write(image.blueprintNumber)
        writer.write(synth.pointee.seed)
        writer.write(synth.pointee.controlCount)
        writer.write(base + image.builtFrom.start, byteCount: image.builtFrom.byteCount)
        writer.write(synth.pointee.context.isFirst)
        writer.write(synth.pointee.context.offsetFrames)
        writer.write(synth.pointee.context.doneAction)
        write(synth.pointee.context.localAudio, to: &writer)
        write(synth.pointee.context.localControl, to: &writer)
        writer.write(image.hot.byteCount)
        writer.write(base + image.hot.start, byteCount: image.hot.byteCount)
        writer.write(image.cold.byteCount)
        writer.write(base + image.cold.start, byteCount: image.cold.byteCount)
        let memoryBytes = synth.pointee.byteCount &- image.layoutSize
        writer.write(memoryBytes)
        writer.writeMemory(synth.pointee.context.memory, byteCount: memoryBytes)
    }

    @_noLocks @_noAllocation
    private func write(_ buses: LocalBuses, to writer: inout ImageWriter) {
        writer.write(buses.memory.offset)
        writer.write(buses.memory.count)
        writer.write(buses.count)
        writer.write(buses.isWritten)
    }
}

/// The byte before each part of a tree in an image.
enum ImageMark {
    static var treeEnd: UInt8 { @_noLocks @_noAllocation get { 0 } }
    static var group: UInt8 { @_noLocks @_noAllocation get { 1 } }
    static var synth: UInt8 { @_noLocks @_noAllocation get { 2 } }
    static var groupEnd: UInt8 { @_noLocks @_noAllocation get { 3 } }
}

/// The parts of a synth's memory that an image contains: bytes without pointers, by their offset from the node. They
/// are the same for all synths of a blueprint.
struct SynthImage: BitwiseCopyable {
    struct Part: BitwiseCopyable {
        let start: Int
        let byteCount: Int
    }

    /// The values and mappings of the controls that the synth was built from.
    let builtFrom: Part

    /// Controls, cells, states, mappings and done flags.
    let hot: Part

    /// Of these, the cells.
    let cells: Part

    /// Initial and held values.
    let cold: Part

    /// The number of the blueprint.
    let blueprintNumber: UInt64

    /// The size of a synth without its units' memory, in bytes.
    let layoutSize: Int

    init(_ layout: SynthLayout, blueprint number: UInt64) {
        builtFrom = Part(start: layout.builtValues, byteCount: layout.builtEnd - layout.builtValues)
        hot = Part(start: layout.controls, byteCount: layout.firstSteps - layout.controls)
        cells = Part(start: layout.cells, byteCount: layout.states - layout.cells)
        cold = Part(start: layout.initialValues, byteCount: layout.builtValues - layout.initialValues)
        blueprintNumber = number
        layoutSize = layout.size
    }
}
