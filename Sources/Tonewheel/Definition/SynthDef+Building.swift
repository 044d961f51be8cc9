public import TonewheelGraph

extension SynthDef {
    /// The compiled definition: a SynthDef file (version 2) with this definition alone, as `/d_recv` takes it.
    ///
    /// Each access encodes the definition.
    public var bytes: [UInt8] {
        do throws(SynthDefFileError) {
            return try SynthDefFile(definitions: [self]).encoded()
        } catch {
            // The public initialisers have encoded the definition once.
            preconditionFailure(error.description)
        }
    }

    /// [control] Builds a definition.
    ///
    /// - Parameters:
    ///   - name: The name by which a server knows the definition: at most 255 bytes of UTF-8.
    ///   - build: Adds controls, through its argument, and units, by calling them.
    /// - Throws: ``SynthDefError`` for the first mistake, and any error that `build` throws.
    public init(_ name: String, _ build: (Builder) throws -> Void) throws {
        let graph = UGenGraph(name: name)
        try UGenGraph.$current.withValue(graph) { try build(Builder(graph: graph)) }
        self = try graph.compiled()
        do throws(SynthDefFileError) {
            _ = try SynthDefFile(definitions: [self]).encoded()
        } catch {
            throw SynthDefError.doesNotFit(error.description)
        }
    }

    /// [control] Decodes a compiled definition: a SynthDef file, of version 1 or 2, with exactly one definition.
    ///
    /// - Throws: ``SynthDefError/invalidFile(_:)`` with the error and its position.
    public init(decoding bytes: some Collection<UInt8>) throws(SynthDefError) {
        let definitions = try Self.definitions(decoding: bytes)
        guard let first = definitions.first, definitions.count == 1 else {
            throw .invalidFile("The file contains \(definitions.count) definitions, not one.")
        }
        self = first
    }

    /// [control] Decodes all definitions of a SynthDef file, of version 1 or 2.
    ///
    /// - Throws: ``SynthDefError/invalidFile(_:)`` with the error and its position.
    public static func definitions(decoding bytes: some Collection<UInt8>) throws(SynthDefError) -> [SynthDef] {
        do throws(SynthDefFileError) {
            return try SynthDefFile(decoding: bytes).definitions
        } catch {
            throw .invalidFile(error.description)
        }
    }
}
