using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>Remembers the <c>Idempotency-Key</c> of each submission: what it was sent with and how it was answered.</summary>
internal sealed class IdempotencyStore
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Looks a key up and, when it is new, takes it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fingerprint">What identifies route and body.</param>
    /// <param name="owner">The number of the request.</param>
    /// <returns>What is known of the key, and the earlier answer when there is one.</returns>
    public (KeyState State, Answer? Answer) Begin(string key, string fingerprint, int owner)
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

            return entry.Answer is { } answer ? (KeyState.Answered, answer) : (KeyState.InFlight, null);
        }
    }

    /// <summary>Keeps the answer of the request that holds the key, or of one that came before anyone held it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fingerprint">What identifies route and body.</param>
    /// <param name="owner">The number of the request.</param>
    /// <param name="answer">The answer.</param>
    public void Keep(string key, string fingerprint, int owner, Answer answer)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.Owner == owner)
            {
                _entries[key] = new Entry(fingerprint, owner, answer);
            }
        }
    }

    /// <summary>Gives up a key that the request holds and whose request came to nothing.</summary>
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

    private sealed record Entry(string Fingerprint, int Owner, Answer? Answer);
}

/// <summary>What is known of an <c>Idempotency-Key</c>.</summary>
internal enum KeyState
{
    /// <summary>It was not seen before, and is now held by the request that brought it.</summary>
    New = 0,

    /// <summary>The first request with it is not answered yet.</summary>
    InFlight,

    /// <summary>The first request with it was answered.</summary>
    Answered,

    /// <summary>It came with another body, or on another route, before.</summary>
    Mismatch,
}
