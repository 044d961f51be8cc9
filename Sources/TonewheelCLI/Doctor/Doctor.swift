/// The checks of `tonewheel doctor`, except that of the period, which is measured.
package enum Doctor {
    /// Returns the findings, in the order in which they are shown.
    package static func check(_ system: SystemView) -> [Finding] {
        [
            SchedulingCheck.check(system),
            MemoryLockCheck.check(system),
            RealtimeTimeCheck.check(system),
            ThrottlingCheck.check(system),
            FrequencyCheck.check(system),
            KernelCheck.check(system),
            MachineCheck.check(system),
            SwapCheck.check(system),
            SoundCardCheck.check(system),
            JACKCheck.check(system),
            PipeWireCheck.check(system),
        ]
    }
}
