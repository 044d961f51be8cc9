internal import TonewheelUGens

/// Units that cannot be compared with scsynth's.
package enum NullAbsence {
    private static let random = "random: `NoiseTests` has its range, power and pace"

    /// Their names, and why.
    package static let units: [String: String] = {
        var absent: [String: String] = [
            "Crackle": "it begins with random numbers: `NoiseTests` has its formula",
            "DiskIn": "what comes when depends on the disk: `DiskTests`, `DiskUnitTests`",
            "DiskOut": "`scsynth -N` writes no such file: `DiskTests`, `DiskUnitTests`",
            "Hasher": "its numbers are others than scsynth's: `NoiseTests`",
            "Poll": "it prints: `PollTests`",
            "ScopeOut2": "it draws in memory that clients share, and gives no signal",
            "SendReply": "it sends messages: `NodeUnitTests`",
            "SendTrig": "it sends messages: `NodeUnitTests`",
            "SubsampleOffset": "in `scsynth -N` a score that begins at 0 begins between two frames",
        ]
        for name in [
            "BrownNoise", "ClipNoise", "Dust", "Dust2", "ExpRand", "GrayNoise", "IRand", "LFClipNoise", "LFDClipNoise",
            "LFDNoise0", "LFDNoise1", "LFDNoise3", "LFNoise0", "LFNoise1", "LFNoise2", "LinRand", "NRand", "PinkNoise",
            "Rand", "TExpRand", "TIRand", "TRand", "WhiteNoise",
        ] { absent[name] = random }
        for name in UnitRegistry.own { absent[name] = "Tonewheel's own: `\(name)Tests`" }
        return absent
    }()
}
