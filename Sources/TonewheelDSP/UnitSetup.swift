/// What a unit is told before its first block. `[control]`
package struct UnitSetup: Sendable {
    /// Frames a second, in hertz.
    package var sampleRate: Double

    /// Frames that a block has at most.
    package var maximumFrameCount: Int

    package init(sampleRate: Double, maximumFrameCount: Int) {
        self.sampleRate = sampleRate
        self.maximumFrameCount = maximumFrameCount
    }
}
