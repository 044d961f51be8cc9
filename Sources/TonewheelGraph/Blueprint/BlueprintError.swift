/// The reason that a definition cannot be compiled.
package struct BlueprintError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The definition's name, the error and its remedy, in one or two sentences.
    package let description: String

    /// - Parameter reason: The end of a sentence that begins with the definition's name.
    init(_ definition: SynthDef, _ reason: String) {
        description = "The definition '\(definition.name)' \(reason)"
    }
}
