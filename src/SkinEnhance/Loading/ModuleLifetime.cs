using System.Management.Automation;
using System.Runtime.Loader;
using SkinEnhance.Session;

namespace SkinEnhance.Loading;

/// <summary>Sets the module up when it is imported and takes it down when it is removed.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly object Gate = new();
    private static int s_imports;

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Gate)
        {
            // Every runspace imports for itself, and they share the process's load context.
            if (s_imports++ == 0)
            {
                AssemblyLoadContext.Default.Resolving += DependencyLoadContext.ResolveEngine;
            }
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            if (--s_imports == 0)
            {
                EmulatorSession.Stop();
                ProviderSession.Reset();
                AssemblyLoadContext.Default.Resolving -= DependencyLoadContext.ResolveEngine;
            }
        }
    }
}
