using System.Collections.Concurrent;
using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Session;

/// <summary>The providers' settings of this process: those of Connect-EnhanceProvider, otherwise the environment. All runspaces of the process share them.</summary>
internal static class ProviderSession
{
    private static readonly ConcurrentDictionary<string, ProviderConnection> Connections = new(StringComparer.OrdinalIgnoreCase);

    private static readonly object Gate = new();
    private static ConnectionPool s_connections = new();

    internal static ProviderConnection? Find(string provider) => Connections.GetValueOrDefault(provider);

    /// <summary>The proxy of all requests; null for the one from the environment or the system.</summary>
    internal static ProxySettings? Proxy => ProviderRegistry.Names.Select(name => Find(name)?.Proxy).FirstOrDefault(proxy => proxy is not null);

    /// <summary>Sets how a provider is reached. The process has one proxy: that of this connection replaces any other.</summary>
    internal static void Connect(ProviderConnection connection)
    {
        connection = connection with { Provider = ProviderRegistry.Find(connection.Provider)?.Name ?? connection.Provider };
        Connections[connection.Provider] = connection;
        foreach (var other in ProviderRegistry.Names.Where(name => name != connection.Provider && connection.Proxy is not null).Select(Find).OfType<ProviderConnection>())
        {
            Connections[other.Provider] = other with { Proxy = null };
        }
    }

    internal static bool Disconnect(string provider) => Connections.TryRemove(provider, out _);

    internal static void Reset() => Connections.Clear();

    /// <summary>Closes the connections that the commands of this process share.</summary>
    internal static void CloseConnections()
    {
        lock (Gate)
        {
            s_connections.Dispose();
            s_connections = new ConnectionPool();
        }
    }

    internal static IReadOnlyCollection<ProviderConnection> All() => [.. Connections.Values];

    /// <summary>Creates an engine with the current settings.</summary>
    /// <exception cref="InvalidSettingException">A base address is invalid.</exception>
    internal static EnhanceClient CreateClient() => EnhanceClient.Create(
        new EnhanceSettings(ProviderRegistry.Names.Select(Settings)), ledger: SubmissionLedger.FromEnvironment(), connections: SharedConnections());

    private static ConnectionPool SharedConnections()
    {
        lock (Gate)
        {
            var proxy = Proxy;
            if (s_connections.Proxy != proxy)
            {
                // Not closed: a command of another runspace may still use them.
                s_connections = new ConnectionPool(proxy);
            }

            return s_connections;
        }
    }

    /// <summary>Whether a task belongs to the current endpoint; true if the setting is invalid.</summary>
    internal static bool IsAtEndpoint(EnhanceTask task)
    {
        try
        {
            return task.Endpoint is null || ProviderRegistry.Find(task.Provider) is not { } provider
                || task.Endpoint == Settings(provider.Name).EndpointIdentity(provider.DefaultAddress);
        }
        catch (EnhanceException)
        {
            return true;
        }
    }

    /// <summary>The current settings of one provider.</summary>
    /// <exception cref="InvalidSettingException">The base address is invalid.</exception>
    internal static ProviderSettings Settings(string provider)
    {
        var standard = EnhanceSettings.FromEnvironment()[provider];
        if (Find(provider) is not { } connection)
        {
            return standard;
        }

        return new ProviderSettings(
            standard.Provider,
            connection.BaseUri ?? standard.BaseAddress,
            connection.Key is null ? standard.KeyName : "Connect-EnhanceProvider",
            connection.Key is null ? standard.ReadKey : connection.ReadKey)
        {
            PollInterval = connection.PollInterval,
        };
    }
}
