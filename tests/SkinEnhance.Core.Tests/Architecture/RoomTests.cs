using System.Text;
using System.Xml;

namespace SkinEnhance.Core.Tests.Architecture;

/// <summary>Which part of the product may use which. A room is a folder of Core; <c>Core</c> is what is in none of them.</summary>
public class RoomTests
{
    // A longer row is a decision; docs/architecture.md describes what each room is for.
    private static readonly Dictionary<string, string> Rooms = new()
    {
        ["Core"] = "Batch, Images, Ledger, Operations, Polling, Pricing, Providers, Providers.AILab, Providers.Comfy, Settings, Transport",
        ["Batch"] = "Images, Inputs, Ledger, Operations, Platform, Polling, Pricing, Transport",
        ["Inputs"] = "Images, Ledger, Platform",
        ["Polling"] = "Ledger, Operations, Transport",
        ["Ledger"] = "Images, Operations, Platform",
        ["Providers.AILab"] = "Pricing, Providers, Settings, Transport",
        ["Providers.Comfy"] = "Images, Platform, Providers, Settings, Transport",
        ["Providers"] = "Platform, Settings, Transport",
        ["Operations"] = "Images, Platform, Pricing",
        ["Transport"] = "Images, Platform, Settings",
        ["Pricing"] = "Images",
        ["Images"] = "Platform",
        ["Settings"] = "",
        ["Platform"] = "",
    };

    private static readonly Dictionary<string, string> Projects = new()
    {
        ["SkinEnhance"] = "Abstractions, Core, Emulator",
        ["Cli"] = "Abstractions, Core, Emulator",
        ["Emulator"] = "Abstractions, Core",
        ["Core"] = "Abstractions",
        ["Abstractions"] = "",
    };

    // What only one project or room may name.
    private static readonly (string Prefix, string Owner)[] Owned =
    [
        ("Polly", "Core.Transport"),
        ("System.Management.Automation", "SkinEnhance"),
        ("System.CommandLine", "Cli"),
        ("Spectre.Console", "Cli"),
        ("System.Console", "Cli"),
    ];

    private static readonly IReadOnlyList<Naming> Inside = [.. CodeMap.Product.Where(naming => CodeMap.IsCore(naming.From) && CodeMap.IsCore(naming.To))];

    [Fact]
    public void The_rooms_of_the_engine_name_each_other_in_no_circle() => AssertNone(
        from arrow in CodeMap.Rooms(Inside).Circular
        select Describe(Inside.Where(naming => (CodeMap.RoomOf(naming.From), CodeMap.RoomOf(naming.To)) == arrow), arrow));

    [Fact]
    public void A_room_names_the_rooms_in_its_row_and_no_others() => AssertRows(Rooms, Inside.ToLookup(naming => (CodeMap.RoomOf(naming.From), CodeMap.RoomOf(naming.To))));

    [Fact]
    public void A_project_names_the_projects_in_its_row_and_no_others() => AssertRows(
        Projects,
        CodeMap.Product
            .Where(naming => CodeMap.ProjectOf(naming.To) is { } target && target != CodeMap.ProjectOf(naming.From))
            .ToLookup(naming => (CodeMap.ProjectOf(naming.From)!, CodeMap.ProjectOf(naming.To)!)));

    // It replaces the services, so its reading of requests and its responses are independent of the client; only the image header is shared.
    [Fact]
    public void The_emulator_names_nothing_of_the_engine_but_the_reading_of_images() => AssertNone(
        from naming in CodeMap.Product
        where naming.From == "Emulator" && CodeMap.IsCore(naming.To) && naming.To != "Core.Images"
        select $"{naming.FromType} names {naming.ToType} in {naming.To}.");

    [Fact]
    public void A_package_is_named_in_one_place_alone() => AssertNone(
        from naming in CodeMap.Product
        from owned in Owned
        where Belongs(naming, owned.Prefix) && naming.From != owned.Owner
        select $"{naming.From}: {naming.FromType} names {naming.To}.{naming.ToType}, which only {owned.Owner} may name.");

