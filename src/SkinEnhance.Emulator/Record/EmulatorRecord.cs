using SkinEnhance.Emulator.Tasks;

namespace SkinEnhance.Emulator;

/// <summary>Everything the emulator saw. Safe from any thread; every list is a snapshot.</summary>
public sealed class EmulatorRecord
{
    private readonly object gate = new();
    private readonly TimeProvider clock;
    private readonly List<RecordedRequest> requests = [];
    private readonly List<EmulatedTask> tasks = [];
    private readonly List<Waiter> waiters = [];
    private int lastNumber;
    private int forgottenNumber;

    internal EmulatorRecord(TimeProvider clock) => this.clock = clock;

    /// <summary>All requests in the order of arrival, those still under way included.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>All accepted submissions in the order of acceptance, with their status of now.</summary>
    public IReadOnlyList<RecordedTask> Tasks
    {
        get
        {
            var now = clock.GetUtcNow();
            lock (gate)
            {
                return [.. tasks.Select(task => task.Describe(now))];
            }
        }
    }

    /// <summary>How many submissions were accepted and billed.</summary>
    public int BilledCount
    {
        get
        {
            lock (gate)
            {
                return tasks.Count;
            }
        }
    }

    /// <summary>The credits billed so far. The two providers' credits are not worth the same, so ask for one provider's.</summary>
    /// <param name="provider"><c>comfy</c> or <c>ailab</c>; both when left out.</param>
    /// <returns>The sum, in the provider's credits.</returns>
    public double BilledCredits(string? provider = null)
    {
        lock (gate)
        {
            return tasks.Where(task => provider is null || task.Provider == provider).Sum(task => task.CreditsBilled);
        }
    }

    /// <summary>Waits for a request; returns at once when it was already seen.</summary>
    /// <remarks>
    /// The condition is tried when the headers of a request are in, again when its body is in, and again when its answer is known
    /// and about to be sent.
    /// </remarks>
    /// <param name="match">The condition.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first request that fits.</returns>
    public async Task<RecordedRequest> WaitForRequestAsync(Func<RecordedRequest, bool> match, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(match);
        var waiter = new Waiter(match);
        lock (gate)
        {
            if (requests.Find(request => match(request)) is { } seen)
            {
                return seen;
            }

            waiters.Add(waiter);
        }

        try
        {
            return await waiter.Seen.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Forgets requests and tasks. The services themselves forget nothing.</summary>
    public void Clear()
    {
        lock (gate)
        {
            // Requests still under way must not come back when they are answered.
            forgottenNumber = lastNumber;
            requests.Clear();
            tasks.Clear();
        }
    }

    internal int NextNumber() => Interlocked.Increment(ref lastNumber);

    internal void Put(RecordedRequest request)
    {
        lock (gate)
        {
            var index = requests.FindLastIndex(known => known.Number == request.Number);
            if (index >= 0)
            {
                requests[index] = request;
            }
            else if (request.Number > forgottenNumber)
            {
                requests.Add(request);
            }

            foreach (var waiter in waiters.Where(waiter => waiter.Match(request)))
            {
                waiter.Seen.TrySetResult(request);
            }
        }
    }

    internal void Add(EmulatedTask task)
    {
        lock (gate)
        {
            tasks.Add(task);
        }
    }

    private sealed record Waiter(Func<RecordedRequest, bool> Match)
    {
        public TaskCompletionSource<RecordedRequest> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
