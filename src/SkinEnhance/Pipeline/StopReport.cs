using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace SkinEnhance.Pipeline;

/// <summary>Says what a stopped command leaves at the provider.</summary>
/// <remarks>
/// After Ctrl+C, and after <c>Select-Object -First</c>, which only disposes a command, PowerShell refuses WriteWarning. The host still
/// writes; the preference for warnings is read while the command runs.
/// </remarks>
internal sealed class StopReport
{
    // How many tasks the warning names by their ids.
    private const int MostNamed = 5;

    private readonly PSHost _host;
    private readonly bool _isSilent;

    /// <summary>Reads the host and the preference; on the pipeline thread.</summary>
    internal StopReport(PSCmdlet cmdlet)
    {
        _host = cmdlet.Host;
        var preference = cmdlet.MyInvocation.BoundParameters.TryGetValue("WarningAction", out var given) ? given : cmdlet.GetVariableValue("WarningPreference");
        _isSilent = LanguagePrimitives.TryConvertTo<ActionPreference>(preference, CultureInfo.InvariantCulture, out var action)
            && action is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
    }

    /// <summary>Writes one warning; none when nothing was left.</summary>
    /// <param name="tasks">The tasks that are not followed any more.</param>
    /// <param name="estimate">What this run spends on a task; null when that is not known.</param>
    /// <param name="destination">Where the results were to go; null for none, or for the folders of their images.</param>
    internal void Write(IReadOnlyCollection<EnhanceTask> tasks, Func<EnhanceTask, double?> estimate, string? destination)
    {
        if (_isSilent || tasks.Count == 0)
        {
            return;
        }

        try
        {
            _host.UI?.WriteWarningLine(Describe(tasks, estimate, destination));
        }
        catch (Exception failure) when (failure is HostException or InvalidOperationException or NotImplementedException)
        {
            // A host without a console. The ledger has the tasks, and Get-EnhanceTask lists them.
        }
    }

    private static string Describe(IReadOnlyCollection<EnhanceTask> tasks, Func<EnhanceTask, double?> estimate, string? destination)
    {
        var unknown = tasks.Count(task => task.Status == EnhanceTaskStatus.Unknown);
        var accepted = tasks.Count - unknown;
        var costs = tasks.Select(estimate).ToList();
        var sum = costs.Sum() ?? 0;
        var cost = tasks.All(task => task.FromLedger) ? "paid for by an earlier run"
            : costs.Contains(null) ? "at a cost that is not known"
            : FormattableString.Invariant($"for about {Math.Round(sum, 2)} credits");
        string?[] parts =
        [
            accepted > 0 ? $"{Count(accepted)} accepted by the provider {(accepted == 1 ? "goes" : "go")} on there" : null,
            unknown > 0 ? $"{Count(unknown)} may have been accepted and billed" : null,
        ];
        return $"Stopped: {string.Join(", ", parts.OfType<string>())}, {cost}. Run the same command again to go on; what was accepted is not paid for again.{WaitFor(tasks, destination)}";
    }

    /// <summary>How to save the results of these tasks and of no earlier ones.</summary>
    private static string WaitFor(IEnumerable<EnhanceTask> tasks, string? destination)
    {
        var open = tasks.Where(task => task is { TaskId: not null, IsEnded: false }).ToList();
        if (destination is null || open.Count == 0)
        {
            return string.Empty;
        }

        var folder = Quote(destination);
        if (open.Count > MostNamed && open.Min(task => task.SubmittedAt) is { } since)
        {
            var time = since.LocalDateTime.ToString("s", CultureInfo.InvariantCulture);
            return $" To save the results of what was sent since {time} alone: Get-EnhanceTask -Status Submitted, InProgress -Since {Quote(time)} | Wait-EnhanceTask -Destination {folder}.";
        }

        return $" To save the results of these alone: Wait-EnhanceTask {string.Join(", ", open.Select(task => Quote(task.TaskId!)))} -Destination {folder}.";
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Count(int images) => images == 1 ? "1 image" : $"{images} images";
}
