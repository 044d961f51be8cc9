extension SonicPiSynthDef {
    /// The SynthDefs that are not compared for a reason other than their units.
    static let exclusions: [String: String] = {
        var exclusions: [String: String] = [
            "growl": "random: PitchShift disperses its grains",
            "organ_tonewheel": "random: Vibrato varies its rate and depth",
            "amp_stereo_monitor": "it has no output signal", "recorder": "it has no output signal",
            "server-info": "it has no output signal",
            "sc808_cymbal": "it is silent with these controls",
            "scope": "it writes to memory shared with clients",
            "fx_scope_out": "it writes to memory shared with clients",
        ]
        for name in ["growl", "organ_tonewheel"] { exclusions["\(name)_gated"] = exclusions[name] }
        return exclusions
    }()

    /// The SynthDefs that may differ by more than −80 dB: the limit in decibels, and the reason.
    static let exceptions: [String: (Double, String)] = ["hoover_gated": (-60, "an edge falls on another frame")]
}
