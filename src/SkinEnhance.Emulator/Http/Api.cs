namespace SkinEnhance.Emulator.Http;

/// <summary>One of the services at the emulator's address.</summary>
internal abstract class Api
{
    /// <summary>The provider's name in the record; <see langword="null"/> for the files.</summary>
    public abstract string? Provider { get; }

    /// <summary>Finds the route of an address.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path.</param>
    /// <returns>The route; <see langword="null"/> when the path belongs to another service.</returns>
    public abstract Route? Find(string method, string path);

    /// <summary>Creates an error in this service's form.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The error's type; by default the usual one for the status.</param>
    /// <param name="message">The message.</param>
    /// <returns>The response.</returns>
    public abstract Response Error(Exchange exchange, int status, string? code, string message);

    /// <summary>Checks a request before it is carried out: its key, and whether its response is stored already.</summary>
    /// <param name="exchange">The request.</param>
    /// <returns>The response when the request must not be carried out; null otherwise.</returns>
    public virtual Response? Admit(Exchange exchange) => null;

    /// <summary>Receives the outcome of an admitted request.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="response">The response; <see langword="null"/> when there was none.</param>
    /// <param name="store">Whether to store the response for repeated requests, even if nothing was billed.</param>
    public virtual void Settle(Exchange exchange, Response? response, bool store)
    {
    }

    /// <summary>Adds the headers that every response of this service has.</summary>
    /// <param name="response">The response.</param>
    /// <returns>The response to send.</returns>
    public virtual Response Finish(Response response) => response;
}
