/// The trace of a synth in one block.
package struct TracedSynth: Sendable {
    package let node: Int32

    /// The blueprint, whose `trace` decodes the values.
    package let blueprint: Blueprint
    package let values: [CommandWord]

    package init(node: Int32, blueprint: Blueprint, values: [CommandWord]) {
        self.node = node
        self.blueprint = blueprint
        self.values = values
    }
}
