namespace SkinEnhance.Testing;

/// <summary>The server's handling of one request.</summary>
/// <param name="exchange">The request and its connection.</param>
/// <returns>A task that ends when it is done; the connection then serves the next request unless it was closed.</returns>
public delegate Task WireStep(WireExchange exchange);
