using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Core.Inputs;

namespace SkinEnhance.Pipeline;

/// <summary>The images of a command: the engine finds them from its parameters and its records.</summary>
internal sealed class ImageInput
{
    private readonly ImageInputCommand _command;
    private readonly InputFinder _finder;
    private readonly ImagePathResolver _resolver;

    /// <summary>Reads the parameters.</summary>
    /// <param name="command">The command.</param>
    /// <param name="client">Has the operations and the results.</param>
    /// <param name="relativeTo">The folder below which results keep their folders, as a full path; null for the engine's default.</param>
    /// <param name="includeResults">Whether results are included.</param>
    /// <exception cref="EnhanceException">A pattern is invalid.</exception>
    internal ImageInput(ImageInputCommand command, EnhanceClient client, string? relativeTo, bool includeResults)
    {
        _command = command;
        var options = new InputOptions
        {
            CurrentDirectory = command.SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            Recurse = command.Recurse,
            RelativeTo = relativeTo,
            Filter = new InputFilter
            {
                Include = command.Include,
                Exclude = command.Exclude,
                Newer = command.Newer is { } newer ? new DateTimeOffset(newer.ToUniversalTime()) : null,
            },
            IncludeResults = includeResults,
            Operations = client.Catalog.Operations,
            Ledger = client.Ledger,
        };
        _finder = new InputFinder(options, new PipelineObserver(command.Queue, command));
        _resolver = new ImagePathResolver(command, _finder);
    }

    /// <summary>Sets the destination of the results of the images found next; null if nothing is saved.</summary>
    internal void SetSave(SaveOptions? save)
    {
        _finder.SavesBeside = save is { BesideSource: true };
        _finder.Destination = save is { BesideSource: false } ? save.Destination : null;
    }

    /// <summary>The job of the images found next: each image is found once for each job.</summary>
    internal string Job
    {
        get => _finder.Job;
        set => _finder.Job = value;
    }

    /// <summary>Adds an image that no filter excludes, such as an address or the result of a task.</summary>
    internal IEnumerable<FoundInput> Take(ImageSource source, string relativeFolder = "") => _finder.Take(source, relativeFolder);

    /// <summary>Finds the images of the current record.</summary>
    internal IEnumerable<FoundInput> Find() => _command.IsLiteral ? _resolver.FindLiterally(_command.LiteralPath) : _resolver.FindByPattern(_command.Path);

    /// <summary>Counts an image that only its bytes identify as a result.</summary>
    internal void PassOverResult(string path) => _finder.PassedOver.AddResult(path);

    /// <summary>Writes warnings for skipped files.</summary>
    /// <param name="isEmpty">Whether there was no image and no error.</param>
    internal void WriteSummary(bool isEmpty)
    {
        foreach (var line in _finder.PassedOver.Describe())
        {
            _command.WriteWarning(line);
        }

        if (isEmpty)
        {
            var filtered = _finder.PassedOver.Filtered > 0 ? $" {_finder.PassedOver.Filtered} files do not match -Include, -Exclude and -Newer." : string.Empty;
            _command.WriteWarning($"There is nothing to do.{filtered}");
        }
    }
}
