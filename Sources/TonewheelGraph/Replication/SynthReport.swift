/// The trace of a synth in one block (`/n_trace`), as its worker reports it to the front.
package struct SynthReport: Sendable {
    let node: Int32

    /// The definition's number in the front.
    let definition: UInt64

    /// The values of controls and units, as `Blueprint.trace` decodes them.
    let values: [CommandWord]

    /// Decodes a report of another process; nil if the bytes are not a report. `[control]`
    package init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        do throws(CodecError) {
            node = try reader.read()
            definition = try reader.read()
            var values: [CommandWord] = []
            for _ in 0..<(try reader.readCount(size: 4)) { values.append(CommandWord(try reader.read() as Int32)) }
            guard reader.remaining == 0 else { return nil }
            self.values = values
        } catch {
            return nil
        }
    }

    /// - Parameter words: The words that `Graph.trace` has written. Those of a group yield nil.
    init?(_ words: [CommandWord]) {
        guard words.count >= 4, words[1].int == -1,
            let blueprint = Blueprint.at(address: (words[2].bits, words[3].bits))
        else { return nil }
        node = words[0].int
        definition = blueprint.number
        values = Array(words[4...])
    }

    /// The encoded report. `[control]`
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(node)
        writer.write(definition)
        writer.write(UInt32(values.count))
        for value in values { writer.write(value.bits) }
        return writer.bytes
    }
}

extension CommandPacket {
    /// The traces that synths have written into the packet. `[control]`
    package var reports: [SynthReport] {
        (0..<count).compactMap { index in
            guard case .trace(_, let range) = operations[index].operation,
                case .done(let count) = operations[index].outcome
            else { return nil }
            return SynthReport(words(range, count: count))
        }
    }
}

extension GraphControl {
    /// Forwards the trace of a synth in the worker to clients. `[control]`
    package func relay(_ report: SynthReport) {
        guard let blueprint = link.blueprint(report.definition) else { return }
        notify(.trace(TracedSynth(node: report.node, blueprint: blueprint, values: report.values)))
    }
}
