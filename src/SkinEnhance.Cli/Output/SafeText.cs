using System.Text;

namespace SkinEnhance.Cli.Output;

/// <summary>Text without control sequences.</summary>
internal static class SafeText
{
    /// <summary>Replaces control and format characters, which a file name or a provider's message can contain, with <c>�</c>.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>One line of it.</returns>
    internal static string OneLine(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            safe.Append(IsUnsafe(character) ? '\uFFFD' : character);
        }

        return safe.ToString();
    }

    // Line ends, escape sequences, and marks of the writing direction.
    private static bool IsUnsafe(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
