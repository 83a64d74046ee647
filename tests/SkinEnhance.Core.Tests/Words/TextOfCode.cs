namespace SkinEnhance.Core.Tests.Words;

/// <summary>Finds the comments and string literals of C# code.</summary>
internal static class TextOfCode
{
    /// <summary>Replaces a character that is not text, so that no phrase extends over code.</summary>
    private const char Code = '\0';

    /// <summary>Blanks everything but comments and the text of string literals.</summary>
    /// <param name="code">Valid C# code.</param>
    /// <returns>A text of the same length and with the same lines.</returns>
    internal static string Of(string code)
    {
        var text = code.Select(character => char.IsWhiteSpace(character) ? character : Code).ToArray();
        Scan(code, text, start: 0, isHole: false);
        return new string(text);
    }

    /// <summary>Scans code to its end, or to the closing brace of an interpolation.</summary>
    private static int Scan(string code, char[] text, int start, bool isHole)
    {
        var depth = 0;
        var at = start;
        while (at < code.Length && (!isHole || depth > 0 || code[at] != '}'))
        {
            var prefix = Run(code, at, '$', '@');
            if (code[at..].StartsWith("//", StringComparison.Ordinal))
            {
                at = ReadComment(code, text, at);
            }
            else if (at + prefix < code.Length && code[at + prefix] == '"')
            {
                at = ReadString(code, text, at, prefix);
            }
            else if (code[at] == '\'')
            {
                at = code.IndexOf('\'', at + (code[at + 1] == '\\' ? 3 : 2)) + 1;
            }
            else
            {
                depth += code[at] switch { '{' => 1, '}' => -1, _ => 0 };
                at++;
            }
        }

        return at;
    }

    private static int ReadComment(string code, char[] text, int start)
    {
        var end = code.IndexOf('\n', start) is >= 0 and var found ? found : code.Length;
        var marks = Run(code, start, '/');
        Array.Fill(text, ' ', start, marks);
        code.CopyTo(start + marks, text, start + marks, end - start - marks);
        return end;
    }

    private static int ReadString(string code, char[] text, int start, int prefix)
    {
        var (isVerbatim, braces) = (code.IndexOf('@', start, prefix) >= 0, code[start..(start + prefix)].Count('$'.Equals));
        var quotes = Run(code, start + prefix, '"') is >= 3 and var raw ? raw : 1;
        var at = start + prefix + quotes;
        while (Run(code, at, '"') < quotes || (isVerbatim && Run(code, at, '"') == 2))
        {
            var isEscape = quotes == 1 && (isVerbatim ? code[at] == '"' : code[at] == '\\');
            var isBrace = braces > 0 && quotes == 1 && code[at] is '{' or '}' && code[at + 1] == code[at];
            if (isEscape || isBrace)
            {
                at += 2;
            }
            else if (braces > 0 && Run(code, at, '{') >= braces)
            {
                at = Scan(code, text, at + braces, isHole: true) + braces;
            }
            else
            {
                text[at] = code[at];
                at++;
            }
        }

        return at + quotes;
    }

    /// <summary>How many of some characters follow each other at a position.</summary>
    private static int Run(string code, int start, params ReadOnlySpan<char> characters)
    {
        var length = code.AsSpan(start).IndexOfAnyExcept(characters);
        return length < 0 ? code.Length - start : length;
    }
}
