using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.Loader;
using SkinEnhance.Session;

namespace SkinEnhance.Loading;

/// <summary>Initializes the module on import and cleans up on removal.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly object Gate = new();

    // One entry an import. A runspace that closes does not remove its modules, so the runspace's state is checked.
    private static readonly List<WeakReference<Runspace>> Imports = [];

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Gate)
        {
            // Each runspace imports the module, and all share the process's load context.
            if (Imports.Count == 0)
            {
                AssemblyLoadContext.Default.Resolving += DependencyLoadContext.ResolveEngine;
            }

            Imports.Add(new WeakReference<Runspace>(Runspace.DefaultRunspace));
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            if (Imports.Count == 0)
            {
                return;
            }

            var own = Imports.FindIndex(import => import.TryGetTarget(out var runspace) && runspace == Runspace.DefaultRunspace);
            Imports.RemoveAt(Math.Max(own, 0));
            Imports.RemoveAll(import => !import.TryGetTarget(out var runspace) || runspace.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken);
            if (Imports.Count == 0)
            {
                EmulatorSession.Stop();
                ProviderSession.Reset();
                ProviderSession.CloseConnections();
                AssemblyLoadContext.Default.Resolving -= DependencyLoadContext.ResolveEngine;
            }
        }
    }
}
