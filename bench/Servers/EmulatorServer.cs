using SkinEnhance.Emulator;

namespace SkinEnhance.Bench.Servers;

/// <summary>The project's emulator with tasks that differ in length.</summary>
internal sealed class EmulatorServer : IServer
{
    private const double EnoughCredits = 1e9;
    private const double NineInTen = 0.9;
    private readonly ProviderEmulator _emulator;

    internal EmulatorServer(ServerPlan plan) => _emulator = ProviderEmulator.Start(new EmulatorOptions
    {
        ComfyCredits = EnoughCredits,
        AILabCredits = EnoughCredits,
        Timing = request => Time(plan, request),
    });

    public Uri Address => _emulator.Address;

    public string Key => _emulator.ComfyKey;

    public string AILabKey => _emulator.AILabKey;

    public ServerReport Report()
    {
        var requests = _emulator.Record.Requests;
        var polls = requests.Where(request => request.Target == FaultTarget.Status).ToLookup(request => request.TaskId, request => request.At);
        return new ServerReport
        {
            Submissions = _emulator.Record.BilledCount,
            BodyBytes = requests.Sum(request => request.ContentLength),
            FirstRequestAt = requests.Count > 0 ? requests[0].At : null,
            SubmissionTimes = [.. requests.Where(request => request.Target == FaultTarget.Submit).Select(request => request.At)],
            Tasks = [.. _emulator.Record.Tasks.Select(task => new TaskSeen(task.TaskId, task.Operation, task.ImageSha256, task.SubmittedAt, task.EndsAt, [.. polls[task.TaskId]]))],
        };
    }

    public void Dispose() => _emulator.Dispose();

    /// <summary>The same image takes the same time in every run: chance comes from its hash.</summary>
    private static TaskTiming Time(ServerPlan plan, RecordedRequest request)
    {
        var typical = plan.TaskSecondsByOperation.GetValueOrDefault(request.Operation ?? string.Empty, plan.TaskSeconds);
        var duration = TimeSpan.FromSeconds(typical * (1 + (plan.Spread * Chance(request.ImageSha256, 0))));
        if (!plan.TellsEstimate)
        {
            return new TaskTiming(duration);
        }

        // Of tasks that were estimated with an even error, nine in ten keep to this multiple of the estimate.
        var tail = 1 / (1 + (plan.EstimateError * (1 - (2 * NineInTen))));
        var estimate = duration * (1 + (plan.EstimateError * Chance(request.ImageSha256, 8)));
        return new TaskTiming(duration, estimate, estimate * tail);
    }

    /// <summary>A number between -1 and 1.</summary>
    private static double Chance(string? hash, int from) =>
        hash is null ? 0 : (uint.Parse(hash.AsSpan(from, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) * 2.0 / uint.MaxValue) - 1;
}
