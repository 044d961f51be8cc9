internal import TonewheelUGens

/// The units that cannot be compared with scsynth's.
package enum NullExclusions {
    private static let random = "random: `NoiseTests` checks range, power and rate"

    /// The reasons, by the name of the unit.
    package static let units: [String: String] = {
        var excluded: [String: String] = [
            "Crackle": "its initial values are random: `NoiseTests` checks the formula",
            "DiskIn": "the timing depends on the disk: `DiskTests`, `DiskUnitTests`",
            "DiskOut": "`scsynth -N` does not write its file: `DiskTests`, `DiskUnitTests`",
            "Hasher": "its values differ from scsynth's: `NoiseTests`",
            "Poll": "it prints values: `PollTests`",
            "ScopeOut2": "it writes to memory shared with clients and has no output",
            "SendReply": "it sends messages: `NodeUnitTests`",
            "SendTrig": "it sends messages: `NodeUnitTests`",
            "SubsampleOffset": "in `scsynth -N`, a score that begins at 0 begins between two frames",
        ]
        for name in [
            "BrownNoise", "ClipNoise", "Dust", "Dust2", "ExpRand", "GrayNoise", "IRand", "LFClipNoise", "LFDClipNoise",
            "LFDNoise0", "LFDNoise1", "LFDNoise3", "LFNoise0", "LFNoise1", "LFNoise2", "LinRand", "NRand", "PinkNoise",
            "Rand", "TExpRand", "TIRand", "TRand", "WhiteNoise",
        ] { excluded[name] = random }
        for name in UnitRegistry.tonewheelOnly { excluded[name] = "Tonewheel's own: `\(name)Tests`" }
        return excluded
    }()
}
