#if PortAudio
internal import CPortAudio
internal import Synchronization
package import TonewheelRealtime

/// PortAudio's library. Its state is process-wide and is not thread-safe, so calls are serialized. `[control]`
package enum PortAudioSystem {
    /// A device that PortAudio has found.
    package struct Device: Sendable, Equatable {
        /// The host API and the device's name: "ALSA: HDA Intel PCH".
        package let name: String
        package let outputs: Int
        package let inputs: Int

        /// In hertz.
        package let sampleRate: Double

        /// Whether the device is a JACK server, which can also be used without PortAudio.
        package let isJACK: Bool

        /// Whether the device is the default for output, or for input.
        package let isDefaultOutput: Bool
        package let isDefaultInput: Bool

        fileprivate let index: PaDeviceIndex
    }

    /// The message for a system without an output device.
    package static var noDeviceMessage: String { "No sound card was found. Connect one, or choose --backend null." }

    private static let lock = Mutex(())

    /// Returns all devices that are present now.
    package static func devices() throws(BackendError) -> [Device] {
        try locked { () throws(BackendError) in
            try initialize()
            defer { Pa_Terminate() }
            return list()
        }
    }

    /// Opens a stream to the device whose name contains `wanted`, or to the default device. `close` closes it.
    ///
    /// - Parameters:
    ///   - format: The requested format. Its rate is set to that of the device.
    ///   - state: The state of the callback. It must outlive the stream.
    static func open(
        _ wanted: String?,
        _ format: inout StreamFormat,
        _ state: UnsafeMutablePointer<PortAudioStream>
    ) throws(BackendError) -> (device: Device, stream: UnsafeMutableRawPointer) {
        // Each stream keeps the library initialized; the library enumerates devices again once all are closed.
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
                    throw error("Cannot play through \(device.name)", code)
                }
                Pa_SetStreamFinishedCallback(opened, portAudioStreamFinished)
                return (device, opened)
            } catch {
                Pa_Terminate()
                throw error
            }
        }
    }

    static func start(_ stream: UnsafeMutableRawPointer, _ name: String) throws(BackendError) {
        let code = lock.withLock { _ in Pa_StartStream(stream) }
        guard code == 0 else { throw error("Cannot play through \(name)", code) }
    }

    /// Whether PortAudio has lost a JACK server that it played through. `[any]`
    ///
    /// PortAudio then waits forever for the server's reply when it closes the stream, and cannot find another server
    /// before it has closed it. From then on JACK must be used without PortAudio.
    package static var hasLostJACK: Bool { lostJACK.load(ordering: .acquiring) }

    private static let lostJACK = Atomic(false)

    /// Closes a stream.
    ///
    /// - Returns: false if the stream could not be closed and its state must not be freed.
    static func close(_ stream: UnsafeMutableRawPointer, on device: Device) -> Bool {
        lock.withLock { _ in
            guard !device.isJACK || Pa_IsStreamActive(stream) == 1 || Pa_IsStreamStopped(stream) == 1 else {
                lostJACK.store(true, ordering: .releasing)
                return false
            }
            // The sound has been faded out already, and a lost device would never play the remaining samples.
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
        guard code == 0 else { throw error("PortAudio cannot be initialized", code) }
        // Again, since PortAudio has installed its own message handlers.
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
        let outputDevices = devices.filter { $0.outputs > 0 }
        guard !outputDevices.isEmpty else {
            throw BackendError(noDeviceMessage)
        }
        let names = outputDevices.map(\.name).joined(separator: "', '")
        let found: Device?
        if let wanted {
            found =
                outputDevices.first { $0.name == wanted }
                ?? outputDevices.first { $0.name.lowercased().contains(wanted.lowercased()) }
        } else {
            found = outputDevices.first(where: \.isDefaultOutput)
        }
        guard let found else {
            throw BackendError("No device matches '\(wanted ?? "default")'. Choose one of '\(names)'.")
        }
        guard format.channelCount <= found.outputs else {
            throw BackendError(
                "\(found.name) has \(found.outputs) outputs, not \(format.channelCount). Request fewer channels.")
        }
        let inputs = max(found.inputs, devices.first(where: \.isDefaultInput)?.inputs ?? 0)
        guard format.inputChannelCount <= inputs else {
            throw BackendError(
                "\(found.name) has \(inputs) inputs, not \(format.inputChannelCount). Request fewer inputs.")
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

    private static func error(_ message: String, _ code: PaError) -> BackendError {
        BackendError("\(message): \(String(cString: Pa_GetErrorText(code))).")
    }
}
#endif
