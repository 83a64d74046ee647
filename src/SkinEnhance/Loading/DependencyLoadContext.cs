using System.Reflection;
using System.Runtime.Loader;

namespace SkinEnhance.Loading;

/// <summary>Isolates the engine and its packages from other versions that other modules load.</summary>
internal sealed class DependencyLoadContext : AssemblyLoadContext
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyLoadContext).Assembly.Location)!, "dependencies");

    private DependencyLoadContext()
        : base("SkinEnhance")
    {
    }

    /// <summary>The one context of the process. Loaded code stays bound to its assemblies, so a second import must use the same context.</summary>
    internal static DependencyLoadContext Instance { get; } = new();

    /// <summary>Resolves the engine for the cmdlets, which are in PowerShell's own context.</summary>
    internal static Assembly? ResolveEngine(AssemblyLoadContext context, AssemblyName name) =>
        name.Name is "SkinEnhance.Core" or "SkinEnhance.Emulator" ? Instance.LoadFromAssemblyName(name) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(Folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
