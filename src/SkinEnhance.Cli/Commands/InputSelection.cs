using SkinEnhance.Cli.Hosting;
using SkinEnhance.Core;
using SkinEnhance.Core.Inputs;

namespace SkinEnhance.Cli.Commands;

/// <summary>The images of a command line.</summary>
internal sealed record InputSelection
{
    /// <summary>Stands for standard input, instead of a path or a file with paths.</summary>
    internal const string StandardInput = "-";

    internal required IReadOnlyList<string> Paths { get; init; }

    internal bool Recurse { get; init; }

    internal InputFilter Filter { get; init; } = new();

    internal string? FilesFrom { get; init; }

    internal bool IsNullSeparated { get; init; }

    internal string? RelativeTo { get; init; }

    internal bool IncludeResults { get; init; }

    /// <summary>Whether the images can be found only once.</summary>
    internal bool ReadsStandardInput => FilesFrom == StandardInput || Paths.Contains(StandardInput);

    internal InputFinder CreateFinder(CliHost host, EnhanceClient client, SaveOptions? save, IEnhanceObserver? observer = null)
    {
        var options = new InputOptions
        {
            CurrentDirectory = host.CurrentDirectory,
            Recurse = Recurse,
            RelativeTo = RelativeTo is { } folder ? Path.GetFullPath(folder, host.CurrentDirectory) : null,
            Filter = Filter,
            IncludeResults = IncludeResults,
            Operations = client.Catalog.Operations,
            Ledger = client.Ledger,
        };
        return new InputFinder(options, observer)
        {
            SavesBeside = save is { BesideSource: true },
            Destination = save is { BesideSource: false } ? save.Destination : null,
        };
    }

    /// <summary>Finds the images as the caller reads them.</summary>
    internal IEnumerable<FoundInput> Find(InputFinder finder, CliHost host) =>
        Paths.SelectMany(path => path == StandardInput ? FindListed(path, finder, host) : finder.Find(path))
            .Concat(FilesFrom is null ? [] : FindListed(FilesFrom, finder, host));

    private IEnumerable<FoundInput> FindListed(string list, InputFinder finder, CliHost host)
    {
        using var file = list == StandardInput ? null : new StreamReader(Path.GetFullPath(list, host.CurrentDirectory));
        foreach (var input in PathList.Read(file ?? host.Input, IsNullSeparated).SelectMany(finder.FindInList))
        {
            yield return input;
        }
    }
}
