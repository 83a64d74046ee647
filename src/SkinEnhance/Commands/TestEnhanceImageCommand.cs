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
    private ImagePathResolver? _resolver;
    private RowValues? _values;
    private Func<string, EnhanceImageReport>? _test;

    /// <summary>The operation. Default Faithful.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Mode")]
    [TextTransformation(EmptyIsNotGiven = true, FileModeIsNotGiven = true)]
    [ArgumentCompleter(typeof(OperationNameCompleter))]
    public string? Operation { get; set; } = nameof(SkinMode.Faithful);

    /// <summary>How many times both sides are to grow; counts for Upscale. Default X2.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Scale")]
    [WireEnumTransformation(typeof(UpscaleFactor), EmptyIsNotGiven = true)]
    public UpscaleFactor? ScaleFactor { get; set; } = UpscaleFactor.X2;

    /// <summary>Emits what is known of each image instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        _resolver = new ImagePathResolver(this) { KeepsMissing = true };
        try
        {
            _values = new RowValues(this);
            _test = CreateTest();
        }
        catch (EnhanceException refused)
        {
            ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
        }
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        var isLiteral = ParameterSetName == LiteralPathSet;
        _resolver!.Job = $"{Operation}\n{ScaleFactor}";
        foreach (var path in _resolver.Resolve(isLiteral ? LiteralPath : Path, isLiteral))
        {
            try
            {
                var report = _test!(path);
                WriteObject(Detailed ? report : report.IsAccepted);
            }
            catch (EnhanceException refused) when (_values!.HasOwn)
            {
                WriteError(EnhanceErrorRecord.Create(refused, path));
            }
            catch (EnhanceException refused)
            {
                ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
            }
        }
    }

    private Func<string, EnhanceImageReport> CreateTest()
    {
        var client = ProviderSession.CreateClient();
        return path =>
        {
            var operation = client.Catalog.Find(string.IsNullOrEmpty(Operation) ? nameof(SkinMode.Faithful) : Operation);
            var given = new Dictionary<string, object?>();
            if (operation.ScaleParameter is { } scale)
            {
                given[scale] = WireEnum.Spell(ScaleFactor ?? UpscaleFactor.X2);
            }

            // Effects say nothing of the image; one stands for all.
            if (operation.Parameters.FirstOrDefault(parameter => parameter.IsEffect) is { } effect)
            {
                given[effect.Name] = true;
            }

            var (image, problems) = client.Check(new EnhanceRequest { Source = ImageSource.FromPath(path), Operation = operation.Name, Parameters = given });
            return new EnhanceImageReport
            {
                Path = path,
                Operation = operation.Name,
                Format = image?.Format ?? ImageFormat.Unknown,
                Width = image?.Width,
                Height = image?.Height,
                Length = image?.Length,
                Problem = [.. problems],
                EstimatedCredits = problems.Count == 0 ? PriceList.Estimate(operation, image, client.Catalog.ReadParameters(operation, given)) : null,
                PricesAsOf = PriceList.AsOf,
            };
        };
    }
}
