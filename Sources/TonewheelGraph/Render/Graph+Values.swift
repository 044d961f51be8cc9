internal import TonewheelDSP

/// Operations on control buses, buffers and controls, and queries. `[render]`
extension Graph {
    /// Returns the buses `first` … `first + count − 1`; nil unless all of them exist.
    @_noLocks @_noAllocation
    private func controlBuses(_ first: Int32, count: Int32) -> Range<Int>? {
        guard first >= 0, count >= 0, Int(first) &+ Int(count) <= context.pointee.controlBuses.count else { return nil }
        return Int(first)..<Int(first) &+ Int(count)
    }

    @_noLocks @_noAllocation
    func setControlBuses(_ first: Int32, _ values: UnsafePointer<CommandWord>, count: Int32) -> CommandOutcome {
        guard let buses = controlBuses(first, count: count) else { return .failed(.noSuchBus(first)) }
        let target = context.pointee.controlBuses
        for bus in buses { target[bus] = target.finite(values[bus &- buses.lowerBound].float) }
        mirror?.note(buses, atFrame: counts.frame)
        return .done(0)
    }

    @_noLocks @_noAllocation
    func fillControlBuses(_ first: Int32, count: Int32, _ value: Float) -> CommandOutcome {
        let buses = Self.clampedRange(first, count, of: context.pointee.controlBuses.count)
        let target = context.pointee.controlBuses
        for bus in buses { target[bus] = target.finite(value) }
        mirror?.note(buses, atFrame: counts.frame)
        return .done(0)
    }

    @_noLocks @_noAllocation
    func getControlBuses(_ first: Int32, _ words: UnsafeMutablePointer<CommandWord>, count: Int32) -> CommandOutcome {
        guard let buses = controlBuses(first, count: count) else { return .failed(.noSuchBus(first)) }
        for bus in buses { words[bus &- buses.lowerBound] = CommandWord(value(ofControlBus: bus)) }
        return .done(count)
    }

    /// Returns the value of a control bus, from the worker if one renders for this graph.
    @_noLocks @_noAllocation
    func value(ofControlBus bus: Int) -> Float {
        let own = context.pointee.controlBuses[bus]
        return if let mirror { mirror.value(of: bus, own) } else { own }
    }

    /// Returns the part of the range of `count` elements from `first` on that exists. Elements outside are ignored,
    /// as in scsynth.
    @_noLocks @_noAllocation
    static func clampedRange(_ first: Int32, _ count: Int32, of all: Int) -> Range<Int> {
        let start = max(0, min(Int(first), all))
        return start..<max(start, min(Int(first) &+ Int(count), all))
    }

    /// Returns the index of a buffer in the table, whether it has samples or not; nil if it is out of range.
    @_noLocks @_noAllocation
    func bufferIndex(_ index: Int32) -> Int? {
        index >= 0 && Int(index) < context.pointee.buffers.count ? Int(index) : nil
    }

    @_noLocks @_noAllocation
    mutating func swapBuffer(
        _ index: Int32, _ memory: UnsafeMutablePointer<BufferMemory>, keepsRate: Bool
    ) -> CommandOutcome {
        guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
        endFills(of: place)
        // The old buffer is returned in the memory of the new one.
        var buffer = memory.pointee.buffer
        if keepsRate { buffer.sampleRate = context.pointee.buffers[place].sampleRate }
        memory.pointee.buffer = context.pointee.buffers[place]
        context.pointee.buffers[place] = buffer
        disposal.add(UnsafeMutableRawPointer(memory).assumingMemoryBound(to: DisposalLink.self))
        hasEvents = true
        return .done(0)
    }

    @_noLocks @_noAllocation
    mutating func swapFile(_ index: Int32, _ memory: UnsafeMutablePointer<FileStreamMemory>) -> CommandOutcome {
        guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
        let file = memory.pointee.stream
        memory.pointee.stream = context.pointee.buffers.file(at: place)
        context.pointee.buffers.setFile(file, at: place)
        disposal.add(UnsafeMutableRawPointer(memory).assumingMemoryBound(to: DisposalLink.self))
        hasEvents = true
        return .done(0)
    }

    @_noLocks @_noAllocation
    func setSamples(
        _ index: Int32, _ start: Int32, _ values: UnsafePointer<CommandWord>, count: Int32
    ) -> CommandOutcome {
        guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
        let buffer = context.pointee.buffers[place]
        guard buffer.sampleCount > 0 else { return .failed(.noSuchSample(start)) }
        if hasWorker { return .done(0) }
        let samples = Self.clampedRange(start, count, of: buffer.sampleCount)
        context.pointee.buffers.noteWrites(buffer, samples)
        for sample in samples {
            buffer.samples[sample] = context.pointee.audioBuses.finite(values[sample &- Int(start)].float)
        }
        return .done(0)
    }

    /// Sets one sample, which must exist.
    @_noLocks @_noAllocation
    func setSample(_ index: Int32, _ sample: Int32, _ value: Float) -> CommandOutcome {
        guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
        let buffer = context.pointee.buffers[place]
        guard sample >= 0, Int(sample) < buffer.sampleCount else { return .failed(.noSuchSample(sample)) }
        if hasWorker { return .done(0) }
        context.pointee.buffers.noteWrite(buffer, at: Int(sample))
        buffer.samples[Int(sample)] = context.pointee.audioBuses.finite(value)
        return .done(0)
    }

