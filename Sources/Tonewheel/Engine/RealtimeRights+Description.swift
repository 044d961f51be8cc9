internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

extension RealtimeRights {
    /// The scheduling policy; if the request for SCHED_FIFO was refused, with the reason and the remedy.
    var schedulingDescription: String {
        switch scheduling {
        case .granted: "SCHED_FIFO"
        case .notRequested: "normal"
        case .refused(let errno):
            "Normal, not SCHED_FIFO (\(String(cString: strerror(errno)))). Raise 'rtprio' in /etc/security/limits.conf."
        }
    }

    /// The state of the memory lock; if the request was refused, with the reason and the remedy.
    var memoryLockDescription: String {
        switch memoryLock {
        case .granted: "locked"
        case .notRequested: "not locked"
        case .refused(let errno):
            "Not locked (\(String(cString: strerror(errno)))). Raise 'memlock' in /etc/security/limits.conf."
        }
    }
}
