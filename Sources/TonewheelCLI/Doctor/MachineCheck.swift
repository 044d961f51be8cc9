/// What the engine shares the machine with: cores, a host, a container.
package enum MachineCheck {
    package static func examine(_ system: SystemView) -> Finding {
        let why = "What else runs takes cores away, and so does the host of a virtual machine."
        let information = system.read("/proc/cpuinfo") ?? ""
        guard !information.isEmpty else {
            return Finding("machine", "Machine", .unknown, found: "The system does not say.", why: why)
        }
        let count = cores(system, information)
        let isVirtual = information.split(separator: "\n").contains { line in
            line.hasPrefix("flags") && line.split(separator: " ").contains("hypervisor")
        }
        var found = count == 1 ? "1 core" : "\(count) cores"
        if isVirtual {
            let maker = system.line("/sys/class/dmi/id/sys_vendor").map { " (\($0))" } ?? ""
            found += " of a virtual machine\(maker)"
        }
        if let container = system.container { found += ", in a container (\(container))" }
        var steps: [Finding.Step] = []
        if isVirtual {
            steps.append(
                Finding.Step(
                    "Where a host takes cores away, take longer periods:",
                    ["\(system.command) run --period 1024"]))
        } else if count == 1 {
            steps.append(
                Finding.Step(
                    "End what else takes time, or take longer periods:", ["\(system.command) run --period 1024"]))
        }
        return Finding(
            "machine", "Machine", isVirtual || count == 1 ? .warning : .ok, found: "\(found).", why: why, steps: steps)
    }

    /// Those that the program may run on: a container may have fewer than the machine.
    private static func cores(_ system: SystemView, _ information: String) -> Int {
        let name = "Cpus_allowed_list:"
        let status = system.read("/proc/self/status") ?? ""
        if let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }) {
            let counts = line.dropFirst(name.count).trimmed.split(separator: ",").map { range in
                let ends = range.split(separator: "-").compactMap { Int($0) }
                return ends.count == 2 ? ends[1] - ends[0] + 1 : 1
            }
            return counts.reduce(0, +)
        }
        return information.split(separator: "\n").count { $0.hasPrefix("processor") }
    }
}