    @_noLocks @_noAllocation
    func getSamples(
        _ index: Int32, _ start: Int32, _ words: UnsafeMutablePointer<CommandWord>, count: Int32
    ) -> CommandOutcome {
        guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
        let buffer = context.pointee.buffers[place]
        guard let samples = samples(of: buffer, start, count) else { return .failed(.noSuchSample(start)) }
        for sample in samples { words[sample &- samples.lowerBound] = CommandWord(buffer.samples[sample]) }
        return .done(count)
    }

    @_noLocks @_noAllocation
    func getBuffer(_ index: Int32, _ words: UnsafeMutablePointer<CommandWord>) -> CommandOutcome {
        guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
        let buffer = context.pointee.buffers[place]
        words[0] = CommandWord(Int32(truncatingIfNeeded: buffer.frameCount))
        words[1] = CommandWord(Int32(truncatingIfNeeded: buffer.channelCount))
        words[2] = CommandWord(Float(buffer.sampleRate))
        return .done(3)
    }

    /// Returns the range of `count` samples from `start` on; nil unless all of them exist.
    @_noLocks @_noAllocation
    private func samples(of buffer: SampleBuffer, _ start: Int32, _ count: Int32) -> Range<Int>? {
        guard start >= 0, count >= 0, Int(start) &+ Int(count) <= buffer.sampleCount else { return nil }
        return Int(start)..<Int(start) &+ Int(count)
    }

    @_noLocks @_noAllocation
    func getControls(
        _ id: Int32, _ key: ControlKey, _ words: UnsafeMutablePointer<CommandWord>, count: Int
    ) -> CommandOutcome {
        guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
        guard let synth = node.pointee.synth else { return .failed(.notASynth(id)) }
        if isShadow, synth.pointee.mappedCount > 0, isPlaying(node) { updateMappedControlsFromWorker(synth) }
        let controlCount = synth.pointee.controlCount
        // The values of controls that do not exist are 0, as in scsynth. A name covers the control's own array only.
        for offset in 0..<count { words[offset] = CommandWord(0 as Float) }
        let asked = synth.pointee.names.controls(key, count: count, controlCount: controlCount)
        for control in asked {
            words[control &- asked.lowerBound] = CommandWord(synth.pointee.context.controls[control])
        }
        return .done(Int32(count))
    }

    /// Writes the tree of a group: for each node its ID and the number of its children; for a synth −1 instead, the
    /// address of its blueprint (two words), and, with controls, the number of its controls, and for each the kind of
    /// its mapping and its value or bus.
    @_noLocks @_noAllocation
    func getTree(
        _ id: Int32, _ withControls: Bool, _ words: UnsafeMutablePointer<CommandWord>, count: Int
    ) -> CommandOutcome {
        guard let top = find(id) else { return .failed(.groupNotFound(id)) }
        guard top.pointee.isGroup else { return .failed(.notAGroup(id)) }
        var written = 0
        var next: Node.Pointer? = top
        while let node = next {
            guard written &+ 5 <= count else { return .failed(.replyTooLong) }
            words[written] = CommandWord(node.pointee.id)
            if let synth = node.pointee.synth {
                let address = synth.pointee.blueprintAddress
                words[written &+ 1] = CommandWord(-1 as Int32)
                words[written &+ 2] = CommandWord(Int32(truncatingIfNeeded: address))
                words[written &+ 3] = CommandWord(Int32(truncatingIfNeeded: address &>> 32))
                written = written &+ 4
                if withControls {
                    let controlCount = synth.pointee.controlCount
                    guard written &+ 1 &+ 2 &* controlCount <= count else { return .failed(.replyTooLong) }
                    words[written] = CommandWord(Int32(truncatingIfNeeded: controlCount))
                    written = written &+ 1
                    for control in 0..<controlCount {
                        let mapping = synth.pointee.context.mappings[control]
                        switch mapping.source {
                        case .value:
                            words[written] = CommandWord(0 as Int32)
                            words[written &+ 1] = CommandWord(synth.pointee.context.controls[control])
                        case .controlBus:
                            words[written] = CommandWord(1 as Int32)
                            words[written &+ 1] = CommandWord(mapping.bus)
                        case .audioBus:
                            words[written] = CommandWord(2 as Int32)
                            words[written &+ 1] = CommandWord(mapping.bus)
                        }
                        written = written &+ 2
                    }
                }
                next = nodeAfter(node, below: top)
            } else {
                var childCount: Int32 = 0
                var child = node.pointee.head
                while let current = child {
                    childCount = childCount &+ 1
                    child = current.pointee.next
                }
                words[written &+ 1] = CommandWord(childCount)
                written = written &+ 2
                next = if let head = node.pointee.head { head } else { nodeAfter(node, below: top) }
            }
        }
        return .done(Int32(truncatingIfNeeded: written))
    }
}
