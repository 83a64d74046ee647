using System.Management.Automation;
using SkinEnhance.Binding;

namespace SkinEnhance.Pipeline;

/// <summary>What the commands that send images share: their input, the batch behind it, and what comes out.</summary>
public abstract class ImageBatchCommand : ImageInputCommand
{
    internal const string UriSet = "Uri";

    private ImageBatch? _batch;

    /// <summary>Public https addresses of images, which Comfy's service fetches itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public Uri[] Uri { get; set; } = [];

    /// <summary>The folder for results; it is made when it is missing. Default the folder of each image, and the current one for an address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextTransformation(EmptyIsNotGiven = true)]
    public string? Destination { get; set; }

    /// <summary>The folder below which results keep the folders of their images. By default that is the folder that was given; for piped files it is the current location.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RelativeTo { get; set; }

    /// <summary>A pattern for the names of results, such as {BaseName}-{Operation}; the extension follows the result.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextTransformation(EmptyIsNotGiven = true)]
    public string? OutputName { get; set; }

    /// <summary>What happens when a file of a result's name exists: Error, Skip, Replace or Rename. Default Error.</summary>
    [Parameter]
    [WireEnumTransformation(typeof(ExistingFileAction))]
    public ExistingFileAction? OnExisting { get; set; }

    /// <summary>Sends images on purpose that are results of this or an earlier run.</summary>
    [Parameter]
    public SwitchParameter IncludeResults { get; set; }

    /// <summary>Saves nothing: the tasks carry the addresses of their results.</summary>
    [Parameter]
    public SwitchParameter NoSave { get; set; }

    /// <summary>Replaces existing results, and sends images whose end is missing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The most bytes that one result may have. Default 512 MB.</summary>
    [Parameter]
    [NumberTransformation(1, int.MaxValue, IsWhole = true, IsSize = true)]
    public long MaxResultBytes { get; set; } = SaveOptions.DefaultMaximumBytes;

    /// <summary>How many images are under way at once, 1 to 64. Default 4, or what Connect-EnhanceProvider set.</summary>
    [Parameter]
    [NumberTransformation(1, 64, IsWhole = true)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>How long each task is waited for: seconds or a TimeSpan. Default 10 minutes, or what Connect-EnhanceProvider set.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>An address that the service calls when a task changes. Comfy only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [TextTransformation(EmptyIsNotGiven = true)]
    public Uri? WebhookUrl { get; set; }

    /// <summary>Sends, and pays, again on purpose what the ledger knows as saved, failed or unknown.</summary>
    [Parameter]
    public SwitchParameter Resubmit { get; set; }

    /// <summary>Sends what the ledger knows as unknown again with the same bytes under the same key, where the provider knows keys (Comfy).</summary>
    [Parameter]
    public SwitchParameter ResumeUnknown { get; set; }

    /// <summary>The most credits to spend; images that would pass it are left over, each with an error.</summary>
    [Parameter]
    [NumberTransformation(0)]
    public double? MaxCredits { get; set; }

    /// <summary>Puts each image into the provider's storage first and submits its address. Comfy only.</summary>
    [Parameter]
    public SwitchParameter UploadStorage { get; set; }

    /// <summary>The name of the operation.</summary>
    internal abstract string Operation { get; }

    /// <summary>Whether to wait for tasks to end.</summary>
    internal abstract bool IsWaiting { get; }

    /// <inheritdoc/>
    protected override void OnBegin() => _batch = new ImageBatch(this);

    /// <inheritdoc/>
    protected override void OnRecord() => _batch!.Take();

    /// <inheritdoc/>
    protected override void OnEnd() => _batch!.Close();

    /// <inheritdoc/>
    protected override void OnFinished() => _batch!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Waits for the work to end, so that all that is left is known.
        base.Dispose(disposing);
        if (disposing)
        {
            _batch?.ReportLeft();
        }
    }

    /// <summary>The error for a parameter that the operation does not take.</summary>
    internal abstract string DescribeMisplaced(string parameter, IReadOnlyList<string> takers);

    /// <summary>Whether one of the common parameters for questions holds, given or by its preference.</summary>
    internal bool IsSet(string parameter, string preference) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
            ? LanguagePrimitives.IsTrue(given)
            : GetVariableValue(preference) is var value && (value is ConfirmImpact impact ? impact is not ConfirmImpact.None and <= ConfirmImpact.Medium : LanguagePrimitives.IsTrue(value));

    internal bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
