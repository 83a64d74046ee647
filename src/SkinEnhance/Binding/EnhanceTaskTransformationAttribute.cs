using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SkinEnhance.Core;
using SkinEnhance.Core.Operations;
using SkinEnhance.Session;

namespace SkinEnhance.Binding;

/// <summary>Reads tasks from tasks, their ids, deserialized objects from a job, and rows of a CSV or JSON file.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EnhanceTaskTransformationAttribute : ArgumentTransformationAttribute
{
    // The name in the output of skinenhance --json.
    private const string OutputsOfLine = "outputs";

    private static readonly string[] ImageColumns = ["Path", "LiteralPath", "LP", "Uri"];

    /// <summary>Whether input that is not a task is left to the other parameters of the command: paths, files, rows with an image. Default false.</summary>
    public bool LeavesOthers { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        return value is IEnumerable list and not string and not IDictionary ? list.Cast<object?>().SelectMany(Read).ToArray() : Read(inputData).ToArray();
    }

    /// <summary>Whether an object is read as a task: a deserialized one from a job, or a row with a task id. A row with an image column is read as
    /// that image.</summary>
    internal static bool IsTask(PSObject item) =>
        item.BaseObject is EnhanceTask or EnhancePlan
        || IsDeserialized(item)
        || (item.BaseObject is PSCustomObject
            && (Text(item, nameof(EnhanceTask.TaskId)) ?? Text(item, nameof(EnhanceTask.RecordId)) ?? Text(item, nameof(EnhanceTask.Status))) is not null
            && item.Properties[nameof(EnhanceTask.TaskId)] is not null
            && Array.TrueForAll(ImageColumns, column => Text(item, column) is null));

    private IEnumerable<EnhanceTask> Read(object? item)
    {
        if (item is null)
        {
            throw new ArgumentTransformationMetadataException("Null is not a task.");
        }

        var wrapped = PSObject.AsPSObject(item);
        if (LeavesOthers)
        {
            if (!IsTask(wrapped))
            {
                // With this inner exception, the binder tries the other parameters; any other exception ends the command.
                throw new ArgumentTransformationMetadataException($"'{item}' is not a task.", new PSInvalidCastException());
            }

            return [Given(wrapped) ?? FromProperties(wrapped)];
        }

        return wrapped.BaseObject switch
        {
            EnhanceTask or EnhancePlan => [Given(wrapped)!],
            string id => KnownTasks.ById(id),
            _ => [FromProperties(wrapped)],
        };
    }

    private static EnhanceTask? Given(PSObject item) => item.BaseObject is EnhancePlan plan ? PlannedTask.Of(plan) : item.BaseObject as EnhanceTask;

    private EnhanceTask FromProperties(PSObject item)
    {
        var id = Text(item, nameof(EnhanceTask.TaskId));
        var record = Text(item, nameof(EnhanceTask.RecordId)) is { Length: 64 } text && text.All(char.IsAsciiHexDigit) ? text : null;

        // A task without an id cannot be polled, but its result may be known.
        if (id is null && record is null && !LeavesOthers)
        {
            throw new ArgumentTransformationMetadataException($"'{item}' is not a task: it has no TaskId.");
        }

        // A job serializes with the invariant culture; a file has the user's culture.
        var culture = IsDeserialized(item) ? CultureInfo.InvariantCulture : CultureInfo.CurrentCulture;

        // A record in the ledger is always complete.
        var operation = Text(item, nameof(EnhanceTask.Operation)) ?? string.Empty;
        if ((id ?? record) is { } name && KnownTasks.ById(name) is [var found] && (found.RecordId is not null || (found.Error is not null && operation.Length == 0)))
        {
            return found;
        }

        return new EnhanceTask
        {
            TaskId = id,
            Provider = Text(item, nameof(EnhanceTask.Provider)) ?? string.Empty,
            Operation = operation,
            StatusRoute = Text(item, nameof(EnhanceTask.StatusRoute)) ?? string.Empty,
            Endpoint = Text(item, nameof(EnhanceTask.Endpoint)),
            Status = Enum.TryParse<EnhanceTaskStatus>(Text(item, nameof(EnhanceTask.Status)), ignoreCase: true, out var status) ? status : EnhanceTaskStatus.Submitted,
            Source = Text(item, nameof(EnhanceTask.Source)),
            SourcePath = Text(item, nameof(EnhanceTask.SourcePath)),
            SourceName = Text(item, nameof(EnhanceTask.SourceName)),
            RelativeFolder = Text(item, nameof(EnhanceTask.RelativeFolder)) ?? string.Empty,
            OutputPath = [.. Texts(item, nameof(EnhanceTask.OutputPath)), .. Texts(item, OutputsOfLine)],
            ResultUri = [.. Texts(item, nameof(EnhanceTask.ResultUri)).Select(text => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null).OfType<Uri>()],
            TaskCredits = Number(item, nameof(EnhanceTask.TaskCredits), culture) ?? Number(item, nameof(EnhanceTask.CreditsTotal), culture) ?? Number(item, nameof(EnhanceTask.Credits), culture),
            EarlierCredits = Number(item, nameof(EnhanceTask.EarlierCredits), culture) ?? 0,
            SubmittedAt = Time(item, nameof(EnhanceTask.SubmittedAt), culture),
            CompletedAt = Time(item, nameof(EnhanceTask.CompletedAt), culture),
            EstimatedDuration = Duration(item, nameof(EnhanceTask.EstimatedDuration)),
            EstimatedDurationP90 = Duration(item, nameof(EnhanceTask.EstimatedDurationP90)),
            Parameters = Parameters(item),
            RequestId = Text(item, nameof(EnhanceTask.RequestId)),
            RecordId = record,
            FromLedger = bool.TryParse(Text(item, nameof(EnhanceTask.FromLedger)), out var isFromLedger) && isFromLedger,
            Error = Error(item),
        };
    }

    private static bool IsDeserialized(PSObject item) => item.TypeNames.Contains("Deserialized." + typeof(EnhanceTask).FullName);

    private static object? Value(PSObject item, string name) => item.Properties[name]?.Value switch
    {
        PSObject { BaseObject: var inner } => inner,
        var value => value,
    };

    private static object? Part(PSObject item, string name, string part) => Value(PSObject.AsPSObject(item.Properties[name].Value), part);

    private static string? Text(PSObject item, string name, CultureInfo? culture = null) =>
        Convert.ToString(Value(item, name), culture ?? CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    private static double? Number(PSObject item, string name, CultureInfo culture) =>
        double.TryParse(Text(item, name, culture), NumberStyles.Float, culture, out var number) ? number : null;

    /// <summary>The error; null for an id that this version does not define.</summary>
    private static EnhanceError? Error(PSObject item) =>
        Text(item, nameof(EnhanceTask.ErrorId)) is { } id && ErrorCatalog.All.Any(definition => definition.Id == id)
            ? new EnhanceError
            {
                Id = id,
                Message = Text(item, nameof(EnhanceTask.Message)) ?? id,
                Target = Text(item, nameof(EnhanceTask.Source)),
                Provider = Text(item, nameof(EnhanceTask.Provider)),
                RequestId = Text(item, nameof(EnhanceTask.RequestId)),
            }
            : null;

    private static IEnumerable<string> Texts(PSObject item, string name) => Value(item, name) switch
    {
        string text => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        IEnumerable list => list.Cast<object?>().Select(entry => (entry is PSObject wrapped ? wrapped.BaseObject : entry) is Uri address ? address.OriginalString : entry?.ToString() ?? string.Empty),
        _ => [],
    };

    /// <summary>The parameters: a dictionary of a job, an object of a JSON file, or the text of a CSV file, as <see cref="ParameterValues"/> writes it.</summary>
    private static ParameterValues Parameters(PSObject item) => Value(item, nameof(EnhanceTask.Parameters)) switch
    {
        IDictionary pairs => Typed(pairs.Cast<DictionaryEntry>().Select(pair => (pair.Key.ToString()!, pair.Value))),
        PSCustomObject when item.Properties[nameof(EnhanceTask.Parameters)].Value is PSObject row => Typed(row.Properties.Select(property => (property.Name, (object?)property.Value))),
        string text => Typed(Pairs(text, ProviderRegistry.Operations.FirstOrDefault(row => WireName.AreSame(row.Name, Text(item, nameof(EnhanceTask.Operation)) ?? string.Empty)))),
        _ => ParameterValues.None,
    };

    /// <summary>The pairs of a text. A part that does not begin with another parameter of the operation belongs to the value before it, such as a prompt.</summary>
    private static List<(string Name, object? Value)> Pairs(string text, OperationDescriptor? operation)
    {
        var pairs = new List<(string Name, object? Value)>();
        foreach (var part in text.Split("; "))
        {
            if (part.Split('=', 2) is [var name, var value] && operation?.Parameters.Any(parameter => parameter.Name == name) == true && !pairs.Exists(pair => pair.Name == name))
            {
                pairs.Add((name, value));
            }
            else if (pairs.Count > 0)
            {
                pairs[^1] = (pairs[^1].Name, $"{pairs[^1].Value}; {part}");
            }
        }

        return pairs;
    }

    private static ParameterValues Typed(IEnumerable<(string Name, object? Value)> pairs) => new(
        from pair in pairs
        where pair.Value is not null
        select KeyValuePair.Create(pair.Name, pair.Value is PSObject { BaseObject: var inner } ? inner : pair.Value is string text ? FromText(text) : pair.Value is long and >= int.MinValue and <= int.MaxValue ? Convert.ToInt32(pair.Value, CultureInfo.InvariantCulture) : pair.Value));

    private static object FromText(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : bool.TryParse(text, out var flag) ? flag
        : text;

    private static TimeSpan? Duration(PSObject item, string name) => Value(item, name) switch
    {
        TimeSpan duration => duration,
        string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) => duration,
        PSCustomObject => Part(item, name, nameof(TimeSpan.Ticks)) is long ticks ? TimeSpan.FromTicks(ticks) : null,
        _ => null,
    };

    private static DateTimeOffset? Time(PSObject item, string name, CultureInfo culture) => Value(item, name) switch
    {
        DateTimeOffset time => time,
        DateTime time => time,

        // A job deserializes a value as its properties.
        PSCustomObject => Part(item, name, nameof(DateTimeOffset.UtcDateTime)) is DateTime time ? new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero) : null,
        string text when DateTimeOffset.TryParse(text, culture, out var time) => time,
        _ => null,
    };
}
