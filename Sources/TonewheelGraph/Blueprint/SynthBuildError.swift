/// The reason that a synth cannot be built.
package enum SynthBuildError: Error, Equatable {
    case noDefinition(String)

    /// The definition is quarantined, because its synths have ended workers.
    case quarantined(String, reason: String)

    /// The synth needs more memory than is left of the limit. Sizes are in bytes. `isUnitMemory` is true if only the
    /// memory of its units does not fit.
    case noMemory(needed: Int, free: Int, limit: Int, isUnitMemory: Bool)

    /// The load exceeds the limit; both are fractions of the available time.
    case overload(Float, limit: Float)

    /// The text of the failure, in scsynth's words where it has any. `[control]`
    package var reason: String {
        switch self {
        case .noDefinition(let name):
            return "SynthDef not found: \(name)"
        case .quarantined(let name, let reason):
            return "SynthDef \(name) is quarantined, because \(reason). Fix it and send it again."
        case .noMemory(let needed, let free, let limit, let isUnitMemory):
            let sizes = "\((needed + 1023) >> 10) kB needed, \(free >> 10) of \(limit >> 10) kB free (-m)"
            return (isUnitMemory ? "UGen_RTAlloc: " : "")
                + "alloc failed, increase server's memory allocation (e.g. via ServerOptions): \(sizes)"
        case .overload(let load, let limit):
            // Rounded up, so that it exceeds the limit in the text, too.
            let percent = Int((min(100 * Double(load), 1e6) - 0.001).rounded(.up))
            return "the load of \(percent) % exceeds the limit of \(Self.percent(limit)) %: "
                + "free synths and try again, or raise the limit (--load-limit)"
        }
    }

    /// Returns a fraction in per cent, with a decimal if it is not a whole number.
    private static func percent(_ fraction: Float) -> String {
        let tenths = Int((1000 * Double(fraction)).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
