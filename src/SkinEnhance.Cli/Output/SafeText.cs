using System.Text;

namespace SkinEnhance.Cli.Output;

/// <summary>Text that cannot do anything to a terminal.</summary>
internal static class SafeText
{
    /// <summary>Shows control and format characters, which a file name or a provider's message may hold, as <c>�</c>.</summary>
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

    // Line ends, escape sequences, and the marks that turn the writing direction round.
    private static bool IsUnsafe(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
