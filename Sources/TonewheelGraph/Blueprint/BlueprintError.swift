/// Why a definition cannot be played here.
package struct BlueprintError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and where, in a sentence.
    package let description: String

    init(_ definition: SynthDefinition, _ reason: String) {
        description = "the definition '\(definition.name)' \(reason)"
    }
}
