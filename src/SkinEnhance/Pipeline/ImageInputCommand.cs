using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Errors;

namespace SkinEnhance.Pipeline;

/// <summary>A command that takes image files, by pattern or literally.</summary>
public abstract class ImageInputCommand : WorkerCommand
{
    // None of the sets is the default: of a row PowerShell binds what a default set takes first, and once a column such as Mode or
    // SkinDetail is bound for it, LiteralPath and Uri are passed over.
    internal const string PathSet = "Path";
    internal const string LiteralPathSet = "LiteralPath";
    internal const string TaskSet = "Task";

    /// <summary>Paths of images, or of folders, which stand for the images in them. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ImagePathTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Paths taken as they are, brackets and all.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Whether the record in hand has literal paths.</summary>
    internal bool IsLiteral => ParameterSetName == LiteralPathSet;

    /// <summary>Takes folders with all folders below them.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Takes only files whose name matches one of these; * and ? are wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Include { get; set; } = [];

    /// <summary>Leaves out files whose name matches one of these, and folders below the one that was given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Takes only files written since: a time, or how long ago, such as 7d.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTime? Newer { get; set; }

    /// <summary>Tasks, or anything that carries a TaskId: each stands for its result, never for its source.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TaskSet, ValueFromPipeline = true)]
    [EnhanceTaskTransformation(LeavesOthers = true)]
    [ValidateNotNullOrEmpty]
    [Alias("Task")]
    public EnhanceTask[] InputObject { get; set; } = [];

    /// <summary>Finds the images that the tasks of the current record stand for; a task without one is an error of its own.</summary>
    /// <returns>Each with the folder that its own source kept.</returns>
    internal IEnumerable<(ImageSource Source, string RelativeFolder)> FindResults(Func<EnhanceTask, Task<ImageSource>> find) =>
        from task in InputObject
        let source = FindResult(task, find)
        where source is not null
        select (source, task.RelativeFolder);

    private ImageSource? FindResult(EnhanceTask task, Func<EnhanceTask, Task<ImageSource>> find)
    {
        try
        {
            var found = find(task);
            Queue.RunUntil(found, StopToken);
            return found.GetAwaiter().GetResult();
        }
        catch (EnhanceException refused)
        {
            WriteError(EnhanceErrorRecord.Create(refused, task));
            return null;
        }
    }
}
