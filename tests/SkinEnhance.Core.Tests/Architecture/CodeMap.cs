using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace SkinEnhance.Core.Tests.Architecture;

/// <summary>One type of the product that names another type, in its declaration or in its code.</summary>
/// <param name="From">The project of the first; for Core <c>Core.</c> and the room, which is a folder and its namespace.</param>
/// <param name="FromType">The name of the first, or of its file.</param>
/// <param name="To">The same of the second; its namespace when it does not belong to the product.</param>
/// <param name="ToType">The name of the second, or the namespace that the file uses.</param>
internal sealed record Naming(string From, string FromType, string To, string ToType);

/// <summary>Which types of the product name which others.</summary>
/// <remarks>
/// Read from the IL, with lambdas, iterators and async methods. Constants, and exceptions that are caught without a name, leave no trace there, so the
/// using directives of Core count as well; the build refuses those that are not needed.
/// </remarks>
internal static partial class CodeMap
{
    private static readonly (string Name, string Assembly)[] Projects =
        [("SkinEnhance", "SkinEnhance"), ("Cli", "skinenhance"), ("Emulator", "SkinEnhance.Emulator"), ("Core", "SkinEnhance.Core"), ("Abstractions", "SkinEnhance.Abstractions")];

    private static readonly Lazy<IReadOnlyList<Naming>> Read = new(() =>
    [
        .. Load([.. Projects.Select(project => AssemblyFile(project.Name, project.Assembly))]).Types
            .Where(type => type.FullName.StartsWith("SkinEnhance.", StringComparison.Ordinal))
            .SelectMany(type => type.Dependencies)
            .Where(dependency => !dependency.Target.IsGenericParameter)
            .Select(dependency => Naming(dependency.Origin, dependency.Target))
            .Concat(ReadSource())
            .Where(naming => naming.From != naming.To)
            .Distinct(),
    ]);

    /// <summary>All namings from one project or room to another.</summary>
    internal static IReadOnlyList<Naming> Product => Read.Value;

    /// <summary>The arrows between the rooms of Core.</summary>
    internal static ArrowGraph Rooms(IEnumerable<Naming> namings) =>
        new(namings.Where(naming => IsCore(naming.From) && IsCore(naming.To)).Select(naming => (RoomOf(naming.From), RoomOf(naming.To))));

    /// <summary>Whether a place is a room of Core, or its front door.</summary>
    internal static bool IsCore(string place) => ProjectOf(place) == "Core";

    /// <summary>The project of a place; null outside of the product.</summary>
    internal static string? ProjectOf(string place) => Projects.FirstOrDefault(project => place == project.Name || place.StartsWith($"{project.Name}.", StringComparison.Ordinal)).Name;

    /// <summary>The room of a place in Core.</summary>
    internal static string RoomOf(string place) => place == "Core" ? place : place["Core.".Length..];

    /// <summary>The place of a room of Core.</summary>
    internal static string PlaceOf(string room) => room == "Core" ? room : $"Core.{room}";

    /// <summary>The source files of Core, but for what the build writes.</summary>
    internal static IEnumerable<string> CoreFiles() => Directory
        .EnumerateFiles(Folder("Core"), "*.cs", SearchOption.AllDirectories)
        .Where(path => Path.GetRelativePath(Folder("Core"), path).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));

    /// <summary>The folder of a project.</summary>
    internal static string Folder(string project) =>
        Path.Combine(Samples.Repository, "src", project == "SkinEnhance" ? project : $"SkinEnhance.{project}");

    /// <summary>The namespace that a source file declares.</summary>
    internal static string DeclaredNamespace(string source) => Namespace().Match(source).Groups[1].Value;

    /// <summary>The types that a type names, by their full names.</summary>
    internal static IEnumerable<string> NamedBy(System.Type type) => Load(type.Assembly.Location).Types
        .Where(loaded => loaded.FullName == type.FullName)
        .SelectMany(loaded => loaded.Dependencies)
        .Select(dependency => dependency.Target.FullName);

    private static ArchUnitNET.Domain.Architecture Load(params string[] assemblies) => assemblies
        .Aggregate(new ArchLoader(), (loader, path) => loader.LoadFilteredDirectory(Path.GetDirectoryName(path), Path.GetFileName(path)))
        .Build();

    // Of the same configuration as the tests.
    private static string AssemblyFile(string project, string assembly) =>
        Path.Combine(Folder(project), "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net8.0", $"{assembly}.dll");

    private static IEnumerable<Naming> ReadSource() =>
        from path in CoreFiles()
        let text = File.ReadAllText(path)
        from used in Using().Matches(text)
        select new Naming(Place(DeclaredNamespace(text)), Path.GetFileNameWithoutExtension(path), Place(used.Groups[1].Value), used.Groups[1].Value);

    private static Naming Naming(IType from, IType to) => new(Place(from), Split(from).Name, Place(to), Split(to).Name);

    /// <summary>The namespace and the name of a type, or of the outermost type that it is nested in.</summary>
    private static (string Space, string Name) Split(IType type) => type.FullName.Split('+')[0] is var outer && outer.LastIndexOf('.') is >= 0 and var dot
        ? (outer[..dot], outer[(dot + 1)..])
        : (string.Empty, outer);

    // What the compiler and its generators add to an assembly has namespaces of its own.
    private static string Place(IType type)
    {
        var space = Split(type).Space;
        var project = Projects.FirstOrDefault(project => project.Assembly == type.Assembly.Name).Name;
        return project is null or "Core" || !space.StartsWith("SkinEnhance", StringComparison.Ordinal) ? Place(space) : project;
    }

    private static string Place(string space) => space.StartsWith("SkinEnhance.Core", StringComparison.Ordinal) ? space["SkinEnhance.".Length..] : space;

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
