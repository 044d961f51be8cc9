/// What lies outside a unit, and is reached by all units of an engine: plain pointers, valid while the engine renders.
package struct RenderContext: BitwiseCopyable {
    /// One cycle of a sine.
    package let sine: Wavetable.Reader

    @_noLocks @_noAllocation
    package init(sine: Wavetable.Reader) {
        self.sine = sine
    }
}
