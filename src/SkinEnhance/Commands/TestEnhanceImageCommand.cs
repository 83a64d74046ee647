using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core.Pricing;
using SkinEnhance.Errors;
using SkinEnhance.Pipeline;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Tells whether images may go through an operation, without a key and without sending anything.</summary>
[Cmdlet(VerbsDiagnostic.Test, "EnhanceImage", DefaultParameterSetName = PathSet)]
[OutputType(typeof(bool), typeof(EnhanceImageReport))]
public sealed class TestEnhanceImageCommand : ImageInputCommand
{
    private Action<string>? _test;
    private ImagePathResolver? _resolver;

    /// <summary>The operation. Default Faithful.</summary>
    [Parameter]
    [Alias("Mode")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OperationNameCompleter))]
    public string Operation { get; set; } = nameof(SkinMode.Faithful);

    /// <summary>How many times both sides are to grow; counts for Upscale. Default X2.</summary>
    [Parameter]
    [WireEnumTransformation(typeof(UpscaleFactor))]
    public UpscaleFactor ScaleFactor { get; set; } = UpscaleFactor.X2;

    /// <summary>Emits what is known of each image instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        _resolver = new ImagePathResolver(this) { KeepsMissing = true };
        _test = CreateTest();
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        var isLiteral = ParameterSetName == LiteralPathSet;
        foreach (var path in _resolver!.Resolve(isLiteral ? LiteralPath : Path, isLiteral))
        {
            _test!(path);
        }
    }

    private Action<string> CreateTest()
    {
        try
        {
            var client = ProviderSession.CreateClient();
            var operation = client.Catalog.Find(Operation);
            var given = new Dictionary<string, object?>();
            if (operation.ScaleParameter is { } scale)
            {
                given[scale] = WireEnum.Spell(ScaleFactor);
            }

            // Effects say nothing of the image; one stands for all.
            if (operation.Parameters.FirstOrDefault(parameter => parameter.IsEffect) is { } effect)
            {
                given[effect.Name] = true;
            }

            var parameters = client.Catalog.ReadParameters(operation, given);
            return path =>
            {
                var (image, problems) = client.Check(new EnhanceRequest { Source = ImageSource.FromPath(path), Operation = operation.Name, Parameters = given });
                if (!Detailed)
                {
                    WriteObject(problems.Count == 0);
                    return;
                }

                WriteObject(new EnhanceImageReport
                {
                    Path = path,
                    Operation = operation.Name,
                    Format = image?.Format ?? ImageFormat.Unknown,
                    Width = image?.Width,
                    Height = image?.Height,
                    Length = image?.Length,
                    Problem = [.. problems],
                    EstimatedCredits = problems.Count == 0 ? PriceList.Estimate(operation, image, parameters) : null,
                    PricesAsOf = PriceList.AsOf,
                });
            };
        }
        catch (EnhanceException refused)
        {
            ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
            throw;
        }
    }
}
