namespace SkinEnhance.Emulator.Http;

/// <summary>One of the services at the emulator's address.</summary>
internal abstract class Api
{
    /// <summary>The provider's name in the record; <see langword="null"/> for the files.</summary>
    public abstract string? Provider { get; }

    /// <summary>Finds what an address does.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path.</param>
    /// <returns>The route; <see langword="null"/> when the path belongs to another service.</returns>
    public abstract Route? Find(string method, string path);

    /// <summary>Makes an error in this service's shape.</summary>
    /// <param name="exchange">The request it answers.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The error's name; by default the usual one of the status.</param>
    /// <param name="message">The sentence for people.</param>
    /// <returns>The answer.</returns>
    public abstract Answer Error(Exchange exchange, int status, string? code, string message);

    /// <summary>Looks at a request before it is carried out: at its key, and whether it was carried out before.</summary>
    /// <param name="exchange">The request.</param>
    /// <returns>The answer when it is not to be carried out.</returns>
    public virtual Answer? Admit(Exchange exchange) => null;

    /// <summary>Learns how an admitted request ended.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="answer">The answer; <see langword="null"/> when there was none.</param>
    /// <param name="store">Whether the answer is to come back to whoever repeats the request, even if nothing was billed.</param>
    public virtual void Settle(Exchange exchange, Answer? answer, bool store)
    {
    }

    /// <summary>Adds what every answer of this service carries.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>The answer to send.</returns>
    public virtual Answer Finish(Answer answer) => answer;
}
