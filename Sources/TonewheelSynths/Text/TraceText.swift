internal import TonewheelGraph

/// The output of `/n_trace`, in the format of scsynth 3.13.
enum TraceText {
    /// Returns the text for a traced node.
    ///
    /// - Parameter words: The results of `Graph.trace`.
    static func text(_ words: [CommandWord]) -> String {
        guard words.count >= 2 else { return "" }
        return words[1].int == -1 ? synth(words) : group(words)
    }

    private static func synth(_ words: [CommandWord]) -> String {
        guard words.count >= 4, let blueprint = Blueprint.at(address: (words[2].bits, words[3].bits)) else { return "" }
        return text(TracedSynth(node: words[0].int, blueprint: blueprint, values: Array(words[4...])))
    }

    static func text(_ trace: TracedSynth) -> String {
        let units = trace.blueprint.trace(trace.values[...])
        var text = "\nTRACE \(trace.node)  \(trace.blueprint.definition.name)    #units: \(units.count)\n"
        for (index, unit) in units.enumerated() {
            text += "  unit \(index) \(unit.name)\n    in \(values(unit.inputs))\n    out\(values(unit.outputs))\n"
        }
        return text
    }

    private static func values(_ values: [Float]) -> String {
        values.map { " " + NumberText.short($0) }.joined()
    }

    /// Lists the children of the group, without their subtrees.
    private static func group(_ words: [CommandWord]) -> String {
        var text = "TRACE Group \(words[0].int)\n"
        for child in NodeTreeReader(words, withControls: false).children() { text += "   \(child)\n" }
        return text
    }
}
