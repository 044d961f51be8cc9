import Tonewheel

/// The steps that grant real-time scheduling and memory locking. They are granted together, since one file sets both.
enum RightsSteps {
    /// The SCHED_FIFO priority that the engine requests.
    static var priority: UInt64 { UInt64(AudioEngine.Configuration().realtimePriority) }

    static func steps(_ system: SystemView) -> [Finding.Step] {
        let unit = Finding.Step(
            "For a systemd service, in the section [Service] of its unit:", ["LimitRTPRIO=95", "LimitMEMLOCK=infinity"])
        if system.container != nil || system.account.isRoot {
            // No user logs in there, so the limits are set where the container or the service is started.
            let container = Finding.Step(
                "Start the container with these options:",
                [
                    "docker run --cap-add=SYS_NICE --cap-add=IPC_LOCK \\",
                    "  --ulimit rtprio=95 --ulimit memlock=-1 IMAGE",
                ])
            return system.container == nil ? [unit] : [container]
        }
        var steps: [Finding.Step] = []
        if !isDeclared(system) {
            steps.append(
                Finding.Step(
                    "Grant it to the group audio:",
                    [
                        "printf '@audio - rtprio 95\\n@audio - memlock unlimited\\n' |",
                        "  sudo tee /etc/security/limits.d/95-tonewheel.conf",
                    ]))
        }
        if system.account.audio == .none {
            steps.append(joinAudioGroup(system))
        }
        steps.append(Finding.Step("Then log out and in again."))
        return steps + [unit]
    }

    /// Returns the step that adds the user to the group that owns the sound cards.
    static func joinAudioGroup(_ system: SystemView) -> Finding.Step {
        let name = system.account.name
        return Finding.Step("Add \(name) to the group audio:", ["sudo usermod -aG audio \(name)"])
    }

    /// Whether a file already grants both rights to the group.
    private static func isDeclared(_ system: SystemView) -> Bool {
        let folder = "/etc/security/limits.d"
        let files = system.list(folder).filter { $0.hasSuffix(".conf") }.map { "\(folder)/\($0)" }
        let lines = (["/etc/security/limits.conf"] + files).compactMap(system.read).flatMap {
            $0.split(separator: "\n")
        }
        func grants(_ item: String, _ isEnough: (String) -> Bool) -> Bool {
            lines.contains { line in
                let fields = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
                return fields.count == 4 && fields[0] == "@audio" && fields[2] == item && isEnough(fields[3])
            }
        }
        return grants("rtprio") { UInt64($0).map { $0 >= priority } ?? false }
            && grants("memlock") { ["unlimited", "infinity", "-1"].contains($0) }
    }
}
