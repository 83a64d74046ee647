using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Emulator;

namespace SkinEnhance.Session;

/// <summary>The one emulator of this process, and the settings that it replaces.</summary>
internal static class EmulatorSession
{
    private static readonly object Gate = new();
    private static ProviderEmulator? s_emulator;
    private static EnhanceEmulatorInfo? s_info;
    private static TrialFolder? s_home;
    private static IReadOnlyCollection<ProviderConnection> s_connections = [];
    private static IReadOnlyDictionary<string, string?> s_variables = new Dictionary<string, string?>();

    /// <summary>The running emulator; null if there is none.</summary>
    internal static EnhanceEmulatorInfo? Current
    {
        get
        {
            lock (Gate)
            {
                return s_info;
            }
        }
    }

    /// <summary>Starts the emulator and sets it as the address of both providers.</summary>
    /// <returns>The emulator; null if one already runs.</returns>
    internal static EnhanceEmulatorInfo? Start(int port, TimeSpan taskTime)
    {
        lock (Gate)
        {
            if (s_emulator is not null)
            {
                return null;
            }

            // Trial runs do not belong in the ledger of paid work.
            var home = new TrialFolder(TrialFolder.LedgerPrefix);
            ProviderEmulator emulator;
            try
            {
                emulator = ProviderEmulator.Start(new EmulatorOptions { Port = port, TaskTime = taskTime });
            }
            catch
            {
                home.Dispose();
                throw;
            }

            s_home = home;
            s_emulator = emulator;
            s_info = new EnhanceEmulatorInfo(emulator.Address, taskTime);
            s_connections = ProviderSession.All();
            ProviderSession.Reset();

            // In the environment, so that jobs in child processes use the emulator too and never send a real key to the real service.
            var variables = new Dictionary<string, string?>
            {
                [SubmissionLedger.HomeVariable] = home.Path,
            };
            foreach (var account in emulator.Accounts)
            {
                var provider = ProviderRegistry.Find(account.Provider)!;
                variables[provider.AddressVariable] = account.Address.AbsoluteUri;
                variables[provider.KeyVariable] = account.Key;
            }

            s_variables = Replace(variables);
            foreach (var provider in ProviderRegistry.Names)
            {
                // AILab's interval of 5 s would only slow down trial runs.
                var interval = TimeSpan.FromSeconds(Math.Clamp(taskTime.TotalSeconds / 4, 0.05, 1));
                ProviderSession.Connect(new ProviderConnection { Provider = provider, PollInterval = interval });
            }

            return s_info;
        }
    }

    /// <summary>Stops the emulator and restores the settings.</summary>
    /// <returns>False if no emulator runs.</returns>
    internal static bool Stop()
    {
        lock (Gate)
        {
            if (s_emulator is null)
            {
                return false;
            }

            s_emulator.Dispose();
            s_emulator = null;
            s_info = null;
            Replace(s_variables);
            s_home?.Dispose();
            ProviderSession.Reset();
            foreach (var connection in s_connections)
            {
                ProviderSession.Connect(connection);
            }

            return true;
        }
    }

    private static Dictionary<string, string?> Replace(IReadOnlyDictionary<string, string?> variables)
    {
        var before = variables.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        return before;
    }
}
