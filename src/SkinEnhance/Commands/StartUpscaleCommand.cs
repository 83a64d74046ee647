using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Pipeline;

namespace SkinEnhance.Commands;

/// <summary>Submits images for upscaling and emits each task as soon as it is accepted.</summary>
[Cmdlet(VerbsLifecycle.Start, "Upscale", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(EnhanceTask))]
public sealed class StartUpscaleCommand : ImageBatchCommand
{
    /// <summary>How many times both sides grow: X2, X4, X8, X16, or 2x, 4x, 8x, 16x. Default X2.</summary>
    [Parameter]
    [OperationParameter]
    [WireEnumTransformation(typeof(UpscaleFactor))]
    public UpscaleFactor ScaleFactor { get; set; } = UpscaleFactor.X2;

    /// <summary>The kind of picture. Default Standard.</summary>
    [Parameter]
    [OperationParameter]
    [WireEnumTransformation(typeof(UpscaleOptimization))]
    public UpscaleOptimization OptimizedFor { get; set; }

    /// <summary>The engine. Default Automatic.</summary>
    [Parameter]
    [OperationParameter]
    [WireEnumTransformation(typeof(UpscaleEngine))]
    public UpscaleEngine Engine { get; set; }

    /// <summary>Words that guide the upscaler.</summary>
    [Parameter]
    [OperationParameter]
    [ValidateNotNullOrEmpty]
    public string? Prompt { get; set; }

    /// <summary>How much may be invented, -10 to 10. Default 0.</summary>
    [Parameter]
    [OperationParameter]
    [ValidateRange(-10, 10)]
    public int Creativity { get; set; }

    /// <summary>Definition and detail, -10 to 10. Default 0.</summary>
    [Parameter]
    [OperationParameter]
    [ValidateRange(-10, 10)]
    public int Hdr { get; set; }

    /// <summary>How close the result stays to the original, -10 to 10. Default 0.</summary>
    [Parameter]
    [OperationParameter]
    [ValidateRange(-10, 10)]
    public int Resemblance { get; set; }

    /// <summary>Intricacy for each small area, -10 to 10. Default 0.</summary>
    [Parameter]
    [OperationParameter]
    [ValidateRange(-10, 10)]
    public int Fractality { get; set; }

    /// <summary>Waits for each task to end before it is emitted. -Destination implies it.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override string Operation => "Upscale";

    private protected override bool IsWaiting => Wait || Destination is not null;

    private protected override string DescribeMisplaced(string parameter, IReadOnlyList<string> takers) =>
        $"-{parameter} does not go with Start-Upscale; it goes with {string.Join(", ", takers)}.";
}
