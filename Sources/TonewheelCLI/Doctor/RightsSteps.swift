import Tonewheel

/// How to get the rights that the engine asks for: both at once, as one file grants them.
enum RightsSteps {
    /// What the engine asks for of SCHED_FIFO.
    static var priority: UInt64 { UInt64(AudioEngine.Configuration().realtimePriority) }

    static func steps(_ system: SystemView) -> [Finding.Step] {
        let unit = Finding.Step(
            "In the unit of a systemd service, below [Service]:", ["LimitRTPRIO=95", "LimitMEMLOCK=infinity"])
        if system.container != nil || system.account.isRoot {
            // Nobody logs in there: who starts the container gives it its limits.
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
                    "Allow it to the group audio:",
                    [
                        "printf '@audio - rtprio 95\\n@audio - memlock unlimited\\n' |",
                        "  sudo tee /etc/security/limits.d/95-tonewheel.conf",
                    ]))
        }
        if system.account.audio == .none {
            steps.append(join(system))
        }
        steps.append(Finding.Step("Then log out and in again."))
        return steps + [unit]
    }

    /// Into the group that owns the sound cards.
    static func join(_ system: SystemView) -> Finding.Step {
        let name = system.account.name
        return Finding.Step("Put \(name) into the group audio:", ["sudo usermod -aG audio \(name)"])
    }

    /// Whether a file grants both to the group already.
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
