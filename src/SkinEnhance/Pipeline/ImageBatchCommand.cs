using System.Management.Automation;
using SkinEnhance.Binding;

namespace SkinEnhance.Pipeline;

/// <summary>The base of the commands that send images: their input, their batch and their output.</summary>
public abstract class ImageBatchCommand : ImageInputCommand
{
    internal const string UriSet = "Uri";

    private ImageBatch? _batch;

    /// <summary>Public https addresses of images, which the service downloads. Comfy only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public Uri[] Uri { get; set; } = [];

    /// <summary>The folder for the results; it is created if it does not exist. Default the folder of each image, and the current folder for an address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextTransformation(EmptyIsNotGiven = true)]
    public string? Destination { get; set; }

    /// <summary>The folder below which results keep the folders of their images. Default the specified folder; for piped files the current location.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RelativeTo { get; set; }

    /// <summary>A pattern for the names of results, such as {BaseName}-{Operation}; the extension follows the format of the result.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextTransformation(EmptyIsNotGiven = true)]
    public string? OutputName { get; set; }

    /// <summary>The action if the result file exists: Error, Skip, Replace or Rename. Default Error.</summary>
    [Parameter]
    [WireEnumTransformation(typeof(ExistingFileAction))]
    public ExistingFileAction? OnExisting { get; set; }

    /// <summary>Also submits images that are results of this or an earlier run.</summary>
    [Parameter]
    public SwitchParameter IncludeResults { get; set; }

    /// <summary>Saves nothing: the tasks have the addresses of their results.</summary>
    [Parameter]
    public SwitchParameter NoSave { get; set; }

    /// <summary>Replaces existing results, and submits images whose end is missing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The maximum size of one result in bytes. Default 512 MB.</summary>
    [Parameter]
    [NumberTransformation(1, int.MaxValue, IsWhole = true, IsSize = true)]
    public long MaxResultBytes { get; set; } = SaveOptions.DefaultMaximumBytes;

    /// <summary>How many images are processed at once, 1 to 64. Default 4, or the value from Connect-EnhanceProvider.</summary>
    [Parameter]
    [NumberTransformation(1, 64, IsWhole = true)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>How long to wait for each task: seconds or a TimeSpan. Default 10 minutes, or the value from Connect-EnhanceProvider.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>An address that the service calls when the status of a task changes. Comfy only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [TextTransformation(EmptyIsNotGiven = true)]
    public Uri? WebhookUrl { get; set; }

    /// <summary>Submits again, and pays again for, images that the ledger has recorded as saved, completed, failed, expired or Unknown.</summary>
    [Parameter]
    public SwitchParameter Resubmit { get; set; }

    /// <summary>Submits Unknown images again with the same bytes and the same idempotency key, if the provider supports keys (Comfy).</summary>
    [Parameter]
    public SwitchParameter ResumeUnknown { get; set; }

    /// <summary>The most credits to spend; each image that would exceed it is an error.</summary>
    [Parameter]
    [NumberTransformation(0)]
    public double? MaxCredits { get; set; }

    /// <summary>Uploads each image to the provider's storage first and submits its address. Comfy only.</summary>
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
        // Waits for the work to end, so that all remaining tasks are known.
        base.Dispose(disposing);
        if (disposing)
        {
            _batch?.ReportLeft();
        }
    }

    /// <summary>The error for a parameter that the operation does not support.</summary>
    internal abstract string DescribeUnsupported(string parameter, IReadOnlyList<string> supporters);

    /// <summary>Whether -WhatIf or -Confirm applies, by parameter or by preference.</summary>
    internal bool IsSet(string parameter, string preference) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
            ? LanguagePrimitives.IsTrue(given)
            : GetVariableValue(preference) is var value && (value is ConfirmImpact impact ? impact is not ConfirmImpact.None and <= ConfirmImpact.Medium : LanguagePrimitives.IsTrue(value));

    internal bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
