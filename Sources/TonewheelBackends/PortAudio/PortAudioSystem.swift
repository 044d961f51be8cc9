#if PortAudio
internal import CPortAudio
internal import Synchronization
package import TonewheelRealtime

/// PortAudio's library, which is one for the whole process and takes one call at a time. `[control]`
package enum PortAudioSystem {
    /// A device that the library has found.
    package struct Device: Sendable, Equatable {
        /// Its name and the system that it belongs to: "ALSA: HDA Intel PCH".
        package let name: String
        package let outputs: Int
        package let inputs: Int

        /// Frames a second, in hertz.
        package let sampleRate: Double

        /// Whether it is a JACK server, which may be reached without PortAudio too.
        package let isJACK: Bool

        /// Whether sound goes there, or comes from there, if nobody says where.
        package let isDefaultOutput: Bool
        package let isDefaultInput: Bool

        fileprivate let index: PaDeviceIndex
    }

    /// What to say if there is nothing to play to.
    package static var absence: String { "no sound card is found: connect one, or choose --backend null" }

    private static let lock = Mutex(())

    /// All devices there are just now.
    package static func devices() throws(BackendError) -> [Device] {
        try locked { () throws(BackendError) in
            try initialize()
            defer { Pa_Terminate() }
            return list()
        }
    }

    /// Opens a stream to the device whose name contains `wanted`, or to the default one; `close` it.
    ///
    /// - Parameters:
    ///   - format: is given the rate at which the device plays.
    ///   - state: what the callback works on.
    static func open(
        _ wanted: String?,
        _ format: inout StreamFormat,
        _ state: UnsafeMutablePointer<PortAudioStream>
    ) throws(BackendError) -> (device: Device, stream: UnsafeMutableRawPointer) {
        // Each stream holds the library open, so that it looks for devices anew once all are closed.
        try locked { () throws(BackendError) in
            try initialize()
            do throws(BackendError) {
                let devices = list()
                let device = try find(wanted, devices, format)
                var output = parameters(device, format.channelCount, isInput: false)
                let recording =
                    device.inputs >= format.inputChannelCount ? device : devices.first(where: \.isDefaultInput)
                var input = parameters(recording ?? device, format.inputChannelCount, isInput: true)
                var opened: UnsafeMutableRawPointer?
                var code = PaError(0)
                for rate in [format.sampleRate, device.sampleRate] {
                    code = withUnsafePointer(to: &input) { input in
                        Pa_OpenStream(
                            &opened,
                            format.inputChannelCount > 0 ? input : nil,
                            &output,
                            rate,
                            UInt(format.periodFrames),
                            3,  // paClipOff | paDitherOff: the engine clips, and floats are not dithered
                            portAudioCallback,
                            state
                        )
                    }
                    format.sampleRate = rate
                    if code == 0 { break }
                }
                guard code == 0, let opened else {
                    throw error("cannot play through \(device.name)", code)
                }
                Pa_SetStreamFinishedCallback(opened, portAudioHasFinished)
                return (device, opened)
            } catch {
                Pa_Terminate()
                throw error
            }
        }
    }

    static func start(_ stream: UnsafeMutableRawPointer, _ name: String) throws(BackendError) {
        let code = lock.withLock { _ in Pa_StartStream(stream) }
        guard code == 0 else { throw error("cannot play through \(name)", code) }
    }

    /// Whether a JACK server has gone that PortAudio played through. `[any]`
    ///
    /// PortAudio's JACK waits for an answer of the server's before it closes a stream, for ever, and finds no other server
    /// before it has been closed: from then on JACK is to be reached without it.
    package static var hasLostJACK: Bool { lostJACK.load(ordering: .acquiring) }

    private static let lostJACK = Atomic(false)

    /// Ends a stream.
    ///
    /// - Returns: false if it had to be left behind, with the memory that it works on.
    static func close(_ stream: UnsafeMutableRawPointer, on device: Device) -> Bool {
        lock.withLock { _ in
            guard !device.isJACK || Pa_IsStreamActive(stream) == 1 || Pa_IsStreamStopped(stream) == 1 else {
                lostJACK.store(true, ordering: .releasing)
                return false
            }
            // What has been rendered has been faded out already, and a device that has gone would never play it.
            Pa_AbortStream(stream)
            Pa_CloseStream(stream)
            Pa_Terminate()
            return true
        }
    }

    private static func locked<Value>(_ body: () throws(BackendError) -> Value) throws(BackendError) -> Value {
        nonisolated(unsafe) let body = body
        return try lock.withLock { _ in Result { () throws(BackendError) in try body() } }.get()
    }

    private static func initialize() throws(BackendError) {
        try JACKMetadata.check()
        tonewheel_portaudio_silence()
        let code = Pa_Initialize()
        guard code == 0 else { throw error("PortAudio does not start", code) }
        // It has set handlers of its own.
        tonewheel_portaudio_silence()
    }

    private static func list() -> [Device] {
        (0..<max(0, Pa_GetDeviceCount())).compactMap { index in
            guard let info = Pa_GetDeviceInfo(index)?.pointee, let system = Pa_GetHostApiInfo(info.hostApi)?.pointee
            else { return nil }
            return Device(
                name: "\(String(cString: system.name)): \(String(cString: info.name))",
                outputs: Int(info.maxOutputChannels),
                inputs: Int(info.maxInputChannels),
                sampleRate: info.defaultSampleRate,
                isJACK: system.type == paJACK,
                isDefaultOutput: index == Pa_GetDefaultOutputDevice(),
                isDefaultInput: index == Pa_GetDefaultInputDevice(),
                index: index
            )
        }
    }

    private static func find(_ wanted: String?, _ devices: [Device], _ format: StreamFormat) throws(BackendError)
        -> Device
    {
        let players = devices.filter { $0.outputs > 0 }
        guard !players.isEmpty else {
            throw BackendError(absence)
        }
        let names = players.map(\.name).joined(separator: "', '")
        let found: Device?
        if let wanted {
            found =
                players.first { $0.name == wanted }
                ?? players.first { $0.name.lowercased().contains(wanted.lowercased()) }
        } else {
            found = players.first(where: \.isDefaultOutput)
        }
        guard let found else {
            throw BackendError("no device is called '\(wanted ?? "default")'; there are '\(names)'")
        }
        guard format.channelCount <= found.outputs else {
            throw BackendError("\(found.name) has \(found.outputs) channels, not \(format.channelCount): ask for fewer")
        }
        let inputs = max(found.inputs, devices.first(where: \.isDefaultInput)?.inputs ?? 0)
        guard format.inputChannelCount <= inputs else {
            throw BackendError("\(found.name) has \(inputs) inputs, not \(format.inputChannelCount): ask for fewer")
        }
        return found
    }

    private static func parameters(_ device: Device, _ channelCount: Int, isInput: Bool) -> PaStreamParameters {
        let info = Pa_GetDeviceInfo(device.index)?.pointee
        return PaStreamParameters(
            device: device.index,
            channelCount: Int32(channelCount),
            sampleFormat: 1,  // paFloat32, interleaved
            suggestedLatency: (isInput ? info?.defaultLowInputLatency : info?.defaultLowOutputLatency) ?? 0,
            hostApiSpecificStreamInfo: nil
        )
    }

    private static func error(_ what: String, _ code: PaError) -> BackendError {
        BackendError("\(what): \(String(cString: Pa_GetErrorText(code)))")
    }
}
#endif
