internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

extension RealtimeRights {
    /// What came of the request for SCHED_FIFO, and how to get it.
    var schedulingDescription: String {
        switch scheduling {
        case .granted: "SCHED_FIFO"
        case .notAsked: "normal"
        case .refused(let errno):
            "normal, as SCHED_FIFO was refused (\(String(cString: strerror(errno)))): raise 'rtprio' in /etc/security/limits.conf"
        }
    }

    /// What came of the request to lock the memory, and how to get it.
    var memoryLockDescription: String {
        switch memoryLock {
        case .granted: "locked"
        case .notAsked: "not locked"
        case .refused(let errno):
            "not locked (\(String(cString: strerror(errno)))): raise 'memlock' in /etc/security/limits.conf"
        }
    }
}
