using SkinEnhance.Core.Operations;

namespace SkinEnhance.Cli.Commands;

/// <summary>The job of <c>enhance</c> or <c>upscale</c>.</summary>
internal sealed record Job
{
    internal required string Operation { get; init; }

    internal required InputSelection Inputs { get; init; }

    /// <summary>The parameters as specified, in any spelling, possibly twice.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    internal string? Destination { get; init; }

    internal int Limit { get; init; } = 4;

    internal TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    internal bool Wait { get; init; } = true;

    internal bool Save { get; init; } = true;

    internal string? OutputName { get; init; }

    internal ExistingFileAction OnExisting { get; init; }

    /// <summary>Whether images whose end is missing are submitted.</summary>
    internal bool Force { get; init; }

    internal bool DryRun { get; init; }

    internal bool Json { get; init; }

    internal bool Verbose { get; init; }

    internal bool ResendAmbiguous { get; init; }

    internal bool Resubmit { get; init; }

    internal bool ResumeUnknown { get; init; }

    internal long MaxResultBytes { get; init; } = SaveOptions.DefaultMaximumBytes;

    internal double? MaxCredits { get; init; }

    internal bool UploadStorage { get; init; }

    internal Job With(string parameter, string value) => this with { Parameters = [.. Parameters, KeyValuePair.Create(parameter, value)] };

    /// <summary>The parameters by name.</summary>
    /// <exception cref="InvalidParameterException">One is specified twice.</exception>
    internal Dictionary<string, object?> ParametersByName()
    {
        var byName = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in Parameters)
        {
            if (byName.Keys.Any(other => WireName.AreSame(other, name)))
            {
                throw new InvalidParameterException(new EnhanceError
                {
                    Id = ErrorIds.ParameterUnknown,
                    Target = name,
                    Message = $"The parameter {name} is specified twice.",
                });
            }

            byName.Add(name, value);
        }

        return byName;
    }
}
