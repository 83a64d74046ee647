using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core.Pricing;
using SkinEnhance.Errors;
using SkinEnhance.Pipeline;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Tests whether an operation accepts images, without a key and without sending anything.</summary>
[Cmdlet(VerbsDiagnostic.Test, "EnhanceImage", HelpUri = HelpPages.Root + "Test-EnhanceImage.md")]
[OutputType(typeof(bool), typeof(EnhanceImageReport))]
public sealed class TestEnhanceImageCommand : ImageInputCommand
{
    private ImageInput? _images;
    private bool _isEmpty = true;
    private RowValues? _values;
    private string? _operation;
    private Func<IEnumerable<ImageSource>>? _results;
    private Func<ImageSource, EnhanceImageReport>? _test;
    private Action _close = static () => { };

    /// <summary>The operation. Default Faithful.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Mode")]
    [TextTransformation(EmptyIsNotGiven = true, FileModeIsNotGiven = true)]
    [ArgumentCompleter(typeof(OperationNameCompleter))]
    public string? Operation { get; set; } = nameof(SkinMode.Faithful);

    /// <summary>The factor by which both sides would grow; for the upscalers. Default X2.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Scale")]
    [WireEnumTransformation(typeof(UpscaleFactor), EmptyIsNotGiven = true)]
    public UpscaleFactor? ScaleFactor { get; set; } = UpscaleFactor.X2;

    /// <summary>Emits a report for each image instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        try
        {
            _values = new RowValues(this);
            _operation = Operation;
            CreateTest();
        }
        catch (EnhanceException refused)
        {
            ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
        }
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        if (ParameterSetName == TaskSet)
        {
            _isEmpty = false;

            // The operation of a task is not the one that its result is tested for.
            Operation = _operation;
        }

        _images!.Job = $"{Operation}\n{ScaleFactor}";
        foreach (var source in ParameterSetName == TaskSet ? _results!() : _images.Find().Select(image => image.Source!))
        {
            _isEmpty = false;
            try
            {
                var report = _test!(source);
                WriteObject(Detailed ? report : report.IsAccepted);
            }
            catch (EnhanceException refused) when (_values!.HasOwn)
            {
                WriteError(EnhanceErrorRecord.Create(refused, source.ToString()));
            }
            catch (EnhanceException refused)
            {
                ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnFinished() => _images!.WriteSummary(_isEmpty);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _close();
        }
    }

    private void CreateTest()
    {
        var client = ProviderSession.CreateClient();
        _images = new ImageInput(this, client, relativeTo: null, includeResults: true);
        _close = () => client.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _results = () => FindResults(task => Task.FromResult(client.FindKnownResult(task, FindOperation(), new PipelineObserver(Queue, this)))).Select(result => result.Source);
        _test = source =>
        {
            var operation = FindOperation();
            var given = new Dictionary<string, object?>();
            if (operation.ScaleParameter is { } scale)
            {
                given[scale] = WireEnum.Spell(ScaleFactor ?? UpscaleFactor.X2);
            }

            // The effects do not matter for the image; any one will do.
            if (operation.Parameters.FirstOrDefault(parameter => parameter.IsEffect) is { } effect)
            {
                given[effect.Name] = true;
            }

            var prepared = client.Prepare(new EnhanceRequest { Source = source, Operation = operation.Name, Parameters = given });
            return new EnhanceImageReport
            {
                Path = source.ToString(),
                Operation = operation.Name,
                ScaleFactor = operation.ScaleParameter is null ? null : ScaleFactor ?? UpscaleFactor.X2,
                Format = prepared.Image?.Format ?? ImageFormat.Unknown,
                Width = prepared.Image?.Width,
                Height = prepared.Image?.Height,
                Length = prepared.Image?.Length,
                Problem = [.. prepared.Problems],
                EstimatedCredits = prepared.EstimatedCredits,
                PricesAsOf = PriceList.AsOf,
            };
        };

        OperationDescriptor FindOperation() => client.Catalog.Find(string.IsNullOrEmpty(Operation) ? nameof(SkinMode.Faithful) : Operation);
    }
}
