using System.Reflection;
using SkinEnhance.Binding;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Operations;
using SkinEnhance.Errors;

namespace SkinEnhance.Pipeline;

/// <summary>What to do with the images of one record.</summary>
internal sealed record ImageJob(
    OperationDescriptor Operation, IReadOnlyDictionary<string, object?> Given, IReadOnlyDictionary<string, object> Parameters, SaveOptions? Save)
{
    /// <summary>Distinguishes it from another job for the same file.</summary>
    internal string Identity { get; } = string.Join('\n', [Operation.Name, Save?.Destination, Save?.OutputName, .. Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}")]);
}

/// <summary>Reads the job of a record: from the command line, and from the record's own columns.</summary>
internal sealed class ImageJobReader(ImageBatchCommand command, OperationCatalog catalog)
{
    private readonly RowValues _values = new(command);

    /// <summary>The job of this record; null if the record is invalid, which is an error of its own.</summary>
    internal ImageJob? Read()
    {
        try
        {
            var operation = catalog.Find(command.Operation);
            ThrowIfStorageIsUnsupported(operation);
            var given = Collect(operation);
            return new ImageJob(operation, given, catalog.ReadParameters(operation, given), ReadSave(operation));
        }
        catch (EnhanceException refused)
        {
            // An error on the command line applies to every record, an error in the record only to itself.
            if (!_values.HasOwn)
            {
                command.ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
            }

            var image = string.Join(", ", Inputs());
            var error = refused.Error with { Target = image, Message = $"'{image}' was not sent: {refused.Message}" };
            command.WriteError(EnhanceErrorRecord.Create(error, image));
            return null;
        }
    }

    /// <summary>Where the results are saved; null if they are not.</summary>
    internal SaveOptions? ReadSave(OperationDescriptor operation)
    {
        var folder = DestinationFolder.Resolve(command, command.Destination);
        if (command.NoSave)
        {
            ThrowIfGiven(folder is not null, nameof(ImageBatchCommand.Destination), command.Destination);
            ThrowIfGiven(command.OutputName is not null, nameof(ImageBatchCommand.OutputName), command.OutputName);
        }

        if (command.OutputName is { } pattern)
        {
            OutputNameTemplate.Parse(pattern).Check(operation);
        }

        if (folder is null && (command.NoSave || !command.IsWaiting))
        {
            return null;
        }

        return new SaveOptions(folder ?? command.SessionState.Path.CurrentFileSystemLocation.ProviderPath, OnExisting())
        {
            BesideSource = folder is null,
            OutputName = command.OutputName,
            MaximumBytes = command.MaxResultBytes,
        };

        static void ThrowIfGiven(bool isGiven, string parameter, string? value)
        {
            if (isGiven)
            {
                throw NotAllowed(nameof(ImageBatchCommand.NoSave), $"-NoSave cannot be combined with -{parameter} '{value}'.");
            }
        }
    }

    private ExistingFileAction OnExisting()
    {
        if (command.Force && command.OnExisting is { } other and not ExistingFileAction.Replace)
        {
            throw NotAllowed(nameof(ImageBatchCommand.Force), $"-Force cannot be combined with -OnExisting {other}: it replaces existing results.");
        }

        return command.Force ? ExistingFileAction.Replace : command.OnExisting ?? ExistingFileAction.Error;
    }

    private static InvalidParameterException NotAllowed(string parameter, string message) =>
        new(new EnhanceError { Id = ErrorIds.ParameterNotAllowed, Target = parameter, Message = message });

    private IEnumerable<object> Inputs() => command.ParameterSetName switch
    {
        ImageBatchCommand.UriSet => command.Uri.Select(ResultAddress.WithoutQuery),
        ImageInputCommand.TaskSet => command.InputObject.Select(task => task.TaskId ?? task.Source ?? task.Operation),
        ImageInputCommand.LiteralPathSet => command.LiteralPath,
        _ => command.Path,
    };

    /// <summary>The operation's parameters among the command's own.</summary>
    private Dictionary<string, object?> Collect(OperationDescriptor operation)
    {
        var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (property, value) in _values.OfOperation())
        {
            ThrowIfUnsupported(operation, property);
            foreach (var (name, part) in Parts(property.Name, value))
            {
                given[name] = part;
            }
        }

        return given;
    }

    private static IEnumerable<(string Name, object? Value)> Parts(string name, object value) => value switch
    {
        SkinEffect[] effects => effects.Distinct().Select(effect => (effect.ToString(), (object?)true)),
        Enum choice => [(name, WireEnum.Spell(choice))],
        _ => [(name, value)],
    };

    private void ThrowIfUnsupported(OperationDescriptor operation, PropertyInfo property)
    {
        ThrowIfUnsupported(operation, property.Name, Supports);

        bool Supports(OperationDescriptor other) => property.PropertyType == typeof(SkinEffect[])
            ? other.Parameters.Any(parameter => parameter.IsEffect)
            : ParameterReader.Find(other, property.Name) is not null;
    }

    private void ThrowIfStorageIsUnsupported(OperationDescriptor operation)
    {
        if (command.UploadStorage)
        {
            ThrowIfUnsupported(operation, nameof(ImageBatchCommand.UploadStorage), catalog.HasUploadStorage);
        }
    }

    private void ThrowIfUnsupported(OperationDescriptor operation, string parameter, Func<OperationDescriptor, bool> isSupported)
    {
        if (isSupported(operation))
        {
            return;
        }

        throw EnhanceException.For(new EnhanceError
        {
            Id = ErrorIds.ParameterUnknown,
            Target = parameter,
            Message = command.DescribeUnsupported(parameter, [.. catalog.Operations.Where(isSupported).Select(other => other.Name)]),
        });
    }
}
