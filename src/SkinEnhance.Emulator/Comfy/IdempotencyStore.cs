using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>Stores the fingerprint and the response of each submission by its <c>Idempotency-Key</c>.</summary>
internal sealed class IdempotencyStore
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Looks a key up and, when it is new, reserves it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fingerprint">Identifies route and body.</param>
    /// <param name="owner">The number of the request.</param>
    /// <returns>The key's state, and its stored response if there is one.</returns>
    public (KeyState State, Response? Response) Begin(string key, string fingerprint, int owner)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries.Add(key, new Entry(fingerprint, owner, null));
                return (KeyState.New, null);
            }

            if (entry.Fingerprint != fingerprint)
            {
                return (KeyState.Mismatch, null);
            }

            return entry.Response is { } response ? (KeyState.Completed, response) : (KeyState.InFlight, null);
        }
    }

    /// <summary>Stores a response under the request's key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fingerprint">Identifies route and body.</param>
    /// <param name="owner">The number of the request.</param>
    /// <param name="response">The response.</param>
    public void Keep(string key, string fingerprint, int owner, Response response)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.Owner == owner)
            {
                _entries[key] = new Entry(fingerprint, owner, response);
            }
        }
    }

    /// <summary>Releases a key when its request was not carried out.</summary>
    /// <param name="key">The key.</param>
    /// <param name="owner">The number of the request.</param>
    public void Release(string key, int owner)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var entry) && entry.Owner == owner)
            {
                _entries.Remove(key);
            }
        }
    }

    private sealed record Entry(string Fingerprint, int Owner, Response? Response);
}

/// <summary>The state of an <c>Idempotency-Key</c>.</summary>
internal enum KeyState
{
    /// <summary>It was not used before, and is now reserved for the request.</summary>
    New = 0,

    /// <summary>The first request with it has no response yet.</summary>
    InFlight,

    /// <summary>The response to the first request with it is stored.</summary>
    Completed,

    /// <summary>It was used with another body, or on another route.</summary>
    Mismatch,
}
