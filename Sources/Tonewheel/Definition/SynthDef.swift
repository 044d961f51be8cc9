package import TonewheelGraph

/// A synth definition: a graph of unit generators under a name, which a server plays as often as it is asked to.
///
///     let bass = try SynthDef("bass") { def in
///         let freq = def.control("freq", 110, lag: 0.1)
///         let gate = def.control("gate", 1)
///         let envelope = EnvGen.kr(.adsr(), gate: gate, doneAction: .freeSelf)
///         Out.ar(0, Pan2.ar(RLPF.ar(Saw.ar(freq), 800, 0.3) * envelope))
///     }
///     send("/d_recv", bass.bytes)
///
/// The calls in the closure add units to the definition, in the order in which they are made. Where the language of
/// SuperCollider turns a unit with arrays for inputs into an array of units, say so: `[440, 442].map { Saw.ar($0) }`.
/// Its `mul` and `add` are `*` and `+` here.
///
/// Reference: SuperCollider help, "SynthDef", "SynthDef File Format".
public struct SynthDef: Sendable, Equatable {
    /// What the definition consists of.
    package let definition: SynthDefinition

    /// The compiled definition: a SynthDef file (version 2) that holds this one alone. What `/d_recv` takes.
    public let bytes: [UInt8]

    /// What the server knows it by.
    public var name: String { definition.name }

    /// [control] Builds a definition.
    ///
    /// - Parameters:
    ///   - name: What the server is to know it by: at most 255 bytes of UTF-8.
    ///   - build: Adds controls, through its argument, and units, by calling them.
    /// - Throws: ``SynthDefError``, the first mistake; and what `build` throws.
    public init(_ name: String, _ build: (Builder) throws -> Void) throws {
        let graph = UGenGraph(name: name)
        try UGenGraph.$current.withValue(graph) { try build(Builder(graph: graph)) }
        try self.init(graph.compiled())
    }

    /// [control] Reads a compiled definition: a SynthDef file, of version 1 or 2, that holds exactly one.
    ///
    /// - Throws: ``SynthDefError/invalidFile(_:)``, what is wrong with the bytes, and where.
    public init(decoding bytes: some Collection<UInt8>) throws(SynthDefError) {
        let definitions = try Self.definitions(decoding: bytes)
        guard let first = definitions.first, definitions.count == 1 else {
            throw .invalidFile("the file holds \(definitions.count) definitions, and not one")
        }
        self = first
    }

    /// [control] Reads all definitions of a SynthDef file, of version 1 or 2.
    ///
    /// - Throws: ``SynthDefError/invalidFile(_:)``, what is wrong with the bytes, and where.
    public static func definitions(decoding bytes: some Collection<UInt8>) throws(SynthDefError) -> [SynthDef] {
        let file: SynthDefinitionFile
        do throws(SynthDefinitionError) {
            file = try SynthDefinitionFile(decoding: bytes)
        } catch {
            throw .invalidFile(error.description)
        }
        var read: [SynthDef] = []
        for definition in file.definitions { read.append(try SynthDef(definition)) }
        return read
    }

    /// [control] Compiles what a definition consists of.
    package init(_ definition: SynthDefinition) throws(SynthDefError) {
        do throws(SynthDefinitionError) {
            bytes = try SynthDefinitionFile(definitions: [definition]).encoded()
        } catch {
            throw .doesNotFit(error.description)
        }
        self.definition = definition
    }
}
