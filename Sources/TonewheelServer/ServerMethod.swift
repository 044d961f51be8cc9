package import TonewheelOSC

/// The addresses that the server answers to.
package enum ServerMethod: CaseIterable {
    case start, stop, quit, status, frequency, amplitude, gate, monitor, sync, fault

    /// The method at just this address; nil if there is none.
    package init?(address: OSCStringView) {
        for method in Self.allCases where address == method.address {
            self = method
            return
        }
        return nil
    }

    /// As a client sends it.
    package var address: StaticString {
        switch self {
        case .start: "/engine/start"
        case .stop: "/engine/stop"
        case .quit: "/engine/quit"
        case .status: "/engine/status"
        case .frequency: "/mod/sine/freq"
        case .amplitude: "/mod/sine/amp"
        case .gate: "/gate/sine"
        case .monitor: "/input/monitor"
        case .sync: "/sync"
        case .fault: "/chaos/fault"
        }
    }

    /// What goes with it, in words.
    package var usage: String {
        switch self {
        case .start, .stop, .quit, .status: "takes no argument"
        case .frequency: "takes one number, the frequency in hertz"
        case .amplitude: "takes one number, the amplitude from 0 to 1"
        case .gate: "takes one number, 0 (closed) or 1 (open)"
        case .monitor: "takes one number, how much of the input is heard, from 0 to 1"
        case .fault: "takes one word: crash, hang, nan or off"
        case .sync: "takes one integer, which comes back in /synced"
        }
    }
}
