using SkinEnhance.Emulator.Tasks;

namespace SkinEnhance.Emulator;

/// <summary>The received requests and accepted tasks. Thread-safe; every list is a snapshot.</summary>
public sealed class EmulatorRecord
{
    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<EmulatedTask> _tasks = [];
    private readonly List<Waiter> _waiters = [];
    private int _lastNumber;
    private int _forgottenNumber;

    internal EmulatorRecord(TimeProvider clock) => _clock = clock;

    /// <summary>All requests in the order of arrival, including those in progress.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>All accepted submissions in the order of acceptance, with their current status.</summary>
    public IReadOnlyList<RecordedTask> Tasks
    {
        get
        {
            var now = _clock.GetUtcNow();
            lock (_gate)
            {
                return [.. _tasks.Select(task => task.Describe(now))];
            }
        }
    }

    /// <summary>How many submissions were accepted and billed.</summary>
    public int BilledCount
    {
        get
        {
            lock (_gate)
            {
                return _tasks.Count;
            }
        }
    }

    /// <summary>The credits billed so far. The credits of the providers differ in value, so query one provider's.</summary>
    /// <param name="provider"><c>comfy</c> or <c>ailab</c>; null for both.</param>
    /// <returns>The sum, in the provider's credits.</returns>
    public double BilledCredits(string? provider = null)
    {
        lock (_gate)
        {
            return _tasks.Where(task => provider is null || task.Provider == provider).Sum(task => task.CreditsBilled);
        }
    }

    /// <summary>Waits for a request; returns at once when it was received already.</summary>
    /// <remarks>
    /// The condition is evaluated when the headers of a request are received, when its body is, and when its response is about to be
    /// sent.
    /// </remarks>
    /// <param name="match">The condition.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The first request that matches.</returns>
    public async Task<RecordedRequest> WaitForRequestAsync(Func<RecordedRequest, bool> match, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(match);
        var waiter = new Waiter(match);
        lock (_gate)
        {
            if (_requests.Find(request => match(request)) is { } seen)
            {
                return seen;
            }

            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Seen.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Clears the record. The services keep their state.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            // Requests in progress must not be added again when their responses are sent.
            _forgottenNumber = _lastNumber;
            _requests.Clear();
            _tasks.Clear();
        }
    }

    internal int NextNumber() => Interlocked.Increment(ref _lastNumber);

    internal void Put(RecordedRequest request)
    {
        lock (_gate)
        {
            var index = _requests.FindLastIndex(known => known.Number == request.Number);
            if (index >= 0)
            {
                _requests[index] = request;
            }
            else if (request.Number > _forgottenNumber)
            {
                _requests.Add(request);
            }

            foreach (var waiter in _waiters.Where(waiter => waiter.Match(request)))
            {
                waiter.Seen.TrySetResult(request);
            }
        }
    }

    internal void Add(EmulatedTask task)
    {
        lock (_gate)
        {
            _tasks.Add(task);
        }
    }

    private sealed record Waiter(Func<RecordedRequest, bool> Match)
    {
        public TaskCompletionSource<RecordedRequest> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>One accepted, and billed, submission. A snapshot: <see cref="Status"/> is that of the time it was taken.</summary>
public sealed record RecordedTask
{
    /// <summary>The task's id; synchronous operations have one too, which no response contains.</summary>
    public required string TaskId { get; init; }

    /// <summary><c>comfy</c> or <c>ailab</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>
    /// The operation: <c>skin-enhancer/faithful</c>, <c>skin-enhancer/flexible</c>, <c>skin-enhancer/creative</c>, <c>image-upscaler</c>,
    /// <c>image-upscaler-precision-v2</c>, <c>smart-skin</c>, <c>smart-skin-advanced</c> or <c>image-lossless-enlargement</c>.
    /// </summary>
    public required string Operation { get; init; }

    /// <summary>The fields that were sent, as in <see cref="RecordedRequest.Fields"/>.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>SHA-256 of the image in lower-case hexadecimal; <see langword="null"/> when it was a foreign address.</summary>
    public string? ImageSha256 { get; init; }

    /// <summary>Its <c>Idempotency-Key</c>; null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The price, in the provider's credits.</summary>
    public required double CreditsBilled { get; init; }

    /// <summary><c>CREATED</c>, <c>IN_PROGRESS</c>, <c>COMPLETED</c> or <c>FAILED</c>, for either provider.</summary>
    public required string Status { get; init; }

    /// <summary>When it was accepted, by the emulator's clock.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it ends, or ended, by the emulator's clock; not valid for a task that never ends.</summary>
    public required DateTimeOffset EndsAt { get; init; }
}

/// <summary>One received request and its response. A snapshot: it does not change.</summary>
public sealed record RecordedRequest
{
    /// <summary>The request's number in the order of arrival, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it arrived, by the emulator's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The client's port; requests over one connection have the same.</summary>
    public int ClientPort { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, with its leading slash, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its <c>?</c>; empty when there is none.</summary>
    public required string Query { get; init; }

    /// <summary>All request headers; names are case-insensitive.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The part of the services that it was sent to.</summary>
    public FaultTarget Target { get; init; }

    /// <summary><c>comfy</c>, <c>ailab</c>, or <see langword="null"/> for files and unknown paths.</summary>
    public string? Provider { get; init; }

    /// <summary>The operation of a submission, as in <see cref="RecordedTask.Operation"/>.</summary>
    public string? Operation { get; init; }

    /// <summary>The raw <c>Content-Type</c> header.</summary>
    public string? ContentType { get; init; }

    /// <summary>The received bytes of the body, whatever the declared length.</summary>
    public long ContentLength { get; init; }

    /// <summary>The body's fields without the image: JSON values as raw JSON, multipart parts as text.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>SHA-256 of the image's bytes, in lower-case hexadecimal; <see langword="null"/> without an image.</summary>
    public string? ImageSha256 { get; init; }

    /// <summary>The image's format by its signature.</summary>
    public ImageFormat ImageFormat { get; init; }

    /// <summary>The file name of the image's multipart part.</summary>
    public string? ImagePartFileName { get; init; }

    /// <summary>The media type of the image's multipart part.</summary>
    public string? ImagePartContentType { get; init; }

    /// <summary>The image's address; null when the body has the image itself.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The response's status; <see langword="null"/> while there is none, and when the connection was reset.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The name of the fault that applied.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether this request was accepted and billed.</summary>
    public bool Billed { get; init; }

    /// <summary>The task that the request created or polled.</summary>
    public string? TaskId { get; init; }

    /// <summary>Whether the response was that of an earlier request with the same <c>Idempotency-Key</c>.</summary>
    public bool WasReplayed { get; init; }
}
