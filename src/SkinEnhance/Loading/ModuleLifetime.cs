using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.Loader;
using SkinEnhance.Session;

namespace SkinEnhance.Loading;

/// <summary>Sets the module up when it is imported and takes it down when it is removed.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly object Gate = new();

    // One entry an import. A runspace that closes removes no modules, so its entry is told by its state.
    private static readonly List<WeakReference<Runspace>> Imports = [];

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Gate)
        {
            // Every runspace imports for itself, and they share the process's load context.
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
