using System.Collections.Concurrent;
using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Session;

/// <summary>The providers' settings of this process: what was connected, else the environment. All runspaces of the process share them.</summary>
internal static class ProviderSession
{
    private static readonly ConcurrentDictionary<string, ProviderConnection> Connections = new(StringComparer.OrdinalIgnoreCase);

    private static readonly object Gate = new();
    private static ConnectionPool s_connections = new();

    internal static ProviderConnection? Find(string provider) => Connections.GetValueOrDefault(provider);

    /// <summary>The proxy of all requests; null for the one that the environment or the system names.</summary>
    internal static ProxySettings? Proxy => ProviderRegistry.Names.Select(name => Find(name)?.Proxy).FirstOrDefault(proxy => proxy is not null);

    /// <summary>Sets how a provider is reached. There is one proxy, so that of this connection takes the place of any other's.</summary>
    internal static void Connect(ProviderConnection connection)
    {
        Connections[connection.Provider] = connection;
        foreach (var other in ProviderRegistry.Names.Where(name => name != connection.Provider && connection.Proxy is not null).Select(Find).OfType<ProviderConnection>())
        {
            Connections[other.Provider] = other with { Proxy = null };
        }
    }

    internal static bool Disconnect(string provider) => Connections.TryRemove(provider, out _);

    internal static void Reset() => Connections.Clear();

    /// <summary>Closes the connections that the commands of this process shared.</summary>
    internal static void CloseConnections()
    {
        lock (Gate)
        {
            s_connections.Dispose();
            s_connections = new ConnectionPool();
        }
    }

    internal static IReadOnlyCollection<ProviderConnection> All() => [.. Connections.Values];

    /// <summary>Creates an engine with the settings as they are now.</summary>
    /// <exception cref="InvalidSettingException">A base address is not accepted.</exception>
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

    /// <summary>Whether a task belongs to the endpoint that is set. When the setting is wrong, there is nothing to tell it by.</summary>
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

    /// <summary>The settings of one provider as they are now.</summary>
    /// <exception cref="InvalidSettingException">The base address is not accepted.</exception>
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
