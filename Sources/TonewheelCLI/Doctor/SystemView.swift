package import Tonewheel
package import TonewheelRealtime

/// The machine as the checks see it. They use nothing else, so that a test can replace the machine.
package struct SystemView: Sendable {
    /// The user who runs the program.
    package struct Account: Sendable {
        /// The membership of the group audio, which owns the sound cards and can be granted rights.
        package enum Membership: Sendable {
            case none, fromNextLogin, now
        }

        package var name: String
        package var id: UInt32
        package var audio: Membership

        package init(name: String, id: UInt32, audio: Membership) {
            self.name = name
            self.id = id
            self.audio = audio
        }

        var isRoot: Bool { id == 0 }
    }

    package var account: Account

    /// The limits with which the program was started; nil if the system does not report them.
    package var limits: ResourceLimits?

    /// The rights that a thread obtained by the same request as the engine's render thread.
    package var rights: RealtimeRights

    package var devices: AudioDevices
    package var environment: [String: String]

    /// The program's name as the user called it.
    package var command: String

    /// Returns the contents of a file; nil if it cannot be read.
    package var read: @Sendable (String) -> String?

    /// Returns the names in a folder; none if it cannot be read.
    package var list: @Sendable (String) -> [String]

    /// Whether a path exists.
    package var exists: @Sendable (String) -> Bool

    /// Whether a path can be read and written by the user.
    package var isAccessible: @Sendable (String) -> Bool

    /// Whether a program of this name is found in `$PATH`.
    package var isInstalled: @Sendable (String) -> Bool

    package init(
        account: Account,
        limits: ResourceLimits?,
        rights: RealtimeRights,
        devices: AudioDevices,
        environment: [String: String],
        command: String,
        read: @escaping @Sendable (String) -> String?,
        list: @escaping @Sendable (String) -> [String],
        exists: @escaping @Sendable (String) -> Bool,
        isAccessible: @escaping @Sendable (String) -> Bool,
        isInstalled: @escaping @Sendable (String) -> Bool
    ) {
        self.account = account
        self.limits = limits
        self.rights = rights
        self.devices = devices
        self.environment = environment
        self.command = command
        self.read = read
        self.list = list
        self.exists = exists
        self.isAccessible = isAccessible
        self.isInstalled = isInstalled
    }

    /// Returns the first line of a file without surrounding whitespace; nil if it cannot be read or is empty.
    func line(_ path: String) -> String? {
        read(path)?.split(whereSeparator: \.isNewline).first.map { $0.trimmed }
    }

    /// The prefix that runs a command as root: "sudo ", or nothing for root.
    var sudo: String { account.isRoot ? "" : "sudo " }

    /// The kind of container; nil if none is detected.
    var container: String? {
        if exists("/.dockerenv") { return "Docker" }
        if exists("/run/.containerenv") { return "Podman" }
        return line("/run/systemd/container")
    }
}

extension StringProtocol {
    /// The text without surrounding whitespace.
    var trimmed: String {
        let tail = drop(while: \.isWhitespace)
        return String(tail.reversed().drop(while: \.isWhitespace).reversed())
    }
}
