/// All that `tonewheel doctor` looks at, but for the period, which is measured.
package enum Doctor {
    /// In the order in which they are shown.
    package static func examine(_ system: SystemView) -> [Finding] {
        [
            SchedulingCheck.examine(system),
            MemoryLockCheck.examine(system),
            RealtimeTimeCheck.examine(system),
            ThrottlingCheck.examine(system),
            FrequencyCheck.examine(system),
            KernelCheck.examine(system),
            MachineCheck.examine(system),
            SwapCheck.examine(system),
            SoundCardCheck.examine(system),
            JACKCheck.examine(system),
            PipeWireCheck.examine(system),
        ]
    }
}
