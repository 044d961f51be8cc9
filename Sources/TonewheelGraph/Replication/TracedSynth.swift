/// What the units of a synth have read and written in one block.
package struct TracedSynth: Sendable {
    package let node: Int32

    /// Tells the values apart: `Blueprint.trace`.
    package let blueprint: Blueprint
    package let values: [CommandWord]

    package init(node: Int32, blueprint: Blueprint, values: [CommandWord]) {
        self.node = node
        self.blueprint = blueprint
        self.values = values
    }
}
