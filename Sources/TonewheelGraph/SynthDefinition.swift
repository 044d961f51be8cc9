/// A synth definition as its file holds it: constants, parameters, and units in the order in which they compute.
///
/// Reference: SuperCollider help, "SynthDef File Format".
package struct SynthDefinition: Sendable, Equatable {
    package var name: String
}
