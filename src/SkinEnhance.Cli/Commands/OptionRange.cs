using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SkinEnhance.Cli.Commands;

/// <summary>Ranges of numbers for options.</summary>
internal static class OptionRange
{
    /// <summary>Refuses values outside of a range.</summary>
    /// <param name="option">The option.</param>
    /// <param name="isAllowed">Whether a value lies within.</param>
    /// <param name="message">What to say when it does not.</param>
    internal static void Accept<T>(this Option<T> option, Func<T, bool> isAllowed, string message)
        where T : IParsable<T> => option.Validators.Add(result => Check(result, isAllowed, message));

    /// <summary>The same for a number that may be left out.</summary>
    /// <inheritdoc cref="Accept"/>
    internal static void AcceptIfGiven<T>(this Option<T?> option, Func<T, bool> isAllowed, string message)
        where T : struct, IParsable<T> => option.Validators.Add(result => Check(result, isAllowed, message));

    private static void Check<T>(OptionResult result, Func<T, bool> isAllowed, string message)
        where T : IParsable<T>
    {
        // A value of another type gets the parser's own message.
        if (result.Tokens is [var token] && T.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && !isAllowed(value))
        {
            result.AddError(message);
        }
    }
}
