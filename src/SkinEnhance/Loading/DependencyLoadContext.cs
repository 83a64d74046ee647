using System.Reflection;
using System.Runtime.Loader;

namespace SkinEnhance.Loading;

/// <summary>Holds the engine and its packages apart from whatever other modules bring along in other versions.</summary>
internal sealed class DependencyLoadContext : AssemblyLoadContext
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyLoadContext).Assembly.Location)!, "dependencies");

    private DependencyLoadContext()
        : base("SkinEnhance")
    {
    }

    /// <summary>The one context of the process. Code that is bound to its assemblies stays bound, so a second import must find the same.</summary>
    internal static DependencyLoadContext Instance { get; } = new();

    /// <summary>Finds the engine when the cmdlets ask PowerShell's own context for it.</summary>
    internal static Assembly? ResolveEngine(AssemblyLoadContext context, AssemblyName name) =>
        name.Name is "SkinEnhance.Core" or "SkinEnhance.Emulator" ? Instance.LoadFromAssemblyName(name) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(Folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
