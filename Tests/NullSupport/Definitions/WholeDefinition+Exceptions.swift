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
    static let exceptions: [String: (Double, String)] = {
        let drift = "the phase of a sine goes on in steps of 2⁻²⁹ of a cycle in scsynth, and drifts from the frequency"
        let jump = "an edge falls on another frame"
        var exceptions: [String: (Double, String)] = [:]
        for (name, limit) in [
            ("beep", -65.0), ("fm", -50), ("gabberkick", -45), ("mod_fm", -50), ("mod_sine", -65), ("rhodey", -65),
            ("subpulse", -65),
        ] {
            exceptions[name] = (limit, drift)
            exceptions["\(name)_gated"] = (limit, drift)
        }
        exceptions["pretty_bell"] = (-65, drift)
        exceptions["sc808_bassdrum"] = (-75, drift)
        exceptions["fx_ring_mod"] = (-70, drift)
        exceptions["fx_whammy"] = (-70, "grains are read in single precision in scsynth")
        for name in ["hoover", "hoover_gated", "zawa", "zawa_gated"] { exceptions[name] = (-60, jump) }
        return exceptions
    }()
}