    [Fact]
    public void Each_package_with_a_place_of_its_own_is_named_there() => Assert.All(
        Owned, owned => Assert.Contains(CodeMap.Product, naming => Belongs(naming, owned.Prefix) && naming.From == owned.Owner));

    [Fact]
    public void The_namespace_of_a_file_of_the_engine_is_its_folder() => Assert.All(CodeMap.CoreFiles(), path =>
    {
        var folder = Path.GetRelativePath(CodeMap.Folder("Core"), Path.GetDirectoryName(path)!);
        Assert.Equal(folder == "." ? "SkinEnhance.Core" : $"SkinEnhance.Core.{folder.Replace(Path.DirectorySeparatorChar, '.')}", CodeMap.DeclaredNamespace(File.ReadAllText(path)));
    });

    [Theory]
    [InlineData("System.Text.StringBuilder")]
    [InlineData("System.Xml.XmlReader")]
    [InlineData("System.Text.Rune")]
    [InlineData("System.Version")]
    [InlineData("System.Net.IPAddress")]
    [InlineData("System.Half")]
    [InlineData("System.ObsoleteAttribute")]
    public void A_type_that_is_named_in_one_kind_of_code_alone_is_found(string name) => Assert.Contains(name, CodeMap.NamedBy(typeof(Sample)));

    [Fact]
    public void A_circle_of_three_is_found_and_what_leads_to_it_is_not()
    {
        var graph = new ArrowGraph([("in", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "out")]);
        Assert.Equal([("a", "b"), ("b", "c"), ("c", "a")], graph.Circular);
    }

    [Fact]
    public void An_arrow_that_follows_from_others_is_not_direct() =>
        Assert.Equal([("a", "b"), ("b", "c")], new ArrowGraph([("a", "b"), ("a", "c"), ("b", "c")]).Direct);

    // All of them, as the assertions of the framework cut lists off.
    private static void AssertNone(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join(Environment.NewLine, faults.Distinct()));

    private static bool Belongs(Naming naming, string prefix) => $"{naming.To}.{naming.ToType}." is var name && name.StartsWith($"{prefix}.", StringComparison.Ordinal);

    /// <summary>Compares what names what with a table, and names the types behind an arrow that is not in it.</summary>
    private static void AssertRows(Dictionary<string, string> table, ILookup<(string From, string To), Naming> found)
    {
        var allowed = table.SelectMany(row => row.Value.Split(", ", StringSplitOptions.RemoveEmptyEntries), (row, target) => (From: row.Key, To: target)).ToHashSet();
        var added = found.Where(arrow => !allowed.Contains(arrow.Key)).Select(arrow => $"Not in the table: {Describe(arrow, arrow.Key)}");
        var gone = allowed.Where(arrow => !found.Contains(arrow)).Select(arrow => $"In the table alone: {arrow.From} names {arrow.To}.");
        AssertNone(added.Concat(gone));
    }

    private static string Describe(IEnumerable<Naming> namings, (string From, string To) arrow)
    {
        // Checked only where the using directive is the only trace.
        var traces = namings.ToLookup(naming => naming.ToType.Contains('.', StringComparison.Ordinal));
        var types = (traces[false].Any() ? traces[false] : traces[true]).Select(naming => $"{naming.FromType} names {naming.ToType}").Distinct().Order(StringComparer.Ordinal).ToList();
        return $"{arrow.From} names {arrow.To}: {string.Join(", ", types.Take(5))} ({types.Count} in all).";
    }

    /// <summary>Names types of the framework each in one kind of code.</summary>
    private sealed class Sample
    {
        private readonly Dictionary<string, Half[]> _field = [];

        internal static Func<Task<object>> InAsyncLambda() => static async () =>
        {
            await Task.Yield();
            return XmlReader.Create("a");
        };

        internal static async Task<object> InAsyncMethodAsync()
        {
            await Task.Yield();
            return new StringBuilder();
        }

        internal static IEnumerable<int> InIterator()
        {
            yield return Rune.ReplacementChar.Value;
        }

        internal static bool InPattern(object value) => value is Version;

        internal int InField() => _field.Count;

        [Obsolete("Never called.")]
        internal static Type InTypeOf() => typeof(System.Net.IPAddress);
    }
}
