using System.CommandLine;
using System.CommandLine.Parsing;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Cli.Commands;

/// <summary>Arguments and options of several commands, so that they look and are checked the same.</summary>
internal static class SharedOptions
{
    // A longer timeout is a mistake, and timers do not support it.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(28);

    internal static Option<string?> Destination(string description)
    {
        var destination = new Option<string?>("--destination") { Description = description, HelpName = "folder" };
        destination.Validators.Add(static result =>
        {
            if (result.Tokens.FirstOrDefault(static token => string.IsNullOrWhiteSpace(token.Value)) is { } blank)
            {
                result.AddError($"--destination requires a folder; it is '{blank.Value}'.");
            }
        });
        return destination;
    }

    internal static Option<bool> Json(string what) => new("--json")
    {
        Description =
            $"Print one JSON object a line for each {what}, and nothing else, to standard output: taskId, provider, operation, status, source, outputs, credits, errorId, message, fromLedger, endpoint, creditsTotal.",
    };

    internal static Option<int> MaxResultBytes()
    {
        var bytes = new Option<int>("--max-result-bytes")
        {
            Description = "The maximum size of one result in bytes; a larger one is not saved and stays at the service.",
            HelpName = "bytes",
            DefaultValueFactory = _ => (int)SaveOptions.DefaultMaximumBytes,
        };
        bytes.Read(OptionValue.Whole(1), $"a whole number from 1 to {int.MaxValue}");
        return bytes;
    }

    internal static Option<TimeSpan> Timeout(string description)
    {
        var timeout = new Option<TimeSpan>("--timeout") { Description = description, HelpName = "duration", DefaultValueFactory = _ => TimeSpan.FromMinutes(10) };
        timeout.Read(
            static text => DurationText.ReadOrSeconds(text) is { } time && time > TimeSpan.Zero && time <= LongestTimeout ? time : null,
            $"seconds, or {DurationText.Form}, of more than 0 and at most {LongestTimeout.TotalDays} days");
        return timeout;
    }

    /// <summary>The proxy, for the commands that send requests.</summary>
    internal static Option<string?> Proxy() => new("--proxy")
    {
        Description =
            "The proxy, such as http://proxy:8080, http://user:password@proxy:8080 or socks5://proxy:1080. Default the one from HTTPS_PROXY or the system. Requests to this computer do not use it.",
        HelpName = "address",
    };

    internal static Option<string[]> Set(string description)
    {
        var set = new Option<string[]>("--set") { Description = description, HelpName = "name=value", Arity = ArgumentArity.OneOrMore };
        set.Validators.Add(CheckAssignments);
        return set;
    }

    /// <summary>The parameters as specified, in any spelling, possibly twice.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> ReadSet(string[]? assignments) => [.. (assignments ?? []).Select(Split)];

    private static KeyValuePair<string, string> Split(string assignment)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return KeyValuePair.Create(assignment[..equals].Trim(), assignment[(equals + 1)..]);
    }

    private static void CheckAssignments(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
        {
            result.AddError($"--set requires name=value, such as --set smart_grain=5; it is '{token.Value}'.");
        }
    }
}
