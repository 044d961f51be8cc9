import Tonewheel
import TonewheelCLI
import TonewheelRealtime

/// A simulated machine for the doctor's checks. A test defines all of its properties.
struct TestMachine {
    /// The contents of files, by path. Folders are derived from the paths.
    var files: [String: String] = [:]

    /// The paths that the user can read and write.
    var accessible: Set<String> = []
    var programs: Set<String> = []
    var environment: [String: String] = [:]
    var account = SystemView.Account(name: "alice", id: 1000, audio: .now)
    var scheduling = RealtimeRights.Outcome.granted
    var memoryLock = RealtimeRights.Outcome.granted
    var devices = AudioDevices(
        portAudioError: "No sound card was found. Connect one, or choose --backend null.",
        jackError: "No JACK server answers. Start one.",
        automatic: .init(backend: "null", device: "", reason: "No sound card was found.")
    )

    var view: SystemView {
        SystemView(
            account: account,
            limits: files["/proc/self/limits"].map(ResourceLimits.init),
            rights: RealtimeRights(scheduling: scheduling, memoryLock: memoryLock, flushesDenormals: true),
            devices: devices,
            environment: environment,
            command: "tonewheel",
            read: { [files] in files[$0] },
            list: { [files] folder in
                let names = files.keys.filter { $0.hasPrefix("\(folder)/") }.compactMap { path in
                    path.dropFirst(folder.count + 1).split(separator: "/").first.map(String.init)
                }
                return Set(names).sorted()
            },
            exists: { [files] in files[$0] != nil },
            isAccessible: { [accessible] in accessible.contains($0) },
            isInstalled: { [programs] in programs.contains($0) }
        )
    }

    /// Returns the text of `/proc/self/limits`.
    static func limits(priority: String, memory: String, time: String) -> String {
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max stack size            8388608              unlimited            bytes
        Max locked memory         \(memory)              \(memory)              bytes
        Max realtime priority     \(priority)                    \(priority)
        Max realtime timeout      \(time)            \(time)            us
        """
    }

    static let card = AudioDevice(
        name: "ALSA: HDA Intel PCH: ALC257 Analog (hw:0,0)", outputs: 2, inputs: 2, sampleRate: 48_000,
        isDefaultOutput: true, isDefaultInput: true)

    private static let cards = """
         0 [PCH            ]: HDA-Intel - HDA Intel PCH
                              HDA Intel PCH at 0x6022118000 irq 145

        """

    /// A desktop with Debian's defaults: no rights are granted, and some swap is used.
    static let desktop: TestMachine = {
        var machine = TestMachine()
        machine.account = SystemView.Account(name: "alice", id: 1000, audio: .none)
        machine.scheduling = .refused(errno: 1)
        machine.memoryLock = .refused(errno: 12)
        machine.devices = AudioDevices(
            portAudio: [card],
            jackError: "No JACK server answers. Start one.",
            automatic: .init(backend: "portaudio", device: card.name, reason: "It is PortAudio's default device.")
        )
        machine.files = [
            "/proc/self/limits": limits(priority: "0", memory: "8388608", time: "unlimited"),
            "/proc/self/status": "Name:\ttonewheel\nCpus_allowed_list:\t0-3\n",
            "/proc/cpuinfo": "processor\t: 0\nflags\t\t: fpu vme de pse tsc\nprocessor\t: 1\nflags\t\t: fpu vme\n",
            "/proc/meminfo": "MemTotal: 16000000 kB\nSwapTotal:        2097148 kB\nSwapFree:         1048572 kB\n",
            "/proc/sys/vm/swappiness": "60\n",
            "/proc/sys/kernel/sched_rt_runtime_us": "950000\n",
            "/proc/sys/kernel/sched_rt_period_us": "1000000\n",
            "/proc/sys/kernel/version": "#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20)\n",
            "/proc/sys/kernel/osrelease": "6.12.48+deb13-amd64\n",
            "/proc/cmdline": "BOOT_IMAGE=/boot/vmlinuz root=UUID=1 ro quiet\n",
            "/proc/asound/cards": cards,
            "/dev/snd/pcmC0D0p": "",
            "/dev/snd/controlC0": "",
            "/etc/security/limits.d/audio.conf.disabled": "@audio - rtprio 95\n@audio - memlock unlimited\n",
        ]
        for core in 0..<4 {
            machine.files["/sys/devices/system/cpu/cpu\(core)/cpufreq/scaling_governor"] = "performance\n"
        }
        machine.accessible = ["/dev/snd/pcmC0D0p"]
        return machine
    }()

    /// A server without a sound card, used by root.
    static let server: TestMachine = {
        var machine = desktop
        machine.account = SystemView.Account(name: "root", id: 0, audio: .none)
        machine.scheduling = .granted
        machine.memoryLock = .granted
        machine.devices = TestMachine().devices
        machine.files["/proc/asound/cards"] = nil
        machine.files["/dev/snd/pcmC0D0p"] = nil
        machine.files["/dev/snd/controlC0"] = nil
        return machine
    }()

    /// A laptop with all rights that saves power.
    static let laptop: TestMachine = {
        var machine = desktop
        machine.account.audio = .now
        machine.scheduling = .granted
        machine.memoryLock = .granted
        machine.files["/proc/self/limits"] = limits(priority: "95", memory: "unlimited", time: "unlimited")
        for core in 0..<4 {
            machine.files["/sys/devices/system/cpu/cpu\(core)/cpufreq/scaling_governor"] = "powersave\n"
        }
        return machine
    }()

    /// A container in a virtual machine with one core.
    static let virtual: TestMachine = {
        var machine = server
        machine.files["/.dockerenv"] = ""
        machine.files["/proc/cpuinfo"] = "processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n"
        machine.files["/proc/self/status"] = "Cpus_allowed_list:\t1\n"
        machine.files["/sys/class/dmi/id/sys_vendor"] = "QEMU\n"
        for core in 0..<4 {
            machine.files["/sys/devices/system/cpu/cpu\(core)/cpufreq/scaling_governor"] = nil
            machine.files["/sys/devices/system/cpu/cpu\(core)/online"] = "1\n"
        }
        return machine
    }()

    /// The laptop with PipeWire.
    static let pipeWire: TestMachine = {
        var machine = laptop
        machine.environment["XDG_RUNTIME_DIR"] = "/run/user/1000"
        machine.files["/run/user/1000/pipewire-0"] = ""
        machine.programs = ["pw-jack"]
        return machine
    }()

    static let all = [desktop, server, laptop, virtual, pipeWire]
}
