extension String {
    /// The text with a capital first letter and a full stop at the end, for a message that stands alone.
    package var sentence: String {
        let text: String = prefix(1).uppercased() + dropFirst()
        return text.hasSuffix(".") ? text : "\(text)."
    }
}
