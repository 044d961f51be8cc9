package import Tonewheel
package import TonewheelRealtime

/// The machine as the checks see it: they look at nothing else, so that a test can show them any machine.
package struct SystemView: Sendable {
    /// Who asks.
    package struct Account: Sendable {
        /// Whether the group audio counts, which owns the sound cards and to which rights are given.
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

    /// The limits that the program was started with; nil if the system does not say.
    package var limits: ResourceLimits?

    /// What a thread was granted that asked as the engine's does.
    package var rights: RealtimeRights

    package var devices: AudioDevices
    package var environment: [String: String]

    /// The program, as the user called it.
    package var command: String

    /// What a file holds; nil if it cannot be read.
    package var read: @Sendable (String) -> String?

    /// The names in a folder; none if it cannot be read.
    package var list: @Sendable (String) -> [String]

    /// Whether something is there.
    package var exists: @Sendable (String) -> Bool

    /// Whether something may be read and written to.
    package var mayUse: @Sendable (String) -> Bool

    /// Whether a program is found by its name.
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
        mayUse: @escaping @Sendable (String) -> Bool,
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
        self.mayUse = mayUse
        self.isInstalled = isInstalled
    }

    /// The first line of a file, without what surrounds it.
    func line(_ path: String) -> String? {
        read(path)?.split(whereSeparator: \.isNewline).first.map { $0.trimmed }
    }

    /// What a command needs in front of it to be root's.
    var sudo: String { account.isRoot ? "" : "sudo " }

    /// What kind of container this is; nil if it is none that shows.
    var container: String? {
        if exists("/.dockerenv") { return "Docker" }
        if exists("/run/.containerenv") { return "Podman" }
        return line("/run/systemd/container")
    }
}

extension StringProtocol {
    /// Without the spaces around it.
    var trimmed: String {
        let tail = drop(while: \.isWhitespace)
        return String(tail.reversed().drop(while: \.isWhitespace).reversed())
    }
}
