using System.CommandLine;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Cli.Commands;

/// <summary>The arguments and options of every command that accepts images.</summary>
internal sealed class InputArguments
{
    private readonly Argument<string[]> _paths = new("path")
    {
        Description = "Files, folders, wildcards (* and ?), https:// addresses for Comfy operations, or - for paths on standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _recurse = new("--recurse") { Description = "Include all folders below the specified folders; results keep that structure below the destination." };

    private readonly Option<string[]> _include = Patterns("--include", "Include only files whose name matches, such as \"IMG_*\"; may be repeated.");

    private readonly Option<string[]> _exclude = Patterns("--exclude", "Exclude files, and folders below the specified one, whose name matches; may be repeated.");

    private readonly Option<DateTimeOffset?> _newer = new("--newer")
    {
        Description = "Include only files written since: a date, a date with a time, or an age such as 12h, 30d or 2w.",
        HelpName = "when",
    };

    private readonly Option<string?> _filesFrom = new("--files-from") { Description = "Read paths from a file, one a line; - for standard input.", HelpName = "file" };

    private readonly Option<bool> _null = new("--null", "-0") { Description = "The paths of --files-from and of standard input end with a null character, as those of find -print0." };

    private readonly Option<string?> _relativeTo = new("--relative-to")
    {
        Description = "Keep the folders of the images below this folder, however they are specified.",
        HelpName = "folder",
    };

    private readonly Option<bool> _includeResults = new("--include-results") { Description = "Also submit images that are results of this or an earlier run." };

    /// <summary>The help about the images.</summary>
    internal static string Remarks { get; } =
        $"""
        A folder includes its files {InputNames.ExtensionList} sorted by name. Hidden files and
        system files (._*, Thumbs.db, @eaDir, #recycle, $RECYCLE.BIN, __MACOSX, lost+found and so on) are skipped; formats
        that no operation accepts (HEIC, AVIF, TIFF, raw formats) are counted in a warning. A wildcard matches as in a shell; a
        file with exactly that name has priority. Each image is processed once. A file that is specified by its own path is
        included whatever its name, except system files in a list (--files-from, or - for standard input).
        Put -- before a path that begins with a dash.

        Results are skipped: files that the ledger has recorded as results, and files in the destination that are named
        <name>-<operation>. The destination can be the folder of the images or be below it. --include-results submits them.
        """;

    internal InputArguments() => _newer.ReadIfGiven(static text => TimeText.Read(text), TimeText.Form);

    internal void AddTo(Command command)
    {
        command.Add(_paths);
        foreach (var option in (Option[])[_recurse, _include, _exclude, _newer, _filesFrom, _null, _relativeTo, _includeResults])
        {
            command.Add(option);
        }
    }

    /// <summary>Reads the arguments and options.</summary>
    /// <exception cref="UsageException">No image is specified, or a file with paths does not exist.</exception>
    internal InputSelection Read(ParseResult parsed, CliHost host)
    {
        var selection = new InputSelection
        {
            Paths = parsed.GetValue(_paths) ?? [],
            Recurse = parsed.GetValue(_recurse),
            Filter = new InputFilter
            {
                Include = parsed.GetValue(_include) ?? [],
                Exclude = parsed.GetValue(_exclude) ?? [],
                Newer = parsed.GetValue(_newer),
            },
            FilesFrom = parsed.GetValue(_filesFrom),
            IsNullSeparated = parsed.GetValue(_null),
            RelativeTo = parsed.GetValue(_relativeTo),
            IncludeResults = parsed.GetValue(_includeResults),
        };
        if (selection.Paths.Count == 0 && selection.FilesFrom is null)
        {
            throw new UsageException("Specify images: files, folders, wildcards or addresses, or a list of them with --files-from.");
        }

        if (selection.FilesFrom is { } list and not InputSelection.StandardInput && !File.Exists(Path.GetFullPath(list, host.CurrentDirectory)))
        {
            throw new UsageException($"--files-from requires a file with paths; the file '{list}' does not exist.");
        }

        if (selection.IsNullSeparated && selection.FilesFrom is null && !selection.ReadsStandardInput)
        {
            throw new UsageException("--null requires --files-from, or - for paths on standard input.");
        }

        return selection;
    }

    private static Option<string[]> Patterns(string name, string description) =>
        new(name) { Description = description, HelpName = "pattern", Arity = ArgumentArity.OneOrMore };
}
