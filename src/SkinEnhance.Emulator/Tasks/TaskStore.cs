using System.Collections.Concurrent;
using SkinEnhance.Emulator.Faults;
using SkinEnhance.Emulator.Files;
using SkinEnhance.Emulator.Http;
using SkinEnhance.Emulator.Images;

namespace SkinEnhance.Emulator.Tasks;

/// <summary>Bills submissions and stores their tasks.</summary>
internal sealed class TaskStore(EmulatorRecord record, FaultScript faults, TimeProvider clock, ResultStore results)
{
    private readonly ConcurrentDictionary<string, EmulatedTask> _tasks = new(StringComparer.Ordinal);

    /// <summary>Creates the task of a paid order.</summary>
    /// <param name="exchange">The request of the order.</param>
    /// <param name="order">The order.</param>
    /// <returns>The task.</returns>
    public EmulatedTask Accept(Exchange exchange, TaskOrder order)
    {
        var shapes = faults.TakeAll(FaultStage.Task, exchange.Seen, FaultKind.TaskFails, FaultKind.TaskNeverEnds, FaultKind.ResultCount);
        var count = shapes.TryGetValue(FaultKind.ResultCount, out var counted) ? counted.Count : 1;
        var id = Guid.NewGuid().ToString();
        var now = clock.GetUtcNow();
        var endsAt = now + order.Duration;
        var task = new EmulatedTask
        {
            Id = id,
            Order = order,
            SubmittedAt = now,
            Results = [.. Enumerable.Range(1, count).Select(number => results.Add(order.Provider, endsAt, NotedImage.Of(order.Image, Note(id, order, number)), order.Image))],
            Fails = shapes.ContainsKey(FaultKind.TaskFails),
            NeverEnds = shapes.ContainsKey(FaultKind.TaskNeverEnds),
        };
        _tasks[id] = task;
        record.Add(task);
        exchange.Note(seen => seen with { Billed = true, TaskId = id });
        exchange.NoteFaults(shapes.Values);
        return task;
    }

    public EmulatedTask? Find(string provider, string statusRoute, string id) =>
        _tasks.TryGetValue(id, out var task) && task.Provider == provider && task.Order.StatusRoute == statusRoute ? task : null;

    /// <summary>Counts the tasks of a provider that have not ended.</summary>
    public int CountInFlight(string provider) =>
        _tasks.Values.Count(task => task.Provider == provider && task.PhaseAt(clock.GetUtcNow()) is (TaskPhase.Created or TaskPhase.InProgress));

    private static ResultNote Note(string id, TaskOrder order, int number) => new(id, order.Provider, order.Operation, order.Parameters, number);
}
