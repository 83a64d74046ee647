using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace SkinEnhance.Pipeline;

/// <summary>Reports the tasks of a stopped command that continue at the provider.</summary>
/// <remarks>
/// After Ctrl+C, and after <c>Select-Object -First</c>, which only disposes a command, WriteWarning throws. The host still
/// writes; the warning preference is read while the command runs.
/// </remarks>
internal sealed class StopReport
{
    // How many task ids the warning lists.
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

    /// <summary>Writes one warning; none without tasks.</summary>
    /// <param name="tasks">The tasks that are not waited for any more.</param>
    /// <param name="estimate">What this run spends on a task; null if unknown.</param>
    /// <param name="destination">The folder for the results; null for none, or for the folders of their images.</param>
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
            // A host without a console. The tasks are in the ledger, and Get-EnhanceTask lists them.
        }
    }

    private static string Describe(IReadOnlyCollection<EnhanceTask> tasks, Func<EnhanceTask, double?> estimate, string? destination)
    {
        var unknown = tasks.Count(task => task.Status == EnhanceTaskStatus.Unknown);
        var accepted = tasks.Count - unknown;
        var costs = tasks.Select(estimate).ToList();
        var sum = costs.Sum() ?? 0;
        var cost = tasks.All(task => task.FromLedger) ? "billed in an earlier run"
            : costs.Contains(null) ? "at an unknown cost"
            : FormattableString.Invariant($"for about {Math.Round(sum, 2)} credits");
        string?[] parts =
        [
            accepted > 0 ? $"{Count(accepted)} accepted by the provider {(accepted == 1 ? "continues" : "continue")} there" : null,
            unknown > 0 ? $"{Count(unknown)} may have been accepted and billed" : null,
        ];
        return $"Stopped: {string.Join(", ", parts.OfType<string>())}, {cost}. Run the same command again to resume; accepted images are not billed again.{WaitFor(tasks, destination)}";
    }

    /// <summary>The command that saves the results of these tasks only.</summary>
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
            return $" To save only the results of images submitted since {time}: Get-EnhanceTask -Status Submitted, InProgress -Since {Quote(time)} | Wait-EnhanceTask -Destination {folder}.";
        }

        return $" To save only these results: Wait-EnhanceTask {string.Join(", ", open.Select(task => Quote(task.TaskId!)))} -Destination {folder}.";
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Count(int images) => images == 1 ? "1 image" : $"{images} images";
}
