using System.Reflection;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>Every field of a task is in its record, is read back from it, and is in the JSON of the command line.</summary>
public sealed class RecordMappingTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Fields =>
        [.. typeof(EnhanceTask).GetProperties().Where(property => property.SetMethod is not null).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_of_a_task_survives_the_ledger(string field)
    {
        var task = Sample();
        var property = typeof(EnhanceTask).GetProperty(field)!;
        Assert.False(IsDefault(property, task), $"The sample gives {field} no value of its own, so nothing is shown.");

        var read = WriteAndRead(task);

        Assert.Equivalent(property.GetValue(task), property.GetValue(read), strict: true);
    }

    private static bool IsDefault(PropertyInfo property, EnhanceTask task)
    {
        var bare = new EnhanceTask { Provider = string.Empty, Operation = string.Empty, StatusRoute = string.Empty };
        return Equals(property.GetValue(task)?.ToString(), property.GetValue(bare)?.ToString());
    }

    private EnhanceTask WriteAndRead(EnhanceTask task)
    {
        using var ledger = new SubmissionLedger(_folder.In("home"), "here", TimeProvider.System);
        var output = new LedgerOutput(task.OutputPath[0], 3, new string('A', 64));
        var created = RecordMapping.Create(task, new SubmissionIdentity(task.RecordId!, new string('B', 64)), task.Endpoint, Now);
        ledger.Write(RecordMapping.Apply(created with { Output = [output], EarlierCredits = task.EarlierCredits }, task, Now));
        return ledger.Find(task.TaskId!) ?? throw new InvalidOperationException("The ledger has no such task.");
    }

    // Completed and saved, with an error as well: every field at once, even if no run would write such a record.
    private EnhanceTask Sample() => new()
    {
        TaskId = "the task",
        Provider = "Comfy",
        Operation = "Faithful",
        StatusRoute = "skin-enhancer",
        Endpoint = "Comfy",
        Status = EnhanceTaskStatus.Completed,
        Source = "https://images.example/face.png",
        SourcePath = _folder.In("face.png"),
        SourceName = "face",
        RelativeFolder = "2026",
        OutputPath = [_folder.In("face-faithful.png")],
        ResultUri = [new Uri("https://results.example/r.png")],
        Parameters = new Dictionary<string, object> { ["sharpen"] = 3, ["optimized_for"] = "enhance_skin" },
        TaskCredits = 78.07,
        EarlierCredits = 5,
        SubmittedAt = Now.AddMinutes(-2),
        CompletedAt = Now.AddMinutes(-1),
        EstimatedDuration = TimeSpan.FromSeconds(42),
        EstimatedDurationP90 = TimeSpan.FromSeconds(50),
        RequestId = "the request",
        RecordId = new string('C', 64),
        FromLedger = true,
        Error = new EnhanceError { Id = ErrorIds.DownloadFailed, Target = "https://images.example/face.png", Provider = "Comfy", RequestId = "the request", Message = "It stalled." },
    };
}
