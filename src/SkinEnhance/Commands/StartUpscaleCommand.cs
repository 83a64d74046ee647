using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Pipeline;

namespace SkinEnhance.Commands;

/// <summary>Submits images to an upscaler and emits each task as soon as it is accepted.</summary>
[Cmdlet(VerbsLifecycle.Start, "Upscale", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Start-Upscale.md")]
[OutputType(typeof(EnhanceTask), typeof(EnhancePlan))]
public sealed class StartUpscaleCommand : ImageBatchCommand
{
    /// <summary>The upscaler. Default Creative.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WireEnumTransformation(typeof(UpscaleModel), EmptyIsNotGiven = true)]
    public UpscaleModel? Model { get; set; }

    /// <summary>The factor by which both sides grow: X2 to X16, or 2x to 16x; X2, X4, X8 and X16 only for the creative model. Default X2.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [Alias("Scale")]
    [WireEnumTransformation(typeof(UpscaleFactor), EmptyIsNotGiven = true)]
    public UpscaleFactor? ScaleFactor { get; set; }

    /// <summary>The kind of picture. Default Standard. Creative only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [WireEnumTransformation(typeof(UpscaleOptimization), EmptyIsNotGiven = true)]
    public UpscaleOptimization? OptimizedFor { get; set; }

    /// <summary>The engine. Default Automatic. Creative only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [WireEnumTransformation(typeof(UpscaleEngine), EmptyIsNotGiven = true)]
    public UpscaleEngine? Engine { get; set; }

    /// <summary>Text that guides the upscaler. Creative only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [TextTransformation(EmptyIsNotGiven = true)]
    public string? Prompt { get; set; }

    /// <summary>How much the upscaler may invent, -10 to 10. Default 0. Creative only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(-10, 10, IsWhole = true, EmptyIsNotGiven = true)]
    public int? Creativity { get; set; }

    /// <summary>Definition and detail, -10 to 10. Default 0. Creative only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(-10, 10, IsWhole = true, EmptyIsNotGiven = true)]
    public int? Hdr { get; set; }

    /// <summary>How closely the result resembles the original, -10 to 10. Default 0. Creative only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(-10, 10, IsWhole = true, EmptyIsNotGiven = true)]
    public int? Resemblance { get; set; }

    /// <summary>The strength of the prompt and the intricacy of each small area, -10 to 10. Default 0. Creative only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(-10, 10, IsWhole = true, EmptyIsNotGiven = true)]
    public int? Fractality { get; set; }

    /// <summary>Sharpening, 0 to 100. Default 7. Precision only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(0, 100, IsWhole = true, EmptyIsNotGiven = true)]
    public int? Sharpen { get; set; }

    /// <summary>Grain, 0 to 100. Default 7. Precision only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(0, 100, IsWhole = true, EmptyIsNotGiven = true)]
    public int? SmartGrain { get; set; }

    /// <summary>Fine detail, 0 to 100. Default 30. Precision only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(0, 100, IsWhole = true, EmptyIsNotGiven = true)]
    public int? UltraDetail { get; set; }

    /// <summary>The style of the detail. Default the service's own. Precision only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [WireEnumTransformation(typeof(UpscaleFlavor), EmptyIsNotGiven = true)]
    public UpscaleFlavor? Flavor { get; set; }

    /// <summary>Waits for each task to end and saves its result before it is emitted. -Destination implies it.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    internal override string Operation =>
        ProviderRegistry.Operations.First(operation => string.Equals(operation.Model, (Model ?? UpscaleModel.Creative).ToString(), StringComparison.OrdinalIgnoreCase)).Name;

    internal override bool IsWaiting => Wait || Destination is { Length: > 0 };

    internal override string DescribeUnsupported(string parameter, IReadOnlyList<string> supporters) =>
        $"-{parameter} is not supported by -Model {Model ?? UpscaleModel.Creative}; it is supported by {string.Join(", ", supporters)}.";
}
