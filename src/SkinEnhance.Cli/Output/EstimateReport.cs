using SkinEnhance.Cli.Hosting;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Cli.Output;

/// <summary>Shows the estimated cost of images, one line each, and the total.</summary>
internal sealed class EstimateReport(CliHost host, OperationDescriptor operation)
{
    private readonly DisplayName _names = new(host.CurrentDirectory);
    private double _credits;
    private int _priced;
    private int _unpriced;
    private int _refused;

    /// <summary>Reports an image that is accepted.</summary>
    /// <param name="source">The image.</param>
    /// <param name="credits">The estimated cost; null if unknown.</param>
    internal void Add(ImageSource source, double? credits)
    {
        _credits += credits ?? 0;
        _priced += credits is null ? 0 : 1;
        _unpriced += credits is null ? 1 : 0;
        host.Output.WriteLine($"{_names.Of(source.ToString())}  {(credits is { } sum ? Price(sum) : "price not known without its size")}");
    }

    /// <summary>Reports an image that is not accepted.</summary>
    /// <param name="problems">The reasons.</param>
    internal void Refuse(IEnumerable<EnhanceError> problems)
    {
        _refused++;
        foreach (var problem in problems)
        {
            host.Error.WriteLine(ErrorText.Of(problem, "Refused: "));
        }
    }

    /// <summary>Reports the total.</summary>
    /// <param name="passedOver">The files that the search for images skipped.</param>
    /// <returns>The exit code.</returns>
    internal int Finish(PassedOver passedOver)
    {
        foreach (var line in passedOver.Describe())
        {
            host.Output.WriteLine(SafeText.OneLine(line));
        }

        var unpriced = _unpriced > 0 ? $", {_unpriced} without a known price" : string.Empty;
        var refused = _refused > 0 ? $", {_refused} not accepted" : string.Empty;
        var images = _priced == 1 ? "1 image" : $"{_priced} images";
        host.Output.WriteLine($"{operation.CommandName}: {images}, {Price(_credits)} by the prices of {PriceList.AsOf}{unpriced}{refused}.");
        return (_refused, _priced + _unpriced) switch
        {
            ( > 0, _) => ExitCode.Failed,
            (_, 0) => ExitCode.NothingToDo,
            _ => ExitCode.Done,
        };
    }

    private string Price(double credits) => CreditText.WithDollars(operation.Provider, credits);
}
