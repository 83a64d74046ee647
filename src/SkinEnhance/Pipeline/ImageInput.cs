using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Core.Inputs;

namespace SkinEnhance.Pipeline;

/// <summary>The images of a command: what its parameters and its records name, as the engine finds them.</summary>
internal sealed class ImageInput
{
    private readonly ImageInputCommand _command;
    private readonly InputFinder _finder;
    private readonly ImagePathResolver _resolver;

    /// <summary>Reads the parameters.</summary>
    /// <param name="command">The command.</param>
    /// <param name="client">Knows the operations and the results.</param>
    /// <param name="relativeTo">The folder below which results keep their folders, as a full path; null for what the engine chooses.</param>
    /// <param name="includeResults">Whether results are taken.</param>
    /// <exception cref="EnhanceException">A pattern is refused.</exception>
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

    /// <summary>Says where the results of what is found next go; null when nothing is saved.</summary>
    internal void SetSave(SaveOptions? save)
    {
        _finder.SavesBeside = save is { BesideSource: true };
        _finder.Destination = save is { BesideSource: false } ? save.Destination : null;
    }

    /// <summary>What is to be done with what is found next: one image is taken once for each job.</summary>
    internal string Job
    {
        get => _finder.Job;
        set => _finder.Job = value;
    }

    /// <summary>Takes an image that is meant whatever it is, such as an address or the result of a task.</summary>
    internal IEnumerable<FoundInput> Take(ImageSource source, string relativeFolder = "") => _finder.Take(source, relativeFolder);

    /// <summary>Finds the images of the record that the command has in hand.</summary>
    internal IEnumerable<FoundInput> Find() => _command.IsLiteral ? _resolver.FindLiterally(_command.LiteralPath) : _resolver.FindByPattern(_command.Path);

    /// <summary>Counts an image that the ledger knows as a result by its bytes alone.</summary>
    internal void PassOverResult(string path) => _finder.PassedOver.AddResult(path);

    /// <summary>Says what was passed over.</summary>
    /// <param name="isEmpty">Whether there was no image and no error.</param>
    internal void WriteSummary(bool isEmpty)
    {
        foreach (var line in _finder.PassedOver.Describe())
        {
            _command.WriteWarning(line);
        }

        if (isEmpty)
        {
            var filtered = _finder.PassedOver.Filtered > 0 ? $" {_finder.PassedOver.Filtered} files do not pass -Include, -Exclude and -Newer." : string.Empty;
            _command.WriteWarning($"There is nothing to do.{filtered}");
        }
    }
}
