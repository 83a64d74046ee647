namespace SkinEnhance.Testing;

/// <summary>What the server does with one request.</summary>
/// <param name="exchange">The request and its connection.</param>
/// <returns>When it is done; the connection then serves the next request unless it was closed.</returns>
public delegate Task WireStep(WireExchange exchange);
