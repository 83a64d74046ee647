using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Pipeline;

namespace SkinEnhance.Commands;

/// <summary>Enhances the skin in images: submits each image, waits for its task, saves the result and emits the task.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SkinEnhance", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Invoke-SkinEnhance.md")]
[OutputType(typeof(EnhanceTask), typeof(EnhancePlan))]
public sealed class InvokeSkinEnhanceCommand : ImageBatchCommand
{
    /// <summary>The skin enhancer. Default Faithful.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WireEnumTransformation(typeof(SkinMode), EmptyIsNotGiven = true, FileModeIsNotGiven = true)]
    public SkinMode? Mode { get; set; }

    /// <summary>The amount of skin detail, 0 to 100. Default 80. Faithful only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(0, 100, IsWhole = true, EmptyIsNotGiven = true)]
    public int? SkinDetail { get; set; }

    /// <summary>Sharpening, 0 to 100. Default 0. Faithful, Flexible and Creative.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(0, 100, IsWhole = true, EmptyIsNotGiven = true)]
    public int? Sharpen { get; set; }

    /// <summary>Grain, 0 to 100. Default 2. Faithful, Flexible and Creative.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(0, 100, IsWhole = true, EmptyIsNotGiven = true)]
    public int? SmartGrain { get; set; }

    /// <summary>The purpose of the enhancement. Default EnhanceSkin. Flexible only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [WireEnumTransformation(typeof(SkinOptimization), EmptyIsNotGiven = true)]
    public SkinOptimization? OptimizedFor { get; set; }

    /// <summary>Strength of the retouching, 0 to 1.5. Default 1. SmartSkin only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(0, 1.5, EmptyIsNotGiven = true)]
    public double? RetouchDegree { get; set; }

    /// <summary>Strength of the whitening, 0 to 1.5. Default 1. SmartSkin only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [NumberTransformation(0, 1.5, EmptyIsNotGiven = true)]
    public double? WhiteningDegree { get; set; }

    /// <summary>The effects, at least one. SmartSkinAdvanced only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [WireEnumTransformation(typeof(SkinEffect), IsList = true, EmptyIsNotGiven = true)]
    public SkinEffect[]? Effect { get; set; }

    /// <summary>Emits each task as soon as it is accepted, instead of when it ends.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    internal override string Operation => (Mode ?? SkinMode.Faithful).ToString();

    internal override bool IsWaiting => !NoWait;

    internal override string DescribeUnsupported(string parameter, IReadOnlyList<string> supporters)
    {
        var modes = supporters.Where(taker => Enum.IsDefined(typeof(SkinMode), taker));
        return $"-{parameter} is not supported by -Mode {Operation}; it is supported by {string.Join(", ", modes)}.";
    }
}
