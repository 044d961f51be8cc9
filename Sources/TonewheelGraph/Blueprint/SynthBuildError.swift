/// Why a synth cannot be built.
package enum SynthBuildError: Error, Equatable {
    case noDefinition(String)

    /// The definition is left out, because of what its synths have done.
    case leftOut(String, reason: String)

    /// Its memory does not fit into what is left of the limit, in bytes. If only the memory of its units is too much, the failure is
    /// theirs.
    case noMemory(needed: Int, free: Int, limit: Int, isOfUnits: Bool)

    /// The reason, as clients know it. `[control]`
    package var reason: String {
        switch self {
        case .noDefinition(let name):
            return "SynthDef not found: \(name)"
        case .leftOut(let name, let reason):
            return "SynthDef \(name) is left out, since \(reason): mend it and send it again"
        case .noMemory(let needed, let free, let limit, let isOfUnits):
            let sizes = "\((needed + 1023) >> 10) kB needed, \(free >> 10) of \(limit >> 10) kB free (-m)"
            return (isOfUnits ? "UGen_RTAlloc: " : "")
                + "alloc failed, increase server's memory allocation (e.g. via ServerOptions): \(sizes)"
        }
    }
}
