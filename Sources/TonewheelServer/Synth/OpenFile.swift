internal import TonewheelSoundFiles

/// A sound file that a buffer has open.
enum OpenFile: Sendable {
    /// `DiskOut` writes it.
    case written(DiskWriter)

    /// `DiskIn` plays it.
    case read(DiskReader)
}
