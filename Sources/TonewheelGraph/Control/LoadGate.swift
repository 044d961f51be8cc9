internal import Synchronization

/// The limit of the load above which a graph refuses new synths. `[any]`
///
/// The decision is made where a synth is prepared, before anything is sent. So all graphs that apply the same packets
/// have the same synths.
package final class LoadGate: Sendable {
    /// The highest load at which synths are accepted, as a fraction of the available time; nil for no limit.
    package let limit: Float?

    private let load: @Sendable () -> Float
    private let refusals = Atomic(0)

    /// The bits of the assumed load; those of NaN for none.
    private let assumed = Atomic(Float.nan.bitPattern)

    /// - Parameters:
    ///   - limit: The highest load at which synths are accepted; nil for no limit.
    ///   - load: Returns the current load. It is called for each new synth, on any thread.
    package init(limit: Float? = nil, load: @escaping @Sendable () -> Float = { 0 }) {
        self.limit = limit
        self.load = load
    }

    /// Decides whether a synth may be built, and counts the refusals.
    ///
    /// - Throws: `SynthBuildError.overload` if the load exceeds the limit.
    func admit() throws(SynthBuildError) {
        guard let limit else { return }
        let assumed = Float(bitPattern: assumed.load(ordering: .relaxed))
        let load = assumed.isNaN ? load() : assumed
        guard load > limit else { return }
        refusals.wrappingAdd(1, ordering: .relaxed)
        throw .overload(load, limit: limit)
    }

    /// The number of synths that have been refused.
    package var refusedSynths: Int { refusals.load(ordering: .relaxed) }

    /// Replaces the measured load; nil restores it. For tests.
    package func assume(_ load: Float?) {
        assumed.store((load ?? .nan).bitPattern, ordering: .relaxed)
    }
}
