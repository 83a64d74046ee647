using System.CommandLine;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance balance</c>.</summary>
internal static class BalanceCommand
{
    internal static Command Create(CliHost host)
    {
        string[] names = [.. KnownOperations.All.Select(operation => operation.Provider.ToLowerInvariant()).Distinct()];
        var provider = new Argument<string?>("service")
        {
            Description = $"{string.Join(" or ", names)}; default every one that has a key.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        provider.AcceptOnlyFromAmong(names);
        var command = new DocumentedCommand("balance", "Shows the remaining credits.")
        {
            Examples = ["balance", "balance comfy"],
            Remarks = static () =>
                $"""
                One line for each pool of credits. The value in US dollars is from the prices of {PriceList.AsOf}.

                Exit codes: 0 done; 1 a request failed; 2 wrong usage or settings, such as a missing or rejected key.
                """,
        };
        command.Add(provider);
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(provider) is { } one ? [one] : names, host, cancel));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> names, CliHost host, CancellationToken cancellationToken)
    {
        var observer = new RunObserver(ReporterFactory.CreatePlain(host, json: false), verbose: false);
        var failures = new List<EnhanceError>();
        var shown = 0;
        var client = host.CreateClient();
        await using (client)
        {
            foreach (var name in names)
            {
                try
                {
                    foreach (var balance in await client.GetBalanceAsync(name, observer, cancellationToken))
                    {
                        shown++;
                        host.Output.WriteLine(LineOf(balance));
                    }
                }
                catch (EnhanceException failure)
                {
                    failures.Add(failure.Error);
                }
            }
        }

        // A user of one service does not need a key for the other.
        if (shown > 0)
        {
            failures.RemoveAll(error => error.Id == ErrorIds.KeyMissing);
        }

        foreach (var error in failures)
        {
            host.Error.WriteLine(ErrorText.Of(error));
        }

        return failures.Count == 0 ? ExitCode.Done : failures.Exists(RunTally.IsSetting) ? ExitCode.Usage : ExitCode.Failed;
    }

    private static string LineOf(CreditBalance balance) =>
        SafeText.OneLine($"{balance.Provider}  {balance.Pool}  {CreditText.WithDollars(balance)}");
}
