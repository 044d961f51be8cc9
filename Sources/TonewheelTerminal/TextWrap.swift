/// Text that is wrapped for a terminal of 80 columns.
package enum TextWrap {
    /// Returns the lines of `text`, each indented by `indent` spaces. A word longer than a line is on a line of its
    /// own.
    ///
    /// - Parameter first: The text that replaces the indentation of the first line. It must have `indent` characters.
    package static func lines(_ text: String, indent: Int = 0, first: String? = nil, width: Int = 79) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = first ?? margin
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = margin
                isEmpty = true
            }
            line += isEmpty ? String(word) : " \(word)"
            isEmpty = false
        }
        return lines + [line]
    }
}
