/// The check of the machine: its cores, and whether it is a virtual machine or a container.
package enum MachineCheck {
    package static func check(_ system: SystemView) -> Finding {
        let impact = "Other programs, and the host of a virtual machine, take processor time."
        let information = system.read("/proc/cpuinfo") ?? ""
        guard !information.isEmpty else {
            return Finding(
                "machine", "Machine", .unknown, result: "The system does not report its processors.", impact: impact)
        }
        let count = cores(system, information)
        let isVirtual = information.split(separator: "\n").contains { line in
            line.hasPrefix("flags") && line.split(separator: " ").contains("hypervisor")
        }
        var result = count == 1 ? "1 core" : "\(count) cores"
        if isVirtual {
            let maker = system.line("/sys/class/dmi/id/sys_vendor").map { " (\($0))" } ?? ""
            result += " of a virtual machine\(maker)"
        }
        if let container = system.container { result += ", in a container (\(container))" }
        var steps: [Finding.Step] = []
        if isVirtual {
            steps.append(
                Finding.Step(
                    "If the host takes processor time, use longer periods:",
                    ["\(system.command) run --period 1024"]))
        } else if count == 1 {
            steps.append(
                Finding.Step(
                    "End other programs, or use longer periods:", ["\(system.command) run --period 1024"]))
        }
        return Finding(
            "machine", "Machine", isVirtual || count == 1 ? .warning : .ok, result: "\(result).", impact: impact,
            steps: steps)
    }

    /// Returns the number of cores that the program may run on. A container may have fewer than the machine.
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
