using System.CommandLine;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Cli.Commands;

/// <summary>The arguments and options that say which images are meant, for every command that takes images.</summary>
internal sealed class InputArguments
{
    private readonly Argument<string[]> _paths = new("path")
    {
        Description = "Files, folders, wildcards (* and ?), https:// addresses for the operations of Comfy, or - for paths on standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _recurse = new("--recurse") { Description = "Take folders with all folders below them; results keep that structure below the destination." };

    private readonly Option<string[]> _include = Patterns("--include", "Take only files whose name matches, such as \"IMG_*\"; may be repeated.");

    private readonly Option<string[]> _exclude = Patterns("--exclude", "Leave out files whose name matches, and folders below the given one; may be repeated.");

    private readonly Option<DateTimeOffset?> _newer = new("--newer")
    {
        Description = "Take only files written since: a date, a date with a time, or a duration such as 12h, 30d or 2w.",
        HelpName = "when",
    };

    private readonly Option<string?> _filesFrom = new("--files-from") { Description = "Take the paths in a file, one a line; - for standard input.", HelpName = "file" };

    private readonly Option<bool> _null = new("--null", "-0") { Description = "The paths of --files-from and of standard input end with a null character, as find -print0 writes them." };

    private readonly Option<string?> _relativeTo = new("--relative-to")
    {
        Description = "Keep the folders of the images below this folder, whatever way they are given.",
        HelpName = "folder",
    };

    private readonly Option<bool> _includeResults = new("--include-results") { Description = "Send images on purpose that are results of this or an earlier run." };

    /// <summary>What the help says about the images.</summary>
    internal static string Remarks { get; } =
        $"""
        A folder yields its files {InputNames.ExtensionList} sorted by name. Hidden files and the
        system's own (._*, Thumbs.db, @eaDir, #recycle, $RECYCLE.BIN, __MACOSX, lost+found and the like) are passed over;
        formats that no operation takes (HEIC, AVIF, TIFF, raw formats) are counted and said. A wildcard yields what a shell
        would; a file that exists under that very name comes first. An image given twice is processed once. A named file is
        taken whatever it is called; in a list (--files-from, or - for standard input) the system's own are passed over.
        Put -- before a path that begins with a dash.

        Results are passed over: what the ledger knows as a result, and what lies in the destination and is called
        <name>-<operation>. So the destination may be the folder of the images, or lie in it. --include-results sends them.
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

    /// <summary>Reads what was given.</summary>
    /// <exception cref="UsageException">No image is named, or a file with paths is not there.</exception>
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
            throw new UsageException("Name images: files, folders, wildcards or addresses, or a list of them with --files-from.");
        }

        if (selection.FilesFrom is { } list and not InputSelection.StandardInput && !File.Exists(Path.GetFullPath(list, host.CurrentDirectory)))
        {
            throw new UsageException($"--files-from takes a file with paths; there is no file '{list}'.");
        }

        if (selection.IsNullSeparated && selection.FilesFrom is null && !selection.ReadsStandardInput)
        {
            throw new UsageException("--null goes with --files-from, or with - for paths on standard input.");
        }

        return selection;
    }

    private static Option<string[]> Patterns(string name, string description) =>
        new(name) { Description = description, HelpName = "pattern", Arity = ArgumentArity.OneOrMore };
}
