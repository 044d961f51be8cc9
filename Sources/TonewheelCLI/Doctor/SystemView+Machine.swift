import Foundation
import Tonewheel
import TonewheelRealtime
import TonewheelTerminal

extension SystemView {
    /// Returns the machine that the program runs on. Requests the engine's rights on a separate thread.
    static func machine() -> SystemView {
        // Read first, since the request for locked memory raises the limit where that is allowed.
        let limits = contents("/proc/self/limits").map(ResourceLimits.init)
        let environment = ProcessInfo.processInfo.environment
        return SystemView(
            account: account(),
            limits: limits,
            rights: rights(),
            devices: AudioEngine.devices(),
            environment: environment,
            command: Terminal.commandName,
            read: { contents($0) },
            list: { (try? FileManager.default.contentsOfDirectory(atPath: $0))?.sorted() ?? [] },
            exists: { FileManager.default.fileExists(atPath: $0) },
            isAccessible: { access($0, R_OK | W_OK) == 0 },
            isInstalled: { program in
                let folders = (environment["PATH"] ?? "").split(separator: ":")
                return folders.contains { access("\($0)/\(program)", X_OK) == 0 }
            }
        )
    }

    private static func contents(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }

    private static func rights() -> RealtimeRights {
        let granted = RenderThread()
        let priority = AudioEngine.Configuration().realtimePriority
        do throws(ThreadError) {
            defer { granted.stop() }
            return try granted.start(name: "tw-doctor") {
                RealtimeRights.acquire(priority: priority, locksMemory: true)
            } body: {
            }
        } catch {
            let refused = RealtimeRights.Outcome.refused(errno: error.errno)
            return RealtimeRights(scheduling: refused, memoryLock: refused, flushesDenormals: false)
        }
    }

    private static func account() -> Account {
        let id = geteuid()
        var audio = Account.Membership.none
        let name = getpwuid(id).map { String(cString: $0.pointee.pw_name) } ?? "\(id)"
        if let group = getgrnam("audio") {
            var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
            getgroups(Int32(groups.count), &groups)
            groups.append(getegid())
            if groups.contains(group.pointee.gr_gid) {
                audio = .now
            } else {
                var member = group.pointee.gr_mem
                while let next = member?.pointee {
                    if String(cString: next) == name { audio = .fromNextLogin }
                    member = member?.successor()
                }
            }
        }
        return Account(name: name, id: id, audio: audio)
    }
}
