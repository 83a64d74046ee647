using System.CommandLine;
using System.CommandLine.Parsing;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Cli.Commands;

/// <summary>Reads the values of options; an error shows the value. The parser itself would read 10,5 as 105.</summary>
internal static class OptionValue
{
    /// <summary>Reads an option with a function.</summary>
    /// <param name="option">The option.</param>
    /// <param name="read">Reads the text; null for an invalid value.</param>
    /// <param name="takes">The valid values, such as <c>1 to 64</c>.</param>
    internal static void Read<T>(this Option<T> option, Func<string, T?> read, string takes)
        where T : struct => option.CustomParser = result => Value(result, option, read, takes) ?? default;

    /// <summary>The same for an optional option.</summary>
    /// <inheritdoc cref="Read"/>
    internal static void ReadIfGiven<T>(this Option<T?> option, Func<string, T?> read, string takes)
        where T : struct => option.CustomParser = result => Value(result, option, read, takes);

    /// <summary>A whole number in a range.</summary>
    internal static Func<string, int?> Whole(int minimum, int maximum = int.MaxValue) =>
        text => NumberText.Read(text) is { } number && double.IsInteger(number) && number >= minimum && number <= maximum ? (int)number : null;

    /// <summary>A number in a range.</summary>
    internal static Func<string, double?> Number(double minimum, double maximum = double.MaxValue) =>
        text => NumberText.Read(text) is { } number && number >= minimum && number <= maximum ? number : null;

    private static T? Value<T>(ArgumentResult result, Option option, Func<string, T?> read, string takes)
        where T : struct
    {
        var text = result.Tokens is [var token] ? token.Value : string.Empty;
        var value = read(text);
        if (value is null)
        {
            result.AddError($"{option.Name} accepts {takes}; it is '{text}'.");
        }

        return value;
    }
}

/// <summary>The command line is invalid as a whole.</summary>
/// <param name="message">The error, in one sentence.</param>
internal sealed class UsageException(string message) : Exception(message);
