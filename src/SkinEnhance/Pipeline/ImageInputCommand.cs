using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Errors;

namespace SkinEnhance.Pipeline;

/// <summary>The base of the commands that accept image files, by pattern or literally.</summary>
public abstract class ImageInputCommand : WorkerCommand
{
    // There is no default set: for a row, PowerShell first binds the parameters of the default set, and once a column such as Mode or
    // SkinDetail is bound to it, LiteralPath and Uri are ignored.
    internal const string PathSet = "Path";
    internal const string LiteralPathSet = "LiteralPath";
    internal const string TaskSet = "Task";

    /// <summary>Paths of images, or of folders with images. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ImagePathTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Paths without wildcards, used exactly as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Whether the current record has literal paths.</summary>
    internal bool IsLiteral => ParameterSetName == LiteralPathSet;

    /// <summary>Includes all folders below the specified folders.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Includes only files whose name matches one of these; * and ? are wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Include { get; set; } = [];

    /// <summary>Excludes files, and folders below the specified one, whose name matches one of these.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Includes only files written since: a time, or an age, such as 7d.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTime? Newer { get; set; }

    /// <summary>Tasks, or any object with a TaskId: the input is the result of each, never its source.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TaskSet, ValueFromPipeline = true)]
    [EnhanceTaskTransformation(LeavesOthers = true)]
    [ValidateNotNullOrEmpty]
    [Alias("Task")]
    public EnhanceTask[] InputObject { get; set; } = [];

    /// <summary>Finds the results of the tasks of the current record; a task without one is an error of its own.</summary>
    /// <returns>Each with the relative folder of its own source.</returns>
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
