extension WholeDefinition {
    /// Those that are not compared for a reason that their units do not say.
    static let absences: [String: String] = {
        var absences: [String: String] = [
            "growl": "random: PitchShift spreads its grains",
            "organ_tonewheel": "random: Vibrato varies its rate and depth",
            "amp_stereo_monitor": "it gives no signal", "recorder": "it gives no signal",
            "server-info": "it gives no signal",
            "sc808_cymbal": "it gives no signal with these controls",
            "scope": "it draws in memory that clients share", "fx_scope_out": "it draws in memory that clients share",
        ]
        for name in ["growl", "organ_tonewheel"] { absences["\(name)_gated"] = absences[name] }
        return absences
    }()

    /// Those that may differ by more than −80 dB.
    static let exceptions: [String: (Double, String)] = ["hoover_gated": (-60, "an edge falls on another frame")]
}
